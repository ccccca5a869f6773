import { createHash } from 'node:crypto';
import { customerKey, docNo, effectiveDate, poKey, productKey, quantity } from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import { copyText } from './copyText.ts';
import type { FcmsOptions } from './FcmsOptions.ts';
import { type FcmsRow, type FcmsTableName, type FcmsValue, fcmsTableNames, fcmsTables } from './fcmsTables.ts';
import { type FcmsSummary, generateFcms } from './generateFcms.ts';

type AllRows = { readonly [T in FcmsTableName]: FcmsRow<T>[] };

const site: FcmsOptions = { seed: 1, documents: 2000, endOn: '2025-11-22' };

const collect = (options: FcmsOptions): { rows: AllRows; summary: FcmsSummary } => {
  const rows = Object.fromEntries(fcmsTableNames.map((table) => [table, []])) as unknown as AllRows;
  const chunks = generateFcms(options);
  for (let next = chunks.next(); ; next = chunks.next()) {
    if (next.done) return { rows, summary: next.value };
    (rows[next.value.table] as object[]).push(...next.value.rows);
  }
};

const digest = (options: FcmsOptions): string => {
  const hash = createHash('sha256');
  for (const chunk of generateFcms(options)) hash.update(`${chunk.table}\n${copyText(chunk)}`);
  return hash.digest('hex');
};

const text = (value: FcmsValue): string | null => (value === null ? null : String(value));
const { rows, summary } = collect(site);
const documents = rows.tr_orders;
const share = (holds: (row: FcmsRow<'tr_orders'>) => boolean): number =>
  documents.filter(holds).length / documents.length;

describe('the demo data, as a function', () => {
  it('is the same for the same options, and other data for another seed, size, day or time', () => {
    const small = { ...site, documents: 200 };
    const others = [
      { ...small, seed: 2 },
      { ...small, documents: 201 },
      { ...small, endOn: '2025-11-23' },
      { ...small, now: '2025-11-22 12:00:00' },
      { ...small, historiesPerDocument: 5 },
    ];
    expect(digest(small)).toBe(digest(small));
    expect(new Set([small, ...others].map(digest)).size).toBe(1 + others.length);
  });

  it('is made a little at a time: the first rows of a million documents are there at once', () => {
    const chunks = generateFcms({ ...site, documents: 1_000_000 });
    const lengths = Array.from({ length: 5 }, () => chunks.next()).map(({ value }) =>
      'rows' in value ? value.rows.length : 0,
    );
    expect(lengths.every((length) => length > 0 && length <= 250 * 15)).toBe(true);
  });

  it('has as many documents and about as many histories as asked', () => {
    expect(documents).toHaveLength(2000);
    expect(summary).toMatchObject({ documents: 2000, lastOn: '2025-11-22' });
    for (const historiesPerDocument of [0, 5, 20, 60]) {
      const { rows } = collect({ ...site, historiesPerDocument });
      const average = rows.tr_cylinder_status_histories.length / 2000;
      expect(Math.abs(average - historiesPerDocument)).toBeLessThanOrEqual(historiesPerDocument * 0.2);
    }
  });

  it('works at every size, the smallest included', () => {
    for (const size of [1, 2, 3, 7, 10, 99, 100, 101, 999, 1000])
      for (const now of ['2026-01-01 00:00:01', '2026-01-01 09:00:00', '2026-01-03 00:30:00']) {
        const { rows, summary } = collect({ seed: size, documents: size, endOn: '2026-01-01', now });
        expect(rows.tr_orders).toHaveLength(size);
        expect(summary.lastOn).toBe('2026-01-01');
        expect(new Set(rows.tr_move_reports.map((row) => row.MOVE_REPORT_NO)).size).toBe(rows.tr_move_reports.length);
      }
  });

  it.each([
    [{ documents: 0 }, 'documents: expected'],
    [{ documents: 2.5 }, 'documents: expected'],
    [{ documents: 3_000_000 }, 'documents: expected'],
    [{ seed: 0.5 }, 'seed: expected'],
    [{ endOn: '2025-02-30' }, 'endOn: expected'],
    [{ now: 'today' }, 'now: expected'],
    [{ now: '2025-11-21 23:59:59' }, 'now: expected'],
    [{ historiesPerDocument: -1 }, 'historiesPerDocument: expected'],
  ])('says what is wrong with %j', (wrong, message) => {
    expect(() => generateFcms({ ...site, ...wrong }).next()).toThrow(message);
  });
});

