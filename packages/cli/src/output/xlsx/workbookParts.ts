import { columnName } from './columnName.ts';
import type { SheetColumn } from './SheetColumn.ts';
import { xmlText } from './xmlText.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The looks of cells, by their number in `styles`. */
export const cellStyles = { day: 1, moment: 2, head: 3, text: 4 } as const;

/**
 * Text cells have the format "text" (49): without it, a cell that says `=1+1` becomes a formula as soon as somebody edits
 * it, and `007` becomes 7.
 */
export const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="10"/><name val="Malgun Gothic"/></font><font><b/><sz val="10"/><name val="Malgun Gothic"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** Where everything begins. */
export const rootRelationships = `${declaration}<Relationships xmlns="${packageRelationships}"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const each = <T>(values: readonly T[], xml: (value: T, n: number) => string): string =>
  values.map((value, i) => xml(value, i + 1)).join('');

export const workbook = (sheets: readonly string[]): string =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><bookViews><workbookView/></bookViews><sheets>${each(sheets, (name, n) => `<sheet name="${xmlText(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`;

export const workbookRelationships = (sheets: readonly string[]): string =>
  `${declaration}<Relationships xmlns="${packageRelationships}">${each(sheets, (_, n) => `<Relationship Id="rId${n}" Type="${relationships}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${relationships}/styles" Target="styles.xml"/></Relationships>`;

export const contentTypes = (sheets: readonly string[]): string =>
  `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${each(sheets, (_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}.worksheet+xml"/>`)}</Types>`;

/** In characters of the font. */
const widths: Readonly<Record<SheetColumn['kind'], number>> = {
  text: 16,
  number: 10,
  flag: 10,
  day: 12,
  moment: 20,
  json: 48,
};

/** A sheet up to its rows. Its first row stays in view. */
export const sheetStart = (columns: readonly SheetColumn[]): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${each(columns, ({ name, kind }, n) => `<col min="${n}" max="${n}" width="${Math.max(widths[kind], name.length + 3)}" customWidth="1"/>`)}</cols><sheetData>`;

/** A sheet after its rows, of which there are so many. Excel would mark every text of digits as a mistake. */
export const sheetEnd = (columns: readonly SheetColumn[], rows: number): string =>
  `</sheetData><ignoredErrors><ignoredError sqref="A1:${columnName(columns.length - 1)}${rows}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
