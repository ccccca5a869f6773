import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { createRowWriter } from './rowXml.ts';
import type { SheetColumn } from './SheetColumn.ts';
import { takeRows } from './takeRows.ts';
import {
  contentTypes,
  rootRelationships,
  sheetEnd,
  sheetStart,
  styles,
  workbook,
  workbookRelationships,
} from './workbookParts.ts';

/** The rows of a sheet of Excel, the head included. */
const rowsOfASheet = 1_048_576;

export interface Workbook {
  /** The name of its sheet; further ones, when the rows are too many, have a number behind it. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** The values of each row, in the order of the columns. */
  readonly rows: AsyncIterable<readonly (readonly unknown[])[]>;
  /** The rows of a sheet, the head included, for tests. */
  readonly rowsOfASheet?: number;
  /** Called for every row with texts that had to be cut, because a cell cannot hold them, with their number. */
  readonly onCut: (texts: number) => void;
}

/**
 * An XLSX file, as it is made: nothing is kept but the batch at hand, so its size does not matter. Rows are asked for as
 * the bytes are read. @throws what `rows` throws
 */
export async function* workbookBytes(book: Workbook): AsyncGenerator<Uint8Array> {
  const { name, columns } = book;
  const most = book.rowsOfASheet ?? rowsOfASheet;
  const zip = new ZipFile();
  // What the types call a NodeJS.ReadableStream.
  const bytes = zip.outputStream as Readable;
  const rows = takeRows(book.rows);
  const writer = createRowWriter(columns);
  const sheets: string[] = [];
  let current: Readable | undefined;

  async function* sheet(): AsyncGenerator<string> {
    yield sheetStart(columns) + writer.head();
    let number = 1;
    while (number < most) {
      const taken = await rows.take(most - number);
      if (taken.length === 0) break;
      let xml = '';
      for (const values of taken) {
        number += 1;
        const row = writer.row(number, values);
        xml += row.xml;
        if (row.cut > 0) book.onCut(row.cut);
      }
      yield xml;
    }
    yield sheetEnd(columns, number);
    if (await rows.isAtEnd()) finish();
    else addSheet();
  }
  const add = (path: string, text: string): void => zip.addBuffer(Buffer.from(text), path);
  const addSheet = (): void => {
    sheets.push(sheets.length === 0 ? name : `${name} ${sheets.length + 1}`);
    current = Readable.from(sheet());
    // A pipe does not pass errors on.
    current.on('error', (error) => bytes.destroy(error));
    zip.addReadStream(current, `xl/worksheets/sheet${sheets.length}.xml`, { compressionLevel: 1 });
  };
  const finish = (): void => {
    add('xl/workbook.xml', workbook(sheets));
    add('xl/_rels/workbook.xml.rels', workbookRelationships(sheets));
    add('[Content_Types].xml', contentTypes(sheets));
    zip.end();
  };

  zip.on('error', (error: Error) => bytes.destroy(error));
  add('_rels/.rels', rootRelationships);
  add('xl/styles.xml', styles);
  addSheet();
  try {
    for await (const chunk of bytes) yield chunk as Uint8Array;
  } finally {
    current?.destroy();
    await rows.close();
  }
}
