import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openParts } from '../../importing/xlsx/openParts.ts';
import { readXlsx } from '../../testing/readXlsx.ts';
import type { SheetColumn } from './SheetColumn.ts';
import { type Workbook, workbookBytes } from './workbookBytes.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cynow-po-workbook-'));
  path = join(directory, 'a.xlsx');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const columnsOf = (...kinds: readonly SheetColumn['kind'][]): readonly SheetColumn[] =>
  kinds.map((kind, i) => ({ name: `c${i}`, kind }));

type Values = readonly unknown[];

const batches = async function* (rows: readonly Values[], size = 3): AsyncGenerator<readonly Values[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
};

/** Writes rows, and reads back the sheets without their heads; how many texts were cut. */
const roundTrip = async (columns: readonly SheetColumn[], rows: readonly Values[], more: Partial<Workbook> = {}) => {
  let cut = 0;
  const onCut = (texts: number): void => {
    cut += texts;
  };
  const bytes = workbookBytes({ name: 'rows', columns, rows: batches(rows), onCut, ...more });
  await pipeline(Readable.from(bytes), createWriteStream(path));
  const sheets = (await readXlsx(path)).map(({ name, rows: [head, ...read] }) => ({ name, head, rows: read }));
  return { sheets, rows: sheets[0]!.rows, cut };
};

const text = (value: string) => ({ kind: 'text', text: value });
const number = (value: number) => ({ kind: 'number', value, shown: expect.anything() });

describe('a workbook that is written', () => {
  it('has numbers, truth values, days and moments as such, and lists as CSV has them', async () => {
    const { rows, sheets } = await roundTrip(
      columnsOf('text', 'number', 'flag', 'day', 'moment', 'json', 'text', 'text', 'text'),
      [
        [
          'KDKK',
          -1_204,
          true,
          '2025-11-22',
          new Date('2025-11-22T15:30:10.400Z'),
          [{ product: 'KF001', qty: 3 }],
          ['A', 'B'],
          null,
          '',
        ],
        ['x', 35.5, false, '1899-12-31', null, {}, [], Number.NaN, undefined],
      ],
    );
    expect(sheets[0]).toMatchObject({
      name: 'rows',
      head: [text('c0'), text('c1'), {}, {}, {}, {}, {}, {}, text('c8')],
    });
    expect(rows).toEqual([
      [
        text('KDKK'),
        number(-1_204),
        { kind: 'flag', value: true },
        { kind: 'date', text: '2025-11-22' },
        // In Seoul.
        { kind: 'date', text: '2025-11-23 00:30:10' },
        text('[{"product":"KF001","qty":3}]'),
        text('A;B'),
      ],
      // A day that a spreadsheet cannot count stays text.
      [
        text('x'),
        { ...number(35.5) },
        { kind: 'flag', value: false },
        text('1899-12-31'),
        null,
        text('{}'),
        null,
        text('NaN'),
      ],
    ]);
  });

  it('has what people typed as text, whatever it looks like', async () => {
    const hostile = [
      '=1+1',
      '+82-2-555',
      '-5',
      '@SUM(A1)',
      '=HYPERLINK("http://x")',
      '\t=1',
      '007',
      '1e5',
      '2025-11-22',
      'TRUE',
      '#N/A',
      '<b>&amp;"\'</b>',
      ']]>',
      ' a ',
      '\ta\nb\r\nc\r',
      '\u0000\u0001\u0008\u000b\u001f\u007f\u0085\u2028\ufffe\uffff',
      '_x0041_ _x005F_ __x0041_x0042_',
      '😀 관동화학 ②',
      "'",
    ];
    const { rows, cut } = await roundTrip(
      columnsOf('text'),
      hostile.map((each) => [each]),
    );
    expect(rows.flat()).toEqual(hostile.map(text));
    expect(cut).toBe(0);
    // None of them is a formula, and all have the format of text.
    const parts = await openParts(path);
    const xml = await Array.fromAsync(parts.read('xl/worksheets/sheet1.xml'));
    parts.close();
    expect(xml.join('')).not.toMatch(/<f[ >]/);
    expect(xml.join('').match(/<c r="A\d+" s="4" t="inlineStr">/g)).toHaveLength(hostile.length);
    // Half a pair is no character.
    expect((await roundTrip(columnsOf('text'), [['a\ud800b']])).rows).toEqual([[text('a\ufffdb')]]);
  });

  it('gives back every text and number', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: fc.constantFrom('_', 'x', '0', '4', '1', '\r', '\n', '=', '<', '&'), minLength: 1 }),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((n) => Number(n.toPrecision(15)) + 0)
        .filter(Number.isFinite),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), async (values) => {
        const { sheets } = await roundTrip(columnsOf('text', 'text', 'text'), values, { rowsOfASheet: 4 });
        const read = sheets.flatMap(({ rows }) =>
          rows.map((row) =>
            row.map((each) => (each === null || !('value' in each) ? (each as { text: string }).text : each.value)),
          ),
        );
        expect(read).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  it('goes on with a further sheet where one is full, each with its head', async () => {
    const values = Array.from({ length: 9 }, (_, i) => [i]);
    const full = await roundTrip(columnsOf('number'), values, { rowsOfASheet: 4 });
    expect(full.sheets.map(({ name, rows }) => [name, rows.flat()])).toEqual([
      ['rows', [number(0), number(1), number(2)]],
      ['rows 2', [number(3), number(4), number(5)]],
      ['rows 3', [number(6), number(7), number(8)]],
    ]);
    expect(full.sheets.map(({ head }) => head)).toEqual([[text('c0')], [text('c0')], [text('c0')]]);
    const none = await roundTrip(columnsOf('number'), []);
    expect(none.sheets).toEqual([{ name: 'rows', head: [text('c0')], rows: [] }]);
  });

  it('cuts a text that no cell can hold, and says so', async () => {
    const most = 'x'.repeat(32_767);
    const { rows, cut } = await roundTrip(columnsOf('text', 'text', 'text'), [
      [most, `${most}y`, `${'x'.repeat(32_765)}😀${most}`],
    ]);
    expect(cut).toBe(2);
    expect(rows).toEqual([[text(most), text(`${'x'.repeat(32_766)}…`), text(`${'x'.repeat(32_765)}…`)]]);
  });

  it('asks for rows only as its bytes are taken', async () => {
    const row = Array.from({ length: 1_000 }, (_, i) => [`${i}`.repeat(20)]);
    let asked = 0;
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) {
          asked += 1;
          yield row.map(([value]) => [`${Math.random()}${value}`]);
        }
      } finally {
        closed = true;
      }
    };
    const bytes = workbookBytes({ name: 'rows', columns: columnsOf('text'), rows: endless(), onCut: () => undefined });
    for (let i = 0; i < 4; i += 1) await bytes.next();
    for (let before = -1; before < asked; ) {
      before = asked;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // What the buffers in between hold: some hundred kilobytes, of rows without end.
    expect(asked).toBeLessThan(100);
    await bytes.return(undefined);
    expect(closed).toBe(true);
  });

  it('fails as its rows fail', async () => {
    const failing = async function* () {
      yield [['a']];
      throw new Error('the connection is gone');
    };
    const bytes = workbookBytes({ name: 'rows', columns: columnsOf('text'), rows: failing(), onCut: () => undefined });
    await expect(Array.fromAsync(bytes)).rejects.toThrow('the connection is gone');
  });
});
