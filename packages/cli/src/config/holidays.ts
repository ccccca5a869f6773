import { type Day, isDay } from '@cynow/po-core';

/** Reads a file of holidays: a day a line, with comments after `#`. Lines that hold no day are named. */
export const holidays = (
  text: string,
): {
  readonly days: ReadonlySet<Day>;
  readonly badLines: readonly { readonly line: number; readonly text: string }[];
} => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, text: line.replace(/#.*/, '').trim() }))
    .filter((line) => line.text !== '');
  return {
    days: new Set(lines.map((line) => line.text).filter(isDay)),
    badLines: lines.filter((line) => !isDay(line.text)),
  };
};
