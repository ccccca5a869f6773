import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ImportRow } from '@cynow/po-core';
import { decodeUtf8 } from './decodeUtf8.ts';
import { toImportRow } from './rowProblems.ts';

/** The rows of a file with one PO as JSON a line; empty lines are left out. @throws NotUtf8 */
export async function* readNdjson(path: string): AsyncGenerator<ImportRow> {
  const lines = createInterface({
    input: createReadStream(path).compose(decodeUtf8),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '') yield readLine(line, text);
  }
}

const readLine = (line: number, text: string): ImportRow => {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line, problems: [{ field: '', problem: 'unreadable', value: text }], customer: null, poNo: null };
  }
  return toImportRow(line, row);
};
