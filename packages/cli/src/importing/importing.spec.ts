import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportRow, Po } from '@cynow/po-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import { column } from './columns.ts';
import { NotUtf8 } from './decodeUtf8.ts';
import { describeRow, rowJson } from './describeRow.ts';
import { readCsv } from './readCsv.ts';
import { readNdjson } from './readNdjson.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cynow-po-import-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const rowsOf = async (
  read: (path: string) => AsyncIterable<ImportRow>,
  content: string | Uint8Array,
): Promise<readonly ImportRow[]> => {
  const path = join(directory, 'file');
  await writeFile(path, content);
  const rows: ImportRow[] = [];
  for await (const row of read(path)) rows.push(row);
  return rows;
};

/** What is said of the rows that are refused. */
const told = (rows: readonly ImportRow[]): readonly string[] =>
  rows.flatMap((row) =>
    'problems' in row
      ? describeRow(
          {
            line: row.line,
            outcome: 'refused',
            customer: row.customer,
            poNo: row.poNo,
            refusal: { kind: 'fields', problems: row.problems },
          },
          ko,
        )
      : [],
  );

describe('a row by which a PO is taken over', () => {
  it('is told with the documents that stay, and whether a cancelled PO lives again', () => {
    const po: Po = {
      ...{ id: '1', identity: { customerKey: 'KDKK', poKey: 'PO-001' }, customer: 'KDKK', customerName: null },
      ...{
        poNo: 'PO-001',
        manual: true,
        reviewed: true,
        state: 'open',
        receivedOn: null,
        items: [],
        memo: '',
        aliases: [],
      },
    };
    const row = { line: 2, outcome: 'taken-over', po, deliveries: 3 } as const;
    const words = (reopened: boolean, messages: typeof ko) => describeRow({ ...row, reopened }, messages).join();
    expect(words(false, ko)).toBe('2행: FCMS에서 가져온 PO를 직접 등록으로 바꿉니다: KDKK PO-001 (이동서 3건 유지)');
    expect(words(true, ko)).toContain('(이동서 3건 유지, 취소한 수주를 되살림)');
    expect(words(true, en)).toContain('(3 documents stay, the cancelled PO lives again)');
    expect(rowJson({ ...row, reopened: true }, ko)).toMatchObject({
      outcome: 'taken-over',
      deliveries: 3,
      reopened: true,
    });
  });
});

describe('a column of CSV', () => {
  it('may be called by code or by label, in either language', () => {
    for (const head of ['poNo', 'PO번호', 'PO번호(고객 발주번호)', ' po번호 ', 'PO no.'])
      expect(column(head)).toEqual({ field: 'poNo' });
    for (const head of ['qty', '수량', '수량(병)', 'quantity (cylinders)', '수량（병）']) {
      expect(column(head)).toEqual({ item: 1, field: 'qty' });
    }
    expect(column('items[2].product')).toEqual({ item: 2, field: 'product' });
    expect(column('품목[2].납기일')).toEqual({ item: 2, field: 'deliveryOn' });
    for (const head of ['', 'items', 'items[1]', 'items[1].memo', '수랑', 'items[x].qty'])
      expect(column(head)).toBeNull();
  });
});

