import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportRow } from '@cynow/po-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Messages, messagesIn } from '../messages/messages.ts';
import { writeXlsxFile, type XlsxFile } from '../testing/xlsxFile.ts';
import { describeRow, rowJson } from './describeRow.ts';
import { openXlsx } from './openXlsx.ts';

const [ko, en] = [messagesIn('ko'), messagesIn('en')];

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cynow-po-xlsx-'));
  path = join(directory, 'a.xlsx');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const collect = async (rows: AsyncIterable<ImportRow>): Promise<readonly ImportRow[]> => {
  const all: ImportRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

const imported = (row: ImportRow) =>
  'problems' in row
    ? ({
        line: row.line,
        outcome: 'refused',
        customer: row.customer,
        poNo: row.poNo,
        refusal: { kind: 'fields', problems: row.problems },
      } as const)
    : null;

/** The rows of a file, and what is said of those that are refused. */
const read = async (file: XlsxFile, messages: Messages = ko) => {
  await writeXlsxFile(path, file);
  const opened = await openXlsx(path);
  const rows = await collect(opened.rows());
  const refused = rows.flatMap((row) => imported(row) ?? []);
  return {
    rows,
    opened,
    refused,
    told: refused.flatMap((row) => describeRow(row, messages, opened.cellOf)),
  };
};

const text = (address: string, value: string) => `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (number: number, ...cells: readonly string[]) =>
  `<row r="${number}">${cells.map((cell, i) => (cell.startsWith('<') ? cell : text(`${'ABCDEFGHIJ'[i]}${number}`, cell))).join('')}</row>`;
const head = row(1, '고객코드', 'PO번호', '수주일', '제품코드', '수량(병)', '납기', '메모');
const sheet = (rows: string, more: Partial<XlsxFile> = {}): XlsxFile => ({
  sheets: [{ name: '수주', rows: head + rows }],
  ...more,
});
const customerAndNumber = (n: number) => text(`A${n}`, 'KDKK') + text(`B${n}`, `A-${n}`);

describe('a workbook', () => {
  it('is read like CSV: a head, then a PO a row; empty rows are left out', async () => {
    const { rows, opened } = await read(
      sheet(
        row(2, 'KDKK', 'A-2', '2025-11-01', 'KF001', '1,204', '', '둘째\n줄') +
          '<row r="3"><c r="A3" s="1"/><c r="B3" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>' +
          row(9, 'KDKK', 'A-9', '', 'KF001', '<c r="E9"><v>3</v></c>', '', ''),
      ),
    );
    expect(rows).toEqual([
      {
        line: 2,
        po: {
          customer: 'KDKK',
          poNo: 'A-2',
          receivedOn: '2025-11-01',
          items: [{ product: 'KF001', qty: 1_204 }],
          memo: '둘째\n줄',
        },
      },
      { line: 9, po: { customer: 'KDKK', poNo: 'A-9', items: [{ product: 'KF001', qty: 3 }] } },
    ]);
    expect(opened.sheets).toEqual({ read: '수주', leftOut: [] });
    // The import reads twice.
    expect(await collect(opened.rows())).toEqual(rows);
  });

  it('may hold texts as any program writes them', async () => {
    const { rows } = await read(
      sheet(
        // Shared, with runs, a reading and an escape; a formula's; CDATA; with a prefix; without addresses.
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="str"><f>"KF"&amp;"001"</f><v>KF001</v></c><c r="E2"><f>1+1</f><v>2</v></c><c r="G2" t="s"><v>2</v></c></row>' +
          '<x:row xmlns:x="urn:x"><x:c t="inlineStr"><x:is><x:t><![CDATA[KDKK]]></x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:r><x:t>A</x:t></x:r><x:r><x:t>-3</x:t></x:r></x:is></x:c><x:c/><x:c t="inlineStr"><x:is><x:t>KF001</x:t></x:is></x:c><x:c><x:v>3.0000000000000004</x:v></x:c></x:row>',
        {
          shared:
            '<si><r><t>KD</t></r><r><rPr><b/></rPr><t>KK</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si><si><t>A-2</t></si><si><t xml:space="preserve">a_x000D_b_x005F_x0041_ </t></si>',
        },
      ),
    );
    expect(rows).toEqual([
      {
        line: 2,
        po: { customer: 'KDKK', poNo: 'A-2', items: [{ product: 'KF001', qty: 2 }], memo: 'a\rb_x0041_' },
      },
      { line: 3, po: { customer: 'KDKK', poNo: 'A-3', items: [{ product: 'KF001', qty: 3 }] } },
    ]);
  });

  it('has dates as dates, counted from 1900 or 1904', async () => {
    const dates = (number: number, format: number, received: number, due: number) =>
      `<row r="${number}">${customerAndNumber(number)}<c r="C${number}" s="${format}"><v>${received}</v></c>${text(`D${number}`, 'KF001')}<c r="E${number}"><v>1</v></c><c r="F${number}" s="${format}"><v>${due}</v></c></row>`;
    const formats = [14, 31, 'yyyy"년" m"월" d"일"', '[$-412]yyyy\\-mm\\-dd;@', 'yyyy/mm/dd hh:mm'];
    const since1900 = await read(
      sheet(formats.map((_, i) => dates(i + 2, i + 1, 45_962, 45_963)).join(''), { formats }),
    );
    for (const { po } of since1900.rows as readonly Extract<ImportRow, { po: unknown }>[]) {
      expect(po).toMatchObject({ receivedOn: '2025-11-01', items: [{ deliveryOn: '2025-11-02' }] });
    }
    const since1904 = await read(sheet(dates(2, 1, 44_500, 44_501), { formats, from1904: true }));
    expect(since1904.rows).toMatchObject([{ po: { receivedOn: '2025-11-01', items: [{ deliveryOn: '2025-11-02' }] } }]);
    // The first days of both, which nobody means: told as what they are.
    for (const [first, day, from1904] of [
      [61, '1900-03-01', false],
      [0, '1904-01-01', true],
    ] as const) {
      const { rows } = await read(sheet(dates(2, 1, first, first), { formats, from1904 }));
      const problem = { problem: 'day-out-of-range', value: day };
      expect(rows).toMatchObject([
        { problems: ['receivedOn', 'items[0].deliveryOn'].map((field) => ({ field, ...problem })) },
      ]);
    }
    const iso = await read(
      sheet(
        `<row r="2">${customerAndNumber(2)}<c r="C2" t="d"><v>2025-11-01T00:00:00</v></c>${text('D2', 'KF001')}<c r="E2"><v>1</v></c></row>`,
      ),
    );
    expect(iso.rows).toMatchObject([{ po: { receivedOn: '2025-11-01' } }]);
  });

  it('may have numbers where texts belong, as Excel makes them, when they are shown as they are', async () => {
    const named = (number: number, value: string, format: number) =>
      `<row r="${number}">${text(`A${number}`, 'KDKK')}<c r="B${number}" s="${format}"><v>${value}</v></c>${text(`D${number}`, 'KF001')}<c r="E${number}"><v>1</v></c></row>`;
    const { rows, told } = await read(
      sheet(
        named(2, '4500012345', 0) +
          named(3, '42', 1) +
          named(4, '12.5', 0) +
          named(5, '4500012345678901', 0) +
          named(6, '1204', 2) +
          named(7, '45962', 3),
        { formats: ['00000', '#,##0', 14] },
      ),
    );
    expect(rows.flatMap((each) => ('po' in each ? each.po.poNo : []))).toEqual(['4500012345', '00042', '12.5']);
    expect(told).toEqual([
      `5행 'PO번호'(수주!B5): 글자가 아닙니다(입력값 4500012345678900).`,
      `6행 'PO번호'(수주!B6): 글자가 아닙니다(입력값 1204).`,
      `7행 'PO번호'(수주!B7): 글자가 아닙니다(입력값 "2025-11-01").`,
    ]);
  });

  it('has every bad cell told with its address, and no field twice', async () => {
    const { rows, told, refused, opened } = await read(
      sheet(
        row(2, 'KDKK', 'A-2', '2025-13-01', 'KF001', '3O', '2025-11-31', '') +
          `<row r="3">${customerAndNumber(3)}<c r="C3"><v>45962</v></c><c r="D3" t="e"><v>#N/A</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="G3"><f>A1</f></c></row>` +
          `<row r="4">${text('B4', 'A-4')}<c r="C4" s="1"><v>45962.5</v></c>${text('D4', 'KF001')}<c r="E4"><v>2.5</v></c><c r="J4"><v>7</v></c>${text('K4', '비고')}</row>` +
          `<row r="5">${customerAndNumber(5)}${text('D5', 'KF001')}<c r="E5"><f>B1</f><v></v></c><c r="G5" t="str"><f>""</f><v></v></c></row>` +
          `<row r="6">${text('A6', 'KDKK')}<c r="B6" t="b"><v>0</v></c></row>`,
        { formats: [22] },
      ),
    );
    expect(told).toEqual([
      `2행 '수주일'(수주!C2): 2025-11-22 같은 날짜가 아닙니다(입력값 "2025-13-01").`,
      `2행 '수량'(수주!E2): 숫자가 아닙니다(입력값 "3O").`,
      `2행 '납기'(수주!F2): 2025-11-22 같은 날짜가 아닙니다(입력값 "2025-11-31").`,
      `3행 '수주일'(수주!C3): 2025-11-22 같은 날짜가 아닙니다(입력값 45962).`,
      `3행 '제품코드'(수주!D3): 오류 값이 들어 있습니다(입력값 "#N/A").`,
      `3행 '수량'(수주!E3): 숫자가 아닙니다(입력값 true).`,
      `3행 '납기'(수주!F3): 오류 값이 들어 있습니다(입력값 "#DIV/0!").`,
      `3행 '메모'(수주!G3): 계산된 값이 없는 수식입니다. 엑셀에서 열어 저장하십시오.`,
      `4행 'J'(수주!J4): 항목 이름이 없는 열에 값이 있습니다(입력값 "7").`,
      `4행 'K'(수주!K4): 항목 이름이 없는 열에 값이 있습니다(입력값 "비고").`,
      `4행 '고객코드'(수주!A4): 필요한 값이 없습니다.`,
      `4행 '수주일'(수주!C4): 2025-11-22 같은 날짜가 아닙니다(입력값 "2025-11-01 12:00:00").`,
      `4행 '수량'(수주!E4): 정수가 아닙니다(입력값 2.5).`,
      `5행 '수량'(수주!E5): 계산된 값이 없는 수식입니다. 엑셀에서 열어 저장하십시오.`,
      `6행 'PO번호'(수주!B6): 글자가 아닙니다(입력값 false).`,
      `6행 '품목': 품목이 없습니다.`,
    ]);
    expect(rows.every((each) => 'problems' in each)).toBe(true);
    expect(rows[0]).toMatchObject({ customer: 'KDKK', poNo: 'A-2' });
    expect(rowJson(refused[0]!, en, opened.cellOf)).toMatchObject({
      line: 2,
      problems: [{ field: 'receivedOn', cell: '수주!C2' }, { cell: '수주!E2' }, { cell: '수주!F2' }],
      text: expect.stringContaining('Row 2, quantity (수주!E2): not a number ("3O").'),
    });
  });

  it('has the cell told of an item that stands behind ones left out', async () => {
    const heads = ['customer', 'poNo', 'items[1].product', 'items[1].qty', 'items[3].product', 'items[3].qty'];
    const { told } = await read({
      sheets: [
        {
          name: "it's",
          rows:
            row(1, ...heads) +
            row(2, 'KDKK', 'A-2', '', '', 'KF003', 'x') +
            row(3, 'KDKK', 'A-3', 'KF001', '0', 'KF003', ''),
        },
      ],
    });
    expect(told).toEqual([
      `2행 '수량'('it''s'!F2): 숫자가 아닙니다(입력값 "x").`,
      `3행 '수량'('it''s'!D3): 1 이상이 필요합니다(입력값 0).`,
      `3행 '품목 2 수량'('it''s'!F3): 필요한 값이 없습니다.`,
    ]);
  });

  it('with a head that names no field, or one twice, is refused as a whole', async () => {
    const { told } = await read({
      sheets: [
        {
          name: 'S',
          rows: row(3, '고객코드', 'PO번호', '수랑', 'PO번호', '<c r="E3"><f>A1</f></c>') + row(4, 'KDKK'),
        },
      ],
    });
    expect(told).toEqual([
      `3행 '수랑'(S!C3): 모르는 항목입니다(입력값 "수랑").`,
      `3행 'PO번호'(S!D3): 모르는 항목입니다(입력값 "PO번호").`,
      `3행 '='(S!E3): 모르는 항목입니다(입력값 "=").`,
    ]);
  });

  it('has its first visible sheet read, and the others named', async () => {
    const { rows, opened } = await read({
      sheets: [
        { name: '숨김', rows: row(1, 'x'), state: 'veryHidden' },
        { name: '수주', rows: head + row(2, 'KDKK', 'A-2', '', 'KF001', '1') },
        { name: '메모', rows: row(1, 'x') },
      ],
    });
    expect(rows).toHaveLength(1);
    expect(opened.sheets).toEqual({ read: '수주', leftOut: ['메모'] });
  });
});

