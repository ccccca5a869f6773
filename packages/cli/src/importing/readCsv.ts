import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { FieldProblem, ImportRow } from '@cynow/po-core';
import { CsvError, parse } from 'csv-parse';
import { type Column, column } from './columns.ts';
import { decodeUtf8 } from './decodeUtf8.ts';
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
    createReadStream(path).compose(decodeUtf8),
    parse({ bom: true, info: true, raw: true, relax_column_count: true, skip_empty_lines: true }),
    // What breaks is thrown by whoever reads.
    () => undefined,
  );
  let columns: readonly Column[] | undefined;
  let line = 1;
  try {
    for await (const { record, info, raw } of parser as AsyncIterable<ParsedRecord>) {
      line = info.lines - (raw.trimEnd().match(/\r\n|\r|\n/g)?.length ?? 0);
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

const headProblems = (heads: readonly string[]): readonly FieldProblem[] => {
  const seen = new Set<string>();
  return heads.flatMap((head): FieldProblem[] => {
    const read = column(head);
    const key = JSON.stringify(read);
    if (read !== null && !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ field: head, problem: 'unknown-field', value: head }];
  });
};

const rowOf = (line: number, record: readonly string[], columns: readonly Column[]): ImportRow => {
  const po: Record<string, unknown> = {};
  const items = new Map<number, Record<string, unknown>>();
  for (const [i, cell] of record.entries()) {
    const text = cell.trim();
    if (text === '') continue;
    const place = columns[i];
    if (place === undefined)
      return { line, problems: [{ field: '', problem: 'unreadable', value: cell }], customer: null, poNo: null };
    if (!('item' in place)) po[place.field] = text;
    else
      items.set(place.item, { ...items.get(place.item), [place.field]: place.field === 'qty' ? numberOf(text) : text });
  }
  const inOrder = [...items].sort(([a], [b]) => a - b).map(([, item]) => item);
  return toImportRow(line, { ...po, items: inOrder });
};

/** `30` and `1,204` as numbers; anything else stays text, which is no number. */
const numberOf = (text: string): number | string =>
  /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : text;
