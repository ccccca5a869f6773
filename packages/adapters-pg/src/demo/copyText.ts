import { type FcmsValue, fcmsColumns } from './fcmsTables.ts';
import type { FcmsChunk } from './generateFcms.ts';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escapeText = (text: string): string =>
  text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);

/** A chunk in the text format of PostgreSQL's COPY, columns in the order of `fcmsColumns`. */
export const copyText = ({ table, rows }: FcmsChunk): string => {
  const columns = fcmsColumns(table);
  let text = '';
  for (const row of rows as readonly Readonly<Record<string, FcmsValue>>[]) {
    let separator = '';
    for (const column of columns) {
      const value = row[column] ?? null;
      text += separator;
      if (value === null) text += '\\N';
      else if (typeof value === 'string' && special.test(value)) text += escapeText(value);
      else text += value;
      separator = '\t';
    }
    text += '\n';
  }
  return text;
};