describe('a file that is no usable workbook', () => {
  const good = sheet(row(2, 'KDKK', 'A-2', '', 'KF001', '1'));
  const failing = async () => collect((await openXlsx(path)).rows());
  const problemOf = async (content?: Uint8Array | string) => {
    if (content !== undefined) await writeFile(path, content);
    return expect(failing()).rejects;
  };

  it('is named for what it is: another container, no container, half of one', async () => {
    await (await problemOf('고객코드,PO번호')).toMatchObject({ problem: 'no-workbook' });
    await (await problemOf('')).toMatchObject({ problem: 'no-workbook' });
    const locked = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0);
    await (await problemOf(locked)).toMatchObject({ problem: 'locked' });
    await writeXlsxFile(path, good);
    const whole = await readFile(path);
    await (await problemOf(whole.subarray(0, whole.length - 30))).toMatchObject({ problem: 'no-workbook' });
    await writeXlsxFile(path, { ...good, parts: { '_rels/.rels': '<Relationships/>' } });
    await (await problemOf()).toMatchObject({ problem: 'no-workbook' });
    await writeXlsxFile(path, { sheets: [{ name: 'S', rows: '', state: 'hidden' }] });
    await (await problemOf()).toMatchObject({ problem: 'no-sheet' });
    await rm(path);
    await (await problemOf()).toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['XML that ends too early', `<worksheet><sheetData>${head}`],
    ['a document type', '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet/>'],
    ['an unknown entity', '<worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'],
    ['a character that is none', '\u0000'],
    ['a cell outside every sheet', '<worksheet><sheetData><row><c r="ZZZ1"/></row></sheetData></worksheet>'],
    ['more cells than a row has', `<worksheet><sheetData><row>${'<c/>'.repeat(16_385)}</row></sheetData></worksheet>`],
    ['a row of no number', '<worksheet><sheetData><row r="x"/></sheetData></worksheet>'],
    ['a text that is not there', '<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>'],
  ])('is damaged with %s', async (_, part) => {
    await writeXlsxFile(path, { ...good, parts: { 'xl/worksheets/sheet1.xml': part } });
    await (await problemOf()).toMatchObject({ problem: 'damaged' });
  });

  it('is damaged when a byte of it has changed, wherever', async () => {
    await writeXlsxFile(path, good);
    const whole = await readFile(path);
    const at = whole.indexOf('xl/worksheets/sheet1.xml') + 30;
    whole[at] = whole[at]! ^ 0x55;
    await (await problemOf(whole)).toMatchObject({ problem: 'damaged' });
  });

  it('is too large when it unpacks to more than it may, before it is unpacked', async () => {
    const spaces = ' '.repeat(65 * 1024 * 1024);
    await writeXlsxFile(path, { ...good, shared: spaces });
    expect((await readFile(path)).length).toBeLessThan(100_000);
    await (await problemOf()).toMatchObject({ problem: 'too-large' });
  });

  it('is damaged when it unpacks to more than it says', async () => {
    await writeXlsxFile(path, { ...good, shared: ' '.repeat(1024 * 1024) });
    const whole = await readFile(path);
    const entry = whole.lastIndexOf('xl/sharedStrings.xml') - 46;
    whole.writeUInt32LE(1_000, entry + 24);
    await (await problemOf(whole)).toMatchObject({ problem: 'damaged' });
  });

  it('has too many rows when they are more than it may have; empty ones do not count', async () => {
    await writeXlsxFile(path, sheet('<row><c/></row>'.repeat(210_000)));
    expect(await failing()).toEqual([]);
    await writeXlsxFile(path, sheet(`<row><c><v>1</v></c></row>`.repeat(200_000)));
    await (await problemOf()).toMatchObject({ problem: 'too-many-rows' });
  });

  it('is explained in both languages', () => {
    for (const { importing } of [ko, en]) {
      expect(importing.unusable('a.xlsx', 'too-many-rows')).toMatchObject({
        what: expect.stringContaining('a.xlsx'),
        why: expect.stringContaining('200,000'),
        next: expect.stringMatching(/\.$/),
      });
    }
  });
});
