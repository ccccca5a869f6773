import { beforeEach, describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import type { Po } from '../po/Po.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, somebody, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import { createManualPoReader, enterPos, type ImportResult } from './enterPos.ts';
import type { ManualPo } from './ManualPo.ts';

let world: World;
beforeEach(async () => {
  world = await inMemoryWorld();
});

const enter = async (given: Partial<ManualPo> = {}): Promise<ImportResult> =>
  (await enterManualPos(world, [manualPo(given)]))[0]!;

describe('what staff enter, read', () => {
  const read = createManualPoReader(defaultSiteRules);

  it('has keys for comparing and texts for showing', () => {
    expect(
      read({
        customer: ' ｋｄｋｋ ',
        customerName: '  관동  화학 ',
        poNo: 'po-001 2차',
        items: [{ product: 'kf 001', qty: 3, deliveryOn: '2025-12-01' }],
        memo: ' 급함 ',
      }),
    ).toEqual({
      identity: { customerKey: 'KDKK', poKey: 'PO-001' },
      customer: 'ｋｄｋｋ',
      customerName: '관동 화학',
      poNo: 'po-001',
      receivedOn: undefined,
      items: [{ productKey: 'KF001', product: 'kf 001', qty: 3, deliveryOn: '2025-12-01', incomplete: false }],
      memo: '급함',
    });
  });

  it('tells what is given as nothing from what is not given', () => {
    const { customer, poNo, items } = manualPo();
    expect(read({ customer, poNo, items })).toMatchObject({
      customerName: undefined,
      receivedOn: undefined,
      memo: undefined,
    });
    expect(read({ customer, poNo, items, customerName: null, receivedOn: null, memo: '' })).toMatchObject({
      customerName: null,
      receivedOn: null,
      memo: '',
    });
  });

  it('names every field that holds no code or number', () => {
    const items = [
      { product: 'KF001', qty: 1 },
      { product: '-', qty: 1 },
      { product: '없음', qty: 1 },
    ];
    expect(read({ customer: 'unknown', poNo: '구두 2차', items })).toEqual([
      { field: 'customer', value: 'unknown' },
      { field: 'poNo', value: '구두 2차' },
      { field: 'items[1].product', value: '-' },
      { field: 'items[2].product', value: '없음' },
    ]);
  });

  it('follows the words of the site for "no number"', () => {
    const readHere = createManualPoReader({ ...defaultSiteRules, placeholders: ['나중에'] });
    expect(readHere(manualPo({ poNo: '나중에' }))).toEqual([{ field: 'poNo', value: '나중에' }]);
  });
});

describe('entering a PO', () => {
  it('makes it', async () => {
    expect(await enter()).toMatchObject({ outcome: 'created', po: { manual: true, poNo: 'PO-001' } });
    expect(await world.snapshot()).toEqual([
      {
        identity: { customerKey: 'KDKK', poKey: 'PO-001' },
        customer: 'KDKK',
        customerName: '관동화학',
        poNo: 'PO-001',
        manual: true,
        reviewed: false,
        state: 'open',
        receivedOn: '2025-11-19',
        items: [{ productKey: 'KF001', product: 'KF001', qty: 30, deliveryOn: null, incomplete: false }],
        memo: '',
        aliases: [],
        deliveries: [],
      },
    ]);
  });

  it('takes over the backfilled PO that has its identity: its items count, its deliveries stay with other reasons', async () => {
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000001', qty: '20', poNo: 'po-001' }),
        sourceDocument({ docNo: 'FP25000002', qty: '20', customerName: '관동' }),
        sourceDocument({ docNo: 'FP25000003', product: 'KF009', qty: '0' }),
      ],
    });
    await runToEnd(world);
    const before = await world.snapshot();
    const { customer, poNo, items } = manualPo();
    const [result] = await enterManualPos(world, [{ customer, poNo, items }]);
    expect(result).toMatchObject({ outcome: 'taken-over', deliveries: 3, po: { manual: true } });
    const [po] = await world.snapshot();
    expect(po).toMatchObject({
      manual: true,
      poNo: 'PO-001',
      // What is not given stays.
      customerName: '관동화학',
      receivedOn: '2025-11-20',
      items: [{ productKey: 'KF001', qty: 30, incomplete: false }],
    });
    expect(
      po?.deliveries.map(({ docNo, number, link, reasons }) => [docNo, number, link, reasons.map(({ code }) => code)]),
    ).toEqual([
      ['FP25000001', 1, 'new', []],
      ['FP25000002', 2, 'exact', ['QTY_MISMATCH']],
      ['FP25000003', 3, 'exact', ['INVALID_QTY', 'PRODUCT_NOT_ORDERED']],
    ]);
    expect(before[0]?.deliveries.map(({ reasons }) => reasons.length)).toEqual([0, 0, 1]);
  });

  it('keeps of the PO that it takes over that it was reviewed', () => {
    const reading = createManualPoReader(defaultSiteRules)(manualPo());
    if (!('identity' in reading)) throw new Error('not a PO');
    const po: Po = {
      id: '1',
      identity: reading.identity,
      customer: 'kdkk',
      customerName: null,
      poNo: 'po-001',
      manual: false,
      reviewed: true,
      state: 'open',
      receivedOn: null,
      items: [],
      memo: 'kept',
      aliases: [],
    };
    const { memo: _memo, ...withoutMemo } = reading;
    const { results, changes } = enterPos([{ ...withoutMemo, memo: undefined }], [{ po, deliveries: [] }], {
      newId: () => '2',
      qtyTolerance: 0,
      by: somebody,
      at: defaultNow,
    });
    expect(results).toMatchObject([{ outcome: 'taken-over', deliveries: 0 }]);
    expect(changes.touched).toMatchObject([
      { po: { id: '1', reviewed: true, manual: true, memo: 'kept', poNo: 'PO-001' } },
    ]);
    expect(changes.added.size).toBe(0);
  });

  it('does not take over a PO of another customer, or one without a number', async () => {
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000001', customer: 'SAM' }),
        sourceDocument({ docNo: 'FP25000002', customer: null }),
        sourceDocument({ docNo: 'FP25000003', poNo: null }),
      ],
    });
    await runToEnd(world);
    expect(await enter()).toMatchObject({ outcome: 'created' });
    expect(await enter({ poNo: 'FCMS-FP25000003' })).toMatchObject({ outcome: 'created' });
    expect((await world.snapshot()).map(({ deliveries }) => deliveries.length).sort()).toEqual([0, 0, 1, 1, 1]);
  });

  it('again, equal, changes nothing', async () => {
    const items = [
      { product: 'KF001', qty: 30, deliveryOn: null },
      { product: 'KF002', qty: 5, deliveryOn: '2025-12-01' },
    ];
    await enter({ items });
    const before = await world.snapshot();
    expect(await enter({ items })).toMatchObject({ outcome: 'unchanged', po: { poNo: 'PO-001' } });
    expect(await enter({ items: [...items].reverse(), poNo: 'ｐｏ-001', customer: 'kdkk' })).toMatchObject({
      outcome: 'unchanged',
    });
    const { customer, poNo } = manualPo();
    const [result] = await enterManualPos(world, [{ customer, poNo, items }]);
    expect(result).toMatchObject({ outcome: 'unchanged' });
    expect(await world.snapshot()).toEqual(before);
  });

  it.each<readonly [string, Partial<ManualPo>]>([
    ['quantity', { items: [{ product: 'KF001', qty: 31 }] }],
    ['product', { items: [{ product: 'KF002', qty: 30 }] }],
    [
      'number of items',
      {
        items: [
          { product: 'KF001', qty: 30 },
          { product: 'KF001', qty: 30 },
        ],
      },
    ],
    ['due date', { items: [{ product: 'KF001', qty: 30, deliveryOn: '2025-12-01' }] }],
    ['customer name', { customerName: '다른 이름' }],
    ['customer name left out', { customerName: null }],
    ['date', { receivedOn: '2025-11-20' }],
    ['no date', { receivedOn: null }],
    ['memo', { memo: '급함' }],
  ])('again with another %s is refused, and nothing is changed', async (_what, given) => {
    await enter();
    const before = await world.snapshot();
    expect(await enter(given)).toMatchObject({
      outcome: 'different',
      existing: { poNo: 'PO-001', items: [{ qty: 30 }] },
    });
    expect(await world.snapshot()).toEqual(before);
  });

  it('among several is decided for each by itself', async () => {
    await enter({ poNo: 'A-1' });
    await enter({ poNo: 'B-1' });
    const results = await enterManualPos(world, [
      manualPo({ poNo: 'A-1' }),
      manualPo({ poNo: 'B-1', memo: 'other' }),
      manualPo({ poNo: 'C-1' }),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['unchanged', 'different', 'created']);
    expect(await world.snapshot()).toHaveLength(3);
  });

  it('names to write only what changes', async () => {
    await world.setSource({ put: [sourceDocument({ qty: '20' }), sourceDocument({ docNo: 'FP25000002', qty: '20' })] });
    await runToEnd(world);
    await world.ports.pos.change(
      { identities: [{ customerKey: 'KDKK', poKey: 'PO-001' }] },
      defaultNow,
      ({ pos: known }) => {
        const options = { newId: () => 'new', qtyTolerance: 0, by: somebody, at: defaultNow };
        const reading = createManualPoReader(defaultSiteRules)(manualPo());
        if (!('identity' in reading)) throw new Error('not a PO');
        const { changes } = enterPos([reading], known, options);
        expect(changes).toMatchObject({ added: new Set(), removed: [] });
        expect(changes.changed.map(({ docNo }) => docNo)).toEqual(['FP25000002']);
        const none = enterPos([], known, options);
        expect(none).toEqual({
          results: [],
          changes: noChanges,
          audit: [],
        });
        return { changes: none.changes, result: null };
      },
    );
  });

  it('allows the tolerance of the site', async () => {
    await world.setSource({ put: [sourceDocument({ qty: '33' })] });
    await runToEnd(world);
    await enterManualPos(world, [manualPo()], 10);
    expect((await world.snapshot())[0]?.deliveries[0]?.reasons).toEqual([]);
  });
});
