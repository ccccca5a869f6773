import type { FieldProblem, ImportRow } from '@cynow/po-core';
import { columnName } from '../output/xlsx/columnName.ts';
import { type Column, column } from './columns.ts';
import { headProblems } from './headProblems.ts';
import { type PoOfCells, poOfCells } from './poOfCells.ts';
import type { RowFile } from './RowFile.ts';
import { toImportRow } from './rowProblems.ts';
import { createCellPlaces } from './xlsx/createCellPlaces.ts';
import { fieldValue } from './xlsx/fieldValue.ts';
import { openParts, type Parts } from './xlsx/openParts.ts';
import { readSharedStrings } from './xlsx/readSharedStrings.ts';
import { readSheet } from './xlsx/readSheet.ts';
import { readWorkbook, type SheetEntry, type WorkbookIndex } from './xlsx/readWorkbook.ts';
import type { SheetCell, SheetRow } from './xlsx/SheetCell.ts';
import { UnusableWorkbook } from './xlsx/UnusableWorkbook.ts';

/** Does something with the parts of a workbook, which are open meanwhile. */
async function* withParts<T>(path: string, read: (parts: Parts) => AsyncIterable<T>): AsyncGenerator<T> {
  const parts = await openParts(path);
  try {
    yield* read(parts);
  } finally {
    parts.close();
  }
}

async function* sheetRows(parts: Parts, sheet: SheetEntry, index: WorkbookIndex): AsyncGenerator<SheetRow> {
  const shared = index.sharedStrings === null ? [] : await readSharedStrings(parts, index.sharedStrings);
  yield* readSheet(parts.read(sheet.path), index, shared);
}

/** What stands in a cell of the head; an equals sign for a formula without its result, which names no field. */
const headText = (cell: SheetCell): string => {
  if (cell.kind === 'uncalculated') return '=';
  return cell.kind === 'number' || cell.kind === 'flag' ? String(cell.value) : cell.text.trim();
};

/** The name of a sheet as formulas write it. */
const sheetName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `'${name.replaceAll("'", "''")}'`;

/** The path of a field in a PO, as problems name it. */
const pathOf = (place: Column, { itemNumbers }: PoOfCells): string =>
  'item' in place ? `items[${itemNumbers.indexOf(place.item)}].${place.field}` : place.field;

const refusedRow = (row: ImportRow, told: readonly FieldProblem[]): ImportRow => {
  const fields = new Set(told.map(({ field }) => field));
  // A field whose cell is wrong is not missing as well.
  const more = 'po' in row ? [] : row.problems.filter(({ field }) => !fields.has(field));
  const { customer, poNo } = 'po' in row ? row.po : row;
  return { line: row.line, problems: [...told, ...more], customer, poNo };
};

/**
 * Opens a workbook for import. Its first visible sheet is read: the first row with anything in it names the columns, as in
 * CSV, and every further one is a PO, hidden ones too. Formulas count with the result that the file holds.
 * @throws UnusableWorkbook, here or while rows are read, before the first row or between two
 */
export const openXlsx = async (path: string): Promise<RowFile> => {
  const parts = await openParts(path);
  let index: WorkbookIndex;
  try {
    index = await readWorkbook(parts);
  } finally {
    parts.close();
  }
  const [sheet, ...leftOut] = index.sheets.filter(({ hidden }) => !hidden);
  if (sheet === undefined) throw new UnusableWorkbook('no-sheet');
  const places = createCellPlaces();

  /** Null for a row that only looks empty. */
  const readHead = ({ number, cells }: SheetRow): ReadonlyMap<number, Column> | ImportRow | null => {
    const heads = [...cells].map(([at, cell]) => ({ at, text: headText(cell) })).filter(({ text }) => text !== '');
    if (heads.length === 0) return null;
    const problems = headProblems(heads.map(({ text }) => text));
    if (problems.length === 0) return new Map(heads.map(({ at, text }) => [at, column(text)!]));
    places.setUnknownHeads(new Map(heads.map(({ at, text }) => [text, at])));
    return { line: number, problems, customer: null, poNo: null };
  };

  const readRow = ({ number, cells }: SheetRow, columns: ReadonlyMap<number, Column>): ImportRow | null => {
    const read: [Column, unknown][] = [];
    const wrong: (Omit<FieldProblem, 'field'> & { readonly place: Column })[] = [];
    const strays: FieldProblem[] = [];
    for (const [at, cell] of cells) {
      const place = columns.get(at);
      const value = fieldValue(place?.field ?? 'memo', cell);
      if (value === null) continue;
      if (place === undefined) {
        strays.push({
          field: columnName(at),
          problem: 'no-column',
          value: 'value' in value ? value.value : value.given,
        });
      } else if ('value' in value) read.push([place, value.value]);
      else {
        read.push([place, undefined]);
        wrong.push({ place, problem: value.problem, value: value.given });
      }
    }
    if (read.length === 0 && strays.length === 0) return null;
    const found = poOfCells(read);
    places.setItems(number, found.itemNumbers);
    const row = toImportRow(number, found.po);
    const told = wrong.map(({ place, ...problem }) => ({ field: pathOf(place, found), ...problem }));
    return told.length + strays.length === 0 ? row : refusedRow(row, [...told, ...strays]);
  };

  return {
    async *rows() {
      let columns: ReadonlyMap<number, Column> | undefined;
      for await (const row of withParts(path, (opened) => sheetRows(opened, sheet, index))) {
        if (columns === undefined) {
          const head = readHead(row);
          if (head === null) continue;
          if ('line' in head) {
            yield head;
            return;
          }
          columns = head;
          places.setColumns(columns);
        } else {
          const read = readRow(row, columns);
          if (read !== null) yield read;
        }
      }
    },
    cellOf(line, field) {
      const at = places.columnOf(line, field);
      return at === null ? null : `${sheetName(sheet.name)}!${columnName(at)}${line}`;
    },
    sheets: { read: sheet.name, leftOut: leftOut.map(({ name }) => name) },
  };
};
