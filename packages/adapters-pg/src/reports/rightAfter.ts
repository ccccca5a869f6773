/** The first text behind all that begin so, by code point; null when there is none. */
export const rightAfter = (beginning: string): string | null => {
  const points = Array.from(beginning, (character) => character.codePointAt(0)!);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    // Halves of pairs are no characters.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return String.fromCodePoint(...points, next);
  }
  return null;
};
