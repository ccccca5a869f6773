import { openParts } from '../importing/xlsx/openParts.ts';
import { readSharedStrings } from '../importing/xlsx/readSharedStrings.ts';
import { readSheet } from '../importing/xlsx/readSheet.ts';
import { readWorkbook } from '../importing/xlsx/readWorkbook.ts';
import type { SheetCell } from '../importing/xlsx/SheetCell.ts';

/** All sheets of a workbook: their names, and the cells of their rows, null where there is none. */
export const readXlsx = async (
  path: string,
): Promise<readonly { readonly name: string; readonly rows: readonly (readonly (SheetCell | null)[])[] }[]> => {
  const parts = await openParts(path);
  try {
    const index = await readWorkbook(parts);
    const shared = index.sharedStrings === null ? [] : await readSharedStrings(parts, index.sharedStrings);
    const sheets = [];
    for (const sheet of index.sheets) {
      const rows: (SheetCell | null)[][] = [];
      for await (const { number, cells } of readSheet(parts.read(sheet.path), index, shared)) {
        while (rows.length < number) rows.push([]);
        for (const [column, cell] of cells) {
          const row = rows[number - 1]!;
          while (row.length <= column) row.push(null);
          row[column] = cell;
        }
      }
      sheets.push({ name: sheet.name, rows });
    }
    return sheets;
  } finally {
    parts.close();
  }
};
