import { stringify } from 'csv-stringify/sync';
import { listText } from './listText.ts';

/** A spreadsheet takes a cell that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? listText(value) : String(value);
  return formula.test(text) ? `'${text}` : text;
};

/** One line of CSV: numbers as numbers, nothing that a spreadsheet would calculate. */
export const csvRecord = (values: readonly unknown[]): string =>
  stringify([values.map(cell)], { record_delimiter: '\r\n' });
