import { listText } from '../listText.ts';
import type { SheetColumn } from './SheetColumn.ts';
import { serialOfDay, serialOfMoment } from './serials.ts';
import { cellStyles } from './workbookParts.ts';
import { xmlText } from './xmlText.ts';

/** Excel refuses a file with a longer text in a cell. */
const longestText = 32_767;

/** A text that a cell can hold, cut with an ellipsis when it is longer. */
const fitting = (text: string): string => {
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};

const textXml = (address: string, text: string): string => {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${address}" s="${cellStyles.text}" t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
};

/** A cell as it is written, and whether its text had to be cut. */
export interface WrittenCell {
  readonly xml: string;
  readonly cut: boolean;
}

const written = (xml: string): WrittenCell => ({ xml, cut: false });
const nothing = written('');

/** A cell at this address: a number, date or truth value as such; everything else as text, which is never calculated. */
export const cellXml = (address: string, kind: SheetColumn['kind'], value: unknown): WrittenCell => {
  if (value === null || value === undefined || value === '') return nothing;
  if (typeof value === 'number' && Number.isFinite(value)) return written(`<c r="${address}"><v>${value}</v></c>`);
  if (typeof value === 'boolean') return written(`<c r="${address}" t="b"><v>${value ? 1 : 0}</v></c>`);
  if (value instanceof Date) {
    return written(`<c r="${address}" s="${cellStyles.moment}"><v>${serialOfMoment(value)}</v></c>`);
  }
  const text = typeof value === 'object' ? listText(value) : String(value);
  const serial = kind === 'day' ? serialOfDay(text) : null;
  if (serial !== null) return written(`<c r="${address}" s="${cellStyles.day}"><v>${serial}</v></c>`);
  if (text === '') return nothing;
  return { xml: textXml(address, fitting(text)), cut: text.length > longestText };
};