describe('CSV', () => {
  it('is read with byte order mark, quotes, line breaks in cells and separators in numbers', async () => {
    const rows = await rowsOf(
      readCsv,
      '\uFEFF고객코드,고객명,PO번호,수주일,제품코드,수량,납기,메모\r\n' +
        'KDKK,"관동 ""화학"", 주식",ABC-1,2025-11-01,KF001,"1,204",2025-12-01,"둘째\r\n줄"\r\n' +
        '\r\n' +
        'KDKK,,ABC-2,,KF001,3,,\r\n' +
        'KDKK,,ABC-3,,KF001,3O,,\r\n',
    );
    expect(rows).toEqual([
      {
        line: 2,
        po: {
          customer: 'KDKK',
          customerName: '관동 "화학", 주식',
          poNo: 'ABC-1',
          receivedOn: '2025-11-01',
          items: [{ product: 'KF001', qty: 1_204, deliveryOn: '2025-12-01' }],
          memo: '둘째\n줄',
        },
      },
      { line: 5, po: { customer: 'KDKK', poNo: 'ABC-2', items: [{ product: 'KF001', qty: 3 }] } },
      expect.objectContaining({ line: 6, poNo: 'ABC-3' }),
    ]);
  });

  it('holds several items in numbered columns', async () => {
    const [row] = await rowsOf(
      readCsv,
      'customer,poNo,items[2].product,items[2].qty,items[1].product,items[1].qty\nKDKK,A-1,KF002,2,KF001,1\n',
    );
    expect(row).toMatchObject({
      po: {
        items: [
          { product: 'KF001', qty: 1 },
          { product: 'KF002', qty: 2 },
        ],
      },
    });
  });

  it('reports every bad row with its line and field', async () => {
    const head = 'customer,poNo,receivedOn,product,qty,items[2].product,items[2].qty\n';
    const rows = await rowsOf(
      readCsv,
      `${head}KDKK,A-1,,KF001,3O,,\nKDKK,,2025-13-01,,5,,\nKDKK,A-3,,KF001,2.5,KF002,0\nKDKK,A-4,,,,,\nKDKK,A-5,,KF001,1,,,too,many\n`,
    );
    expect(told(rows)).toEqual([
      `2행 '수량': 숫자가 아닙니다(입력값 "3O").`,
      `3행 'PO번호': 필요한 값이 없습니다.`,
      `3행 '수주일': 2025-11-22 같은 날짜가 아닙니다(입력값 "2025-13-01").`,
      `3행 '제품코드': 필요한 값이 없습니다.`,
      `4행 '수량': 정수가 아닙니다(입력값 2.5).`,
      `4행 '품목 2 수량': 1 이상이 필요합니다(입력값 0).`,
      `5행 '품목': 품목이 없습니다.`,
      `6행: 읽을 수 없는 행입니다(입력값 "too").`,
    ]);
  });

  it('with a column that is none, or twice the same, is refused as a whole', async () => {
    expect(told(await rowsOf(readCsv, '고객코드,PO번호,수랑,PO번호\nKDKK,A-1,1,A-1\n'))).toEqual([
      `1행 '수랑': 모르는 항목입니다(입력값 "수랑").`,
      `1행 '고객 번호': 모르는 항목입니다(입력값 "고객 번호").`.replaceAll('고객 번호', 'PO번호'),
    ]);
  });

  it('with a quote that never ends is read up to it', async () => {
    const rows = await rowsOf(
      readCsv,
      'customer,poNo,product,qty\nKDKK,A-1,KF001,1\nKDKK,"A-2,KF001,1\nKDKK,A-3,KF001,1\n',
    );
    expect(rows[0]).toMatchObject({ line: 2, po: { poNo: 'A-1' } });
    expect(rows.slice(1)).toMatchObject([{ problems: [{ problem: 'unreadable' }] }]);
  });

  it('that is not UTF-8 is refused', async () => {
    // `고객` in code page 949
    await expect(rowsOf(readCsv, Uint8Array.of(0xb0, 0xed, 0xb0, 0xb4, 0x0a))).rejects.toBeInstanceOf(NotUtf8);
  });
});

describe('NDJSON', () => {
  it('is a PO a line; empty lines are left out', async () => {
    const po = { customer: 'KDKK', poNo: 'A-1', items: [{ product: 'KF001', qty: 30, deliveryOn: null }], memo: '' };
    expect(await rowsOf(readNdjson, `\uFEFF${JSON.stringify(po)}\r\n\n${JSON.stringify(po)}`)).toEqual([
      { line: 1, po },
      { line: 3, po },
    ]);
  });

  it('reports every bad row with its line and field', async () => {
    const rows = await rowsOf(
      readNdjson,
      [
        'not json',
        '[]',
        '{"customer":"KDKK","poNo":5,"items":[{"product":"KF001","qty":2000000,"price":1}],"colour":"red"}',
        '{"customer":"  ","poNo":"A-1","items":[{"product":"KF001","qty":"30"}]}',
        '{"customer":"KDKK","poNo":"A-1"}',
      ].join('\n'),
    );
    expect(told(rows)).toEqual([
      '1행: 읽을 수 없는 행입니다(입력값 "not json").',
      '2행: 읽을 수 없는 행입니다(입력값 []).',
      `3행 'PO번호': 글자가 아닙니다(입력값 5).`,
      `3행 '수량': 너무 큰 값입니다(입력값 2000000).`,
      `3행 'price': 모르는 항목입니다(입력값 1).`,
      `3행 'colour': 모르는 항목입니다(입력값 "red").`,
      `4행 '고객코드': 필요한 값이 없습니다(입력값 "  ").`,
      `4행 '수량': 숫자가 아닙니다(입력값 "30").`,
      `5행 '품목': 필요한 값이 없습니다.`,
    ]);
  });

  it('keeps whose identity a bad row names, so that its twin is refused with it', async () => {
    const [row] = await rowsOf(readNdjson, '{"customer":"KDKK","poNo":"A-1","items":[{"product":"KF001","qty":0}]}');
    expect(row).toMatchObject({ customer: 'KDKK', poNo: 'A-1' });
  });
});

it('a long value is cut', () => {
  const [text] = describeRow(
    {
      line: 7,
      outcome: 'refused',
      customer: null,
      poNo: null,
      refusal: { kind: 'fields', problems: [{ field: 'memo', problem: 'too-long', value: 'x'.repeat(5_000) }] },
    },
    en,
  );
  expect(text).toBe(`Row 7, memo: too long ("${'x'.repeat(39)}…).`);
});
