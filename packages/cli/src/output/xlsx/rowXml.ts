import { cellXml } from './cellXml.ts';
import { columnName } from './columnName.ts';
import type { SheetColumn } from './SheetColumn.ts';
import { cellStyles } from './workbookParts.ts';
import { xmlText } from './xmlText.ts';

/** A row as it is written, and how many of its texts had to be cut. */
export interface WrittenRow {
  readonly xml: string;
  readonly cut: number;
}

/** Writes rows of a sheet with these columns, by their number from 1. */
export const createRowWriter = (columns: readonly SheetColumn[]) => {
  const letters = columns.map((_, i) => columnName(i));
  return {
    head: (): string => {
      const cells = columns.map(
        ({ name }, i) =>
          `<c r="${letters[i]}1" s="${cellStyles.head}" t="inlineStr"><is><t>${xmlText(name)}</t></is></c>`,
      );
      return `<row r="1">${cells.join('')}</row>`;
    },
    row(number: number, values: readonly unknown[]): WrittenRow {
      let xml = `<row r="${number}">`;
      let cut = 0;
      for (const [i, value] of values.entries()) {
        const cell = cellXml(`${letters[i]}${number}`, columns[i]!.kind, value);
        xml += cell.xml;
        if (cell.cut) cut += 1;
      }
      return { xml: `${xml}</row>`, cut };
    },
  };
};
