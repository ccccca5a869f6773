import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { ImportRow } from '@cynow/po-core';
import { CsvError, parse } from 'csv-parse';
import { type Column, column } from './columns.ts';
import { decodeUtf8 } from './decodeUtf8.ts';
import { headProblems } from './headProblems.ts';
import { numberOf } from './numberOf.ts';
import { poOfCells } from './poOfCells.ts';
import { toImportRow } from './rowProblems.ts';

/** A record with where it ended, and its text. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
  readonly raw: string;
}

/**
 * The rows of a CSV file whose first line names the columns, one PO a line; empty lines are left out. A head that names
 * no field is a problem of line 1, and nothing more is read. @throws NotUtf8
 */
export async function* readCsv(path: string): AsyncGenerator<ImportRow> {
  const parser = pipeline(
    createReadStream(path),
    decodeUtf8,
    plainLineEnds,
    parse({ bom: true, info: true, raw: true, relax_column_count: true, skip_empty_lines: true }),
    // What breaks is thrown by whoever reads.
    () => undefined,
  );
  let columns: readonly Column[] | undefined;
  let line = 1;
  try {
    for await (const { record, info, raw } of parser as AsyncIterable<ParsedRecord>) {
      line = info.lines - (raw.trim().match(/\n/g)?.length ?? 0);
      if (columns === undefined) {
        const problems = headProblems(record);
        if (problems.length > 0) {
          yield { line, problems, customer: null, poNo: null };
          return;
        }
        columns = record.map(column).filter((each) => each !== null);
        continue;
      }
      if (record.some((cell) => cell.trim() !== '')) yield rowOf(line, record, columns);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quote that never ends, for one: what follows cannot be told apart.
    yield {
      line: typeof error.lines === 'number' ? error.lines : line,
      problems: [{ field: '', problem: 'unreadable', value: undefined }],
      customer: null,
      poNo: null,
    };
  }
}

/** Ends every line with a line feed: csv-parse counts a CRLF inside quotes as two lines. */
async function* plainLineEnds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

const rowOf = (line: number, record: readonly string[], columns: readonly Column[]): ImportRow => {
  const cells: [Column, unknown][] = [];
  for (const [i, cell] of record.entries()) {
    const text = cell.trim();
    if (text === '') continue;
    const place = columns[i];
    if (place === undefined)
      return { line, problems: [{ field: '', problem: 'unreadable', value: cell }], customer: null, poNo: null };
    cells.push([place, place.field === 'qty' ? numberOf(text) : text]);
  }
  return toImportRow(line, poOfCells(cells).po);
};
