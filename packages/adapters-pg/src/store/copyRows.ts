import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Column } from './columns.ts';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in the text format of COPY. */
const encode = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return special.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => escapes[c]!) : value;
  return value instanceof Date ? value.toISOString() : String(value);
};

/** Inserts rows that are not there yet, by COPY: less than half the work of any INSERT, for both sides. */
export const copyRows = async <Row>(
  client: pg.ClientBase,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> => {
  if (rows.length === 0) return;
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const { value } of columns) {
      text += separator + encode(value(row));
      separator = '\t';
    }
    text += '\n';
  }
  const stream = client.query(copyFrom(`COPY ${table} (${columns.map(({ name }) => name).join(', ')}) FROM STDIN`));
  stream.end(text);
  await finished(stream);
};
