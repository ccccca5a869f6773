import { columnIndex, mostColumns } from '../../output/xlsx/columnName.ts';
import { dateText } from '../../output/xlsx/serials.ts';
import { unescaped } from '../../output/xlsx/xmlText.ts';
import { limits } from './limits.ts';
import type { WorkbookIndex } from './readWorkbook.ts';
import { readXml } from './readXml.ts';
import type { SheetCell, SheetRow } from './SheetCell.ts';
import { UnusableWorkbook } from './UnusableWorkbook.ts';

/** A cell as the file has it. */
interface RawCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  isFormula: boolean;
  /** The text of `<v>` or `<is>`; null when there is none. */
  value: string | null;
}

const numberCell = (raw: string, style: number, { formats, from1904 }: WorkbookIndex): SheetCell => {
  const exact = Number(raw);
  if (!Number.isFinite(exact)) return { kind: 'error', text: raw };
  // Excel has 15 digits; the file has 17, of which the last are the arithmetic's.
  const value = Number(exact.toPrecision(15));
  const format = formats[style];
  const date = format?.isDate === true ? dateText(value, from1904) : null;
  if (date !== null) return { kind: 'date', text: date };
  return { kind: 'number', value, shown: format === undefined ? String(value) : format.shown(value) };
};

/** `2025-11-22T00:00:00` of an edition of the standard that writes dates as texts. */
const isoDateCell = (raw: string): SheetCell => {
  const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(raw) ?? [];
  if (day === '') return { kind: 'text', text: raw };
  return { kind: 'date', text: time === undefined || time === '00:00:00' ? day : `${day} ${time}` };
};

/** What a cell holds; null when it is empty. */
const cellOf = (
  { type, style, value, isFormula }: RawCell,
  index: WorkbookIndex,
  shared: readonly string[],
): SheetCell | null => {
  // An empty text is a result, too.
  if (isFormula && (value === null || (value === '' && type !== 'str'))) return { kind: 'uncalculated' };
  if (value === null || value === '') return null;
  switch (type) {
    case 's': {
      const text = shared[Number(value)];
      if (text === undefined) throw new UnusableWorkbook('damaged');
      return text === '' ? null : { kind: 'text', text };
    }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: unescaped(value) };
    case 'b':
      return { kind: 'flag', value: value === '1' || value === 'true' };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return isoDateCell(value);
    default:
      return numberCell(value, style, index);
  }
};

/**
 * The rows of a sheet that have anything in them, as the part is unpacked, hidden ones too.
 * @throws UnusableWorkbook
 */
export async function* readSheet(
  chunks: AsyncIterable<string>,
  index: WorkbookIndex,
  shared: readonly string[],
): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  let number = 0;
  let cells = new Map<number, SheetCell>();
  let column = -1;
  let cell: RawCell | null = null;
  let takesText = false;
  let inReading = false;

  const elements = readXml(chunks, {
    open(name, attribute) {
      if (name === 'row') {
        number = Number(attribute('r') ?? number + 1);
        if (!Number.isSafeInteger(number) || number < 1) throw new UnusableWorkbook('damaged');
        column = -1;
      } else if (name === 'c') {
        const address = attribute('r');
        const at = address === undefined ? column + 1 : columnIndex(address);
        if (at === null || at >= mostColumns) throw new UnusableWorkbook('damaged');
        column = at;
        const style = Number(attribute('s') ?? 0);
        cell = { column, type: attribute('t') ?? 'n', style, isFormula: false, value: null };
      } else if (cell === null) return;
      else if (name === 'f') cell.isFormula = true;
      else if (name === 'rPh') inReading = true;
      else if (name === 'v' || (name === 't' && !inReading)) {
        cell.value ??= '';
        takesText = true;
      }
    },
    text(piece) {
      if (takesText && cell !== null) cell.value = (cell.value ?? '') + piece;
    },
    close(name) {
      if (name === 'v' || name === 't') takesText = false;
      else if (name === 'rPh') inReading = false;
      else if (name === 'c' && cell !== null) {
        const content = cellOf(cell, index, shared);
        if (content !== null) cells.set(cell.column, content);
        cell = null;
      } else if (name === 'row' && cells.size > 0) {
        ready.push({ number, cells });
        cells = new Map();
      }
    },
  });
  let rows = 0;
  for await (const _ of elements) {
    rows += ready.length;
    if (rows > limits.maxRows) throw new UnusableWorkbook('too-many-rows');
    yield* ready;
    ready = [];
  }
}
