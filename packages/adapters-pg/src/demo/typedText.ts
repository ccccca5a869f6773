import type { Prng } from './createPrng.ts';

/** The first `width` characters; PostgreSQL counts code points, not UTF-16 units. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : Array.from(text).slice(0, width).join('');

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const insert = (text: string, at: number, what: string): string => text.slice(0, at) + what + text.slice(at);

/** Signs that stand for `-` anywhere, and letters that do so only between Latin letters and digits. */
const dashes = ['–', '—', '−', '‐', '－', '─'];
const dashLetters = ['ー', 'ㅡ', '一'];

/** Ways to write the same number in other characters: case, width, white space, invisible characters, dashes. */
const spellings: readonly ((text: string, prng: Prng) => string)[] = [
  (text) => text.toLowerCase(),
  (text) => fullWidth(text),
  (text) => `${text}\u3000`,
  (text, prng) => text.replace(/-/g, () => prng.pick(dashes)),
  (text, prng) => text.replace(/(?<=[A-Z0-9])-(?=[A-Z0-9])/g, () => prng.pick(dashLetters)),
  (text) => `  ${text} `,
  (text, prng) => insert(text, prng.int(1, text.length - 1), ' '),
  (text, prng) => insert(text, prng.int(0, text.length), '\u200b'),
  (text) => `${text.slice(0, 2)} ${text.slice(2)}`,
  (text) => `\t${text}`,
];

/** The same text in other characters, which mean the same number or code; `ordinal` goes through the ways in turn. */
export const respell = (text: string, ordinal: number, prng: Prng): string => {
  for (let i = 0; i < spellings.length; i += 1) {
    const spelled = spellings[(ordinal + i) % spellings.length]?.(text, prng);
    if (spelled !== undefined && spelled !== text) return spelled;
  }
  return text;
};

/** Exchanges two neighbouring, different digits. */
const swapDigits = (text: string): string => text.replace(/(\d)(?!\1)(\d)(?=\D*$)/, '$2$1');

/** What clerks do to the number of an order: the result is another number than the one that was meant. */
const mistakes: readonly ((text: string, prng: Prng) => string)[] = [
  swapDigits,
  (text) => text.replace(/0/, 'O'),
  (text) => text.replace(/[-/]/g, ''),
  (text) => text.replace(/[-/]/, '_'),
  (text) => text.replace(/(?<=\D)0+(?=\d+$)/, ''),
  (text) => (text.startsWith('PO') ? text.slice(2) : `PO ${text}`),
  (text) => `${text}-2`,
  (text) => text.replace(/20(?=\d\d[-/])/, ''),
  (text, prng) => {
    const at = prng.int(1, text.length - 1);
    return insert(text, at, text.charAt(at));
  },
  (text, prng) => {
    const at = prng.int(1, text.length - 2);
    return text.slice(0, at) + text.slice(at + 1);
  },
  (text) => text.replace(/1(?=[^1]*$)/, 'I'),
  (text) => `NO.${text}`,
];

/** The number with a clerk's mistake in it; `ordinal` goes through the kinds of mistakes in turn. */
export const mistype = (text: string, ordinal: number, prng: Prng): string => {
  for (let i = 0; i < mistakes.length; i += 1) {
    const mistyped = mistakes[(ordinal + i) % mistakes.length]?.(text, prng);
    if (mistyped !== undefined && mistyped !== text) return mistyped;
  }
  return text;
};