describe('the rows of the demo data', () => {
  it('fit their columns and have every key once', () => {
    for (const table of fcmsTableNames) {
      const { columns, key } = fcmsTables[table];
      const all = rows[table] as readonly Readonly<Record<string, FcmsValue>>[];
      const widths = Object.entries(columns).flatMap(([column, type]) => {
        const width = /\((\d+)\)/.exec(type)?.[1];
        return width === undefined ? [] : [{ column, width: Number(width) }];
      });
      for (const { column, width } of widths) {
        const longest = Math.max(...all.map((row) => Array.from(text(row[column] ?? null) ?? '').length));
        expect([table, column, longest <= width]).toEqual([table, column, true]);
      }
      const keys = all.map((row) => key.map((column) => text(row[column] ?? null)?.trimEnd()).join('|'));
      expect([table, new Set(keys).size]).toEqual([table, all.length]);
    }
  });

  it('end on the day asked for, and nothing has happened after now', () => {
    const { rows } = collect({ ...site, now: '2025-11-22 11:30:00' });
    const entered = rows.tr_orders.map((row) => text(row.ADD_DATETIME)).filter((time) => time !== null);
    expect(entered.toSorted().at(-1)?.slice(0, 10)).toBe('2025-11-22');
    const days = rows.tr_orders.map((row) => effectiveDate(text(row.ORDER_DATE), text(row.ADD_DATETIME)));
    expect(
      days
        .filter((day) => day !== null)
        .toSorted()
        .at(-1),
    ).toBe('2025-11-22');
    const happened = [
      ...entered,
      ...rows.tr_orders.map((row) => row.UPDATE_DATETIME),
      ...rows.tr_order_informations.map((row) => row.UPDATE_DATETIME),
      ...rows.tr_move_reports.flatMap((row) => [
        row.ADD_DATETIME,
        row.UPDATE_DATETIME,
        row.FILLING_DATE,
        row.SHIPPING_DATE,
      ]),
      ...rows.tr_move_report_details.map((row) => row.ADD_DATETIME),
      ...rows.tr_cylinder_status_histories.map((row) => row.MOVE_DATE),
    ];
    expect(happened.filter((time) => (text(time) ?? '') > '2025-11-22 11:30:00')).toEqual([]);
  });

  it('show every reason that a document can have by itself, at the rate of a real site', () => {
    const wellFormed = (row: FcmsRow<'tr_orders'>): boolean =>
      docNo(text(row.ARRIVAL_SHIPPING_NO)) === row.ARRIVAL_SHIPPING_NO &&
      /^FP\d{2}\d{4,8}$/.test(String(row.ARRIVAL_SHIPPING_NO));
    const cancelled = new Set(
      rows.tr_move_reports.filter((row) => row.PROGRESS_CODE === '51').map((row) => row.MOVE_REPORT_NO),
    );
    const canonical = (value: FcmsValue): string | null => text(value)?.replace(/\.0$/, '') ?? null;
    expect(share((row) => customerKey(text(row.SUPPLIER_USER_CODE)) === null)).toBeCloseTo(0.03, 3);
    expect(share((row) => poKey(text(row.CUSTOMER_ORDER_NO)) === null)).toBeCloseTo(0.05, 3);
    expect(share((row) => productKey(text(row.TRADE_CONDITION_CODE)) === null)).toBeCloseTo(0.01, 3);
    expect(share((row) => quantity(canonical(row.INSTRUCTION_COUNT)) === null)).toBeCloseTo(0.01, 3);
    expect(share((row) => !wellFormed(row))).toBeCloseTo(0.005, 3);
    expect(share((row) => cancelled.has(row.ARRIVAL_SHIPPING_NO))).toBeCloseTo(0.03, 3);
    expect(share((row) => row.ORDER_DATE === null)).toBeCloseTo(0.0035, 3);
    expect(share((row) => row.ORDER_DATE === null && row.ADD_DATETIME === null)).toBeGreaterThan(0);
    expect(
      share((row) => row.ORDER_DATE !== null && effectiveDate(text(row.ORDER_DATE), null) === null),
    ).toBeGreaterThan(0);
    expect(share((row) => /^FP\d{6}$/.test(String(row.ARRIVAL_SHIPPING_NO)))).toBeCloseTo(0.01, 3);
    expect(summary.traits.MISTYPED_PO_NO).toBeGreaterThan(10);
    expect(summary.traits.REUSED_PO_NO).toBeGreaterThan(1);
    expect(summary.traits.STRAY_DOC_NO).toBe(1);
  });

  it('deliver orders in parts: many orders have several documents under one key', () => {
    const counts = new Map<string, number>();
    for (const row of documents) {
      const key = poKey(text(row.CUSTOMER_ORDER_NO));
      const customer = customerKey(text(row.SUPPLIER_USER_CODE));
      if (key !== null && customer !== null)
        counts.set(`${customer} ${key}`, (counts.get(`${customer} ${key}`) ?? 0) + 1);
    }
    const several = [...counts.values()].filter((count) => count > 1).length;
    expect(several / counts.size).toBeGreaterThan(0.25);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(20);
  });

  it('hold the width, the dirt and the signs that text can have', () => {
    const numbers = documents.map((row) => text(row.CUSTOMER_ORDER_NO) ?? '');
    const names = documents.map((row) => text(row.SUPPLIER_USER_NAME) ?? '');
    for (const sign of [
      /（/,
      /차/,
      /次/,
      /[①-⑳]/u,
      /[❶-❿]/u,
      /분납/,
      /[Ａ-Ｚ]/,
      /\u3000$/,
      /[–—−‐ー]/,
      /\u200b/,
      /[a-z]{2}/,
    ])
      expect([sign, numbers.some((number) => sign.test(number))]).toEqual([sign, true]);
    for (const sign of [/'/, /%/, /<b>/, /🏭/u, /㈜/, /株式会社/, /\\/])
      expect([sign, names.some((name) => sign.test(name))]).toEqual([sign, true]);
    const known = new Set(documents.map((row) => customerKey(text(row.SUPPLIER_USER_CODE))));
    expect(known.size).toBeGreaterThanOrEqual(8);
  });

  it('have move reports without an order: live, cancelled, and younger than an hour', () => {
    const ordered = new Set(documents.map((row) => row.ARRIVAL_SHIPPING_NO));
    const alone = rows.tr_move_reports.filter((row) => !ordered.has(row.MOVE_REPORT_NO));
    const live = alone.filter((row) => row.PROGRESS_CODE !== '51');
    expect(alone.length / documents.length).toBeCloseTo(0.003, 2);
    expect(live).toHaveLength(summary.orphans);
    expect(alone.length).toBeGreaterThan(live.length);
    const young = live.filter((row) => (text(row.ADD_DATETIME) ?? '') > '2025-11-22 17:00:00');
    expect(young).toHaveLength(summary.youngOrphans);
    expect(young.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the cylinders of the demo data', () => {
  const histories = rows.tr_cylinder_status_histories;

  it('move through time and through the stages in order', () => {
    const byCylinder = Map.groupBy(histories, (row) => text(row.CYLINDER_NO) ?? '');
    for (const moves of byCylinder.values()) {
      const bySequence = moves.toSorted((a, b) => Number(a.HISTORY_SEQ) - Number(b.HISTORY_SEQ));
      const times = bySequence.map((row) => text(row.MOVE_DATE) ?? '');
      expect(times).toEqual(times.toSorted());
      expect(bySequence.map((row) => row.HISTORY_SEQ)).toEqual(bySequence.map((_, i) => i + 1));
    }
    const passed = new Map<string, Set<FcmsValue>>();
    for (const row of histories) {
      const key = `${row.MOVE_REPORT_NO} ${row.CYLINDER_NO}`;
      passed.set(key, (passed.get(key) ?? new Set()).add(row.MOVE_CODE));
    }
    const codes = [...passed.values()];
    expect(codes.filter((set) => set.has('60') && !set.has('50'))).toEqual([]);
    expect(codes.filter((set) => set.has('50') && !set.has('22') && !set.has('31'))).toEqual([]);
    expect(new Set(histories.map((row) => row.MOVE_CODE))).toEqual(
      new Set(['10', '14', '19', '21', '22', '30', '31', '41', '42', '50', '51', '52', '60']),
    );
  });

  it('stand on their document, one row each, and older documents are shipped in full', () => {
    const listed = new Set(rows.tr_move_report_details.map((row) => `${row.MOVE_REPORT_NO} ${row.CYLINDER_NO}`));
    const under = histories.filter((row) => text(row.MOVE_REPORT_NO)?.trim());
    expect(under.every((row) => listed.has(`${row.MOVE_REPORT_NO} ${row.CYLINDER_NO}`))).toBe(true);
    expect(under.length).toBeLessThan(histories.length);

    const shipped = new Map<FcmsValue, Set<FcmsValue>>();
    for (const row of under.filter((move) => move.MOVE_CODE === '60'))
      shipped.set(row.MOVE_REPORT_NO, (shipped.get(row.MOVE_REPORT_NO) ?? new Set()).add(row.CYLINDER_NO));
    const complete = (row: FcmsRow<'tr_orders'>): boolean =>
      shipped.get(row.ARRIVAL_SHIPPING_NO)?.size === Number(row.INSTRUCTION_COUNT);
    const old = documents.filter((row) => (text(row.ADD_DATETIME) ?? '9') < '2025-10-15');
    const recent = documents.filter((row) => (text(row.ADD_DATETIME) ?? '') > '2025-11-17');
    expect(old.filter(complete).length / old.length).toBeGreaterThan(0.85);
    expect(recent.filter(complete).length / recent.length).toBeLessThan(0.2);
  });
});
