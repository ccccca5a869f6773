import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText, poNumberText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { createPoNumberReader, poKey, poNo } from './poNo.ts';

describe('poNo and poKey', () => {
  it.each([
    ...[
      'PO-001②',
      'PO-001⑵',
      'PO-001 ２차',
      'PO-001（2次）',
      'PO-001-2차',
      'PO-001–2차',
      'PO-001ー2차',
      'PO-001 2/3차',
      'PO-001(1,2차)',
    ].map((x) => [x, 'PO-001', 'PO-001']),
    ['po–001 2회차', 'po–001', 'PO-001'],
    ...['PO-0012', 'PO-0012차', 'PO-001(2)', 'X-12/2차'].map((x) => [x, x, x]),
    ['K②', 'K②', 'K(2차)'],
    ['2024②', '2024②', '2024(2차)'],
    ['ＰＯ－１', 'ＰＯ－１', 'PO-1'],
    ['PO ー 1', 'PO ー 1', 'PO-1'],
    ['POㅡ1', 'POㅡ1', 'PO-1'],
    ['PO一1', 'PO一1', 'PO-1'],
    ['発注ー12', '発注ー12', '発注ー12'],
    ['注文一1', '注文一1', '注文一1'],
    ['K-2차', 'K-2차', 'K-2차'],
    ['2024년 2차', '2024년 2차', '2024년2차'],
  ])('%s is shown as %s with the key %s', (x, number, key) => {
    expect({ number: poNo(x), key: poKey(x) }).toEqual({ number, key });
  });

  it.each(['2次', '분납2', '(2차)', '구두 2차', 'SAMPLE 2차', '없음', '---', '000', '', '   ', '\u200b', null])(
    '%s is no number',
    (x) => {
      expect({ number: poNo(x), key: poKey(x) }).toEqual({ number: null, key: null });
    },
  );

  it.each([
    'PO-001❷',
    'PO-001➁',
    'PO-001 (제2차)',
    'PO-001(第2回)',
    'PO-001 [2차]',
    'PO-001【2回】',
    'PO-001 제2차',
    'PO-001第2次',
    'PO-001 분납2',
    'PO-001 분할 12차',
    'PO-001分納2',
    'PO-001(分割2)',
    'PO-001_분납(2)',
    'PO-001 2차분',
    'PO-001 2차 납품',
    'PO-001 3회 출하',
    'PO-001 2차입고',
    'PO-001 ( 2 차 )',
    'PO-001 1~3차',
    'PO-001 99차',
    'PO-001#2차',
    'PO-001 / (2차)',
    'PO-001 2차 3차',
    'PO-001①②',
    'PO-001 − 2차',
  ])('%s is a delivery of PO-001', (x) => {
    expect({ number: poNo(x), key: poKey(x) }).toEqual({ number: 'PO-001', key: 'PO-001' });
  });

  it.each([
    'PO-001-2',
    'PO-001_02',
    'PO-001#2',
    'PO-001/2',
    'PO-001-A',
    'PO-001 02차',
    'PO-001 100차',
    'PO-001(0차)',
    'PO-001⓪',
  ])('%s has no delivery mark', (x) => {
    expect(poNo(x)).toBe(x);
  });

  it.each([
    ['24 2차', '242차'],
    ['24년②', '24년(2차)'],
    ['11월 2차', '11월2차'],
    ['2024-11②', '2024-11(2차)'],
    ['2411②', '2411(2차)'],
    ['2024년 11월 2차', '2024년11월2차'],
  ])('%s is merely a date, so the mark stays: %s', (x, key) => {
    expect(poKey(x)).toBe(key);
  });

  it.each([
    ['2024', '2024'],
    ['1999년', '1999년'],
    ['2100年', '2100年'],
    ['24年', '24年'],
    ['1월', '1월'],
    ['12月', '12月'],
    ['202411월', '202411월'],
    ['24년1월', '24년1월'],
    ['2024/11', '2024/11'],
    ['24.1', '24.1'],
    ['2024_12', '2024_12'],
    ['(2024)', null],
    ['2113', null],
    ['1899', null],
    ['13월', null],
    ['2024-13', null],
    ['2024-11-20', null],
    ['20241120', null],
    ['K2024', null],
    ['1', null],
    ['123', null],
  ])('a mark behind %s, year or month or not, leaves the key %s', (x, date) => {
    const marked = createPoNumberReader()(`${x}②`);
    expect(marked).toEqual(
      date === null ? { poNo: x, poKey: x, mark: '②' } : { poNo: `${x}②`, poKey: `${date}(2차)`, mark: null },
    );
  });

  it.each(['K', '가나', 'é', 'PO-'])('a mark behind %s, which holds no digit, stays in the number', (x) => {
    expect(poKey(`${x}②`)).toBe(`${x.toUpperCase()}(2차)`);
    expect(poNo(`${x} 2차`)).toBe(`${x} 2차`);
  });

  it.each(['X-123/2차', 'X-123,2차', 'X-123~2차', 'X-123A/2차'])(
    'in %s the mark stands behind what is no day or count',
    (x) => {
      expect(poNo(x)).toBe(x.slice(0, -3));
    },
  );

  it.each(['X-1/2차', 'X-12,2차', 'X-12 ~ 2차', 'X12 / 2차', 'X-12,~2차'])(
    '%s may be a count: there is no mark',
    (x) => {
      expect(poNo(x)).toBe(x);
    },
  );

  it.each([
    'X-12 2/3차',
    'X-12(2/3차)',
    'X-12 1,2차',
    'X-12[1~3차]',
    'X-12 제1~2차',
    'X-12【분납1/2】',
    'X-12 분납 1/2',
  ])('in %s the count stands in brackets or after a space', (x) => {
    expect(poNo(x)).toBe('X-12');
  });

  it.each([
    '-',
    '_',
    '/',
    '#',
    '.',
    ',',
    ':',
    '~',
    ' ',
    '\u3000',
    '‐',
    '―',
    '−',
    '⁃',
    '─',
    '━',
    'ー',
    'ㅡ',
    '一',
    '－',
    ' - / ',
  ])('the separator %j directly before the mark goes with it', (separator) => {
    expect(poNo(`PO-001${separator}(2차)`)).toBe('PO-001');
  });

  it.each(
    ['차', '次', '회차', '회', '回'].flatMap((u) =>
      ['', '분', '분납', '납품', '출하', '입고'].map((what) => [u, what]),
    ),
  )('a delivery may be called %s%s', (u, what) => {
    for (const mark of [
      `(2${u}${what})`,
      `( 제 2 ${u} ${what} )`,
      `[第2${u}${what}]`,
      `【2${u}${what}】`,
      ` 2${u} ${what}`,
    ]) {
      expect(poNo(`PO-001${mark}`)).toBe('PO-001');
    }
  });

  it.each(['분납', '분할', '分納', '分割'])('a delivery may be called %s', (what) => {
    for (const mark of [
      `${what}2`,
      `${what} 2차`,
      `(${what}2)`,
      `[${what} 2회]`,
      `【${what}2次】`,
      `${what}(2)`,
      `${what}[2차]`,
    ]) {
      expect(poNo(`PO-001 ${mark}`)).toBe('PO-001');
    }
  });

  it.each([
    ['POーー1', 'PO--1'],
    ['POㅡ一1', 'PO--1'],
    ['POー', 'PO-'],
    ['ー1', '-1'],
    ['PO-ー1', 'PO--1'],
    ['PO ー 発1', 'POー発1'],
    ['発ーA1', '発ーA1'],
    ['PO‐1', 'PO-1'],
    ['발주–1', '발주-1'],
    ['１ｰ２', '1-2'],
    ['一一', null],
    ['一1一', '-1-'],
  ])('the dash look-alikes of %s make the key %s', (x, key) => {
    expect(poKey(x)).toBe(key);
  });

  it('is upper-cased as in no language', () => {
    expect(poKey('ki-1')).toBe('KI-1');
    expect(poKey('ｋｉ-1')).toBe('KI-1');
    expect(poKey('straße-1')).toBe('STRASSE-1');
  });

  it('reads one circled number before NFKC, which would make another order of it', () => {
    expect(poKey('PO-001②')).toBe('PO-001');
    expect(poKey('PO-00①2')).toBe('PO-0012');
    expect(poKey('PO-001②A')).toBe('PO-0012A');
  });

  it('tells 2413, which is no month, from its delivery', () => {
    expect(poKey('2413②')).toBe('2413');
  });

  it('keeps the mark as typed', () => {
    const read = createPoNumberReader();
    expect(['PO-001 (2차)', 'PO-001-分納2', 'PO-001②', 'PO-001'].map((x) => read(x).mark)).toEqual([
      '(2차)',
      '分納2',
      '②',
      null,
    ]);
  });

  it('takes the words of a site for "no number"', () => {
    expect(createPoNumberReader(['나중에'])('나중에 2차').poKey).toBeNull();
    expect(poKey('나중에1')).toBe('나중에1');
  });

  it('is idempotent and total', () => {
    fc.assert(
      fc.property(fc.oneof(poNumberText(), hostileText()), (x) => {
        expect(poKey(poKey(x))).toBe(poKey(x));
        expect(poNo(poNo(x))).toBe(poNo(x));
        expect(poKey(poNo(x))).toBe(poKey(x));
        expect(poNo(x) === null).toBe(poKey(x) === null);
      }),
      tries(5),
    );
  });

  const code = fc.stringMatching(/^[A-Z]{1,3}[0-9]{2,4}-[0-9]{3}$/);

  it('ignores case, width, spaces and dash variants', () => {
    const wide = (x: string): string => x.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    const dashes = fc.constantFrom(...'‐‑‒–—―−⁻⁃─━－﹣ーㅡ一ｰ');
    fc.assert(
      fc.property(code, dashes, (x, dash) => {
        for (const same of [
          x.toLowerCase(),
          wide(x),
          ` ${x.split('').join(' ')}　`,
          x.replaceAll('-', dash),
          `\u200b${x}`,
        ]) {
          expect(poKey(same)).toBe(x);
        }
      }),
    );
  });

  it('ignores nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9/_.#-]{2,12}$/), fc.stringMatching(/^[A-Z0-9/_.#-]{2,12}$/), (a, b) => {
        fc.pre(poKey(a) !== null && a !== b);
        expect(poKey(a)).not.toBe(poKey(b));
      }),
    );
  });

  it('takes every mark off every number, and only the mark', () => {
    const n = fc.integer({ min: 1, max: 99 });
    const u = fc.constantFrom('차', '次', '회차', '회', '回');
    const tail = fc.constantFrom('', '분', ' 분납', '납품', '출하', ' 입고');
    const mark = fc
      .tuple(n, u, tail)
      .chain(([i, unit, end]) =>
        fc.constantFrom(
          `(${i}${unit}${end})`,
          `(제${i}${unit})`,
          `[第${i}${unit}]`,
          `【${i}${unit}】`,
          ` ${i}${unit}${end}`,
          ` 제${i}${unit}`,
          `분납${i}`,
          `(分割${i}${unit})`,
        ),
      );
    fc.assert(
      fc.property(code, fc.constantFrom('', ' ', '-', '_', ' / ', '#', '.', ':', '—'), mark, (x, separator, m) => {
        expect(poNo(`${x}${separator}${m}`)).toBe(x);
      }),
    );
  });
});
