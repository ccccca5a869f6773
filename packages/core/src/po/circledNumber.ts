/** First code point, last code point, number of the first: circled, negative, double circled and parenthesised numbers. */
const ranges: readonly (readonly [number, number, number])[] = [
  [0x2460, 0x2473, 1],
  [0x2474, 0x2487, 1],
  [0x24eb, 0x24f4, 11],
  [0x24f5, 0x24fe, 1],
  [0x2776, 0x277f, 1],
  [0x2780, 0x2789, 1],
  [0x278a, 0x2793, 1],
  [0x3220, 0x3229, 1],
  [0x3251, 0x325f, 21],
  [0x3280, 0x3289, 1],
  [0x32b1, 0x32bf, 36],
];

/**
 * Reads one circled or parenthesised number character at the end as `(n차)`: `PO-001②` → `PO-001(2차)`. It must happen
 * before NFKC, which would make another order of it, `PO-0012`.
 */
export const readCircledNumber = (x: string): string => {
  const last = x.charCodeAt(x.length - 1);
  const range = ranges.find(([first, end]) => last >= first && last <= end);
  return range === undefined ? x : `${x.slice(0, -1)}(${last - range[0] + range[2]}차)`;
};
