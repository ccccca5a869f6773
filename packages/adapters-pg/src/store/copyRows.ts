import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Column } from './columns.ts';
import type { Statement } from './inTurn.ts';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

let lastAt = new Date(Number.NaN);
let lastText = '';

/** The instant in ISO 8601. All rows of a batch have the same, and making the text is slow. */
const instant = (at: Date): string => {
  if (at !== lastAt) [lastAt, lastText] = [at, at.toISOString()];
  return lastText;
};

/** A value in the text format of COPY. */
const encode = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return special.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => escapes[c]!) : value;
  return value instanceof Date ? instant(value) : String(value);
};

/** Rows in the text format of COPY. */
const encodeRows = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string => {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const { value } of columns) {
      text += separator + encode(value(row));
      separator = '\t';
    }
    text += '\n';
  }
  return text;
};

/**
 * A statement that inserts rows that are not there yet, by COPY: less than half the work of any INSERT, for both sides.
 * Null when there are none.
 */
export const copyRows = <Row>(
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Statement | null => {
  if (rows.length === 0) return null;
  const text = encodeRows(columns, rows);
  return async (client) => {
    const stream = client.query(copyFrom(`COPY ${table} (${columns.map(({ name }) => name).join(', ')}) FROM STDIN`));
    stream.end(text);
    await finished(stream);
  };
};
