import { stringify } from 'csv-stringify/sync';
import { listText } from './listText.ts';

/** A spreadsheet takes a cell that begins so for a formula; East Asian ones also with full-width signs. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

const cell = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? listText(value) : String(value);
  return formula.test(text) ? `'${text}` : text;
};

/** csv-stringify quotes a cell for the line end that it writes itself, but not for half of it. */
const needsQuotes = /[\r\n]/;

/** One record of CSV (RFC 4180): numbers as numbers, nothing that a spreadsheet would calculate. */
export const csvRecord = (values: readonly unknown[]): string =>
  stringify([values.map(cell)], { record_delimiter: '\r\n', quoted_match: needsQuotes });
