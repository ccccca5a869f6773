import { describe, expect, it } from 'vitest';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { Delivery, Item, Po, PoWithDeliveries } from '../po/Po.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { sourceDocument } from '../testing/builders.ts';
import { workOut } from './workOut.ts';

const read = createDocumentReader(defaultSiteRules);

const item = (productKey: string, qty: number): Item => ({
  productKey,
  product: productKey,
  qty,
  deliveryOn: null,
  incomplete: false,
});

const backfilled: Po = {
  id: 'po-1',
  identity: { customerKey: 'KDKK', poKey: 'PO-001' },
  customer: 'KDKK',
  customerName: null,
  poNo: 'PO-001',
  manual: false,
  reviewed: false,
  state: 'open',
  receivedOn: null,
  items: [],
  memo: '',
  aliases: [],
};

const manual = (...items: readonly Item[]): Po => ({ ...backfilled, manual: true, receivedOn: '2025-10-01', items });

/** Deliveries of a PO, in decision order, nothing of them worked out yet. */
const deliver = (...documents: readonly Partial<SourceDocument>[]): readonly Delivery[] =>
  documents
    .map((given, i) => read(sourceDocument({ docNo: `FP2500000${i + 1}`, ...given })))
    .sort((a, b) => compareDecisionOrder(a.position, b.position))
    .map(({ identity: _identity, customerKey: _customerKey, ...document }) => ({
      ...document,
      poId: 'po-1',
      link: 'exact',
      runId: 'run-1',
      number: null,
      reasons: [],
      resolved: [],
      correction: null,
    }));

const of = (po: Po, ...documents: readonly Partial<SourceDocument>[]): PoWithDeliveries =>
  workOut({ po, deliveries: deliver(...documents) }, 0);

const reasons = ({ deliveries }: PoWithDeliveries): unknown =>
  deliveries.map((each) => each.reasons.map(({ code }) => code));

describe('the deliveries of a PO', () => {
  it('are numbered 1…n in decision order, cancelled ones left out', () => {
    const { deliveries } = of(backfilled, {}, { progressCode: '51' }, {}, { orderDate: '2025-01-01 00:00:00' });
    expect(deliveries.map(({ docNo, number }) => [docNo, number])).toEqual([
      ['FP25000004', 1],
      ['FP25000001', 2],
      ['FP25000002', null],
      ['FP25000003', 3],
    ]);
  });

  it('that stay as they were are the same', () => {
    const once = of(manual(item('KF001', 15)), {}, { qty: '0' }, { customer: null });
    const twice = workOut(once, 0);
    expect(twice).toEqual(once);
    for (const [i, delivery] of twice.deliveries.entries()) expect(delivery).toBe(once.deliveries[i]);
  });
});

describe('a backfilled PO', () => {
  it('has the sum of its live deliveries, per product, in the order of their first delivery', () => {
    const { po } = of(
      backfilled,
      { product: 'kf002', qty: '5' },
      { product: 'KF001', qty: '10' },
      { product: 'KF002', qty: '7' },
      { product: 'KF009', qty: '1', progressCode: '51' },
    );
    expect(po.items).toEqual([
      { productKey: 'KF002', product: 'kf002', qty: 12, deliveryOn: null, incomplete: false },
      { productKey: 'KF001', product: 'KF001', qty: 10, deliveryOn: null, incomplete: false },
    ]);
  });

  it('is incomplete in a product of which a live quantity is unknown', () => {
    const { po } = of(
      backfilled,
      { qty: '10' },
      { qty: null },
      { product: 'KF002', qty: '3' },
      { product: 'KF002', qty: '2.5', progressCode: '51' },
      { product: null, qty: '4' },
    );
    expect(po.items).toMatchObject([
      { productKey: 'KF001', qty: 10, incomplete: true },
      { productKey: 'KF002', qty: 3, incomplete: false },
      { productKey: 'UNKNOWN', product: 'UNKNOWN', qty: 4, incomplete: false },
    ]);
  });

  it('was received on the earliest effective date of its live deliveries', () => {
    const dates = [null, '2025-11-12 00:00:00', '2025-11-11 00:00:00'].map((orderDate) => ({
      orderDate,
      addDatetime: null,
    }));
    expect(of(backfilled, ...dates).po.receivedOn).toBe('2025-11-11');
    expect(of(backfilled, { orderDate: '2025-01-01 00:00:00', progressCode: '51' }, ...dates).po.receivedOn).toBe(
      '2025-11-11',
    );
    expect(of(backfilled, { orderDate: null, addDatetime: null }).po.receivedOn).toBeNull();
  });

  it('has the number shown of its first, and the name of its last delivery that has one', () => {
    const { po } = of(
      backfilled,
      { poNo: 'po-001', customer: 'kdkk', customerName: 'first' },
      { poNo: 'PO-001②', customerName: 'second' },
      { customerName: null },
    );
    expect(po).toMatchObject({ poNo: 'po-001', customer: 'kdkk', customerName: 'second' });
  });

  it('is shown by its live deliveries, cancelled ones only where there is no other', () => {
    const cancelled = {
      poNo: 'Po-001',
      customerName: 'cancelled',
      orderDate: '2025-01-01 00:00:00',
      progressCode: '51',
    };
    expect(of(backfilled, cancelled, { poNo: 'PO-001' }).po).toMatchObject({
      poNo: 'PO-001',
      customerName: '관동화학',
    });
    expect(of(backfilled, cancelled).po).toMatchObject({
      poNo: 'Po-001',
      customerName: 'cancelled',
      receivedOn: '2025-01-01',
      items: [],
    });
  });

  it('is not shown by a number that is not its own', () => {
    const strange = { poNo: 'PO-777', customer: 'SAM', progressCode: '51' };
    expect(of(backfilled, strange).po).toMatchObject({ poNo: 'PO-001', customer: 'KDKK' });
    expect(of(backfilled, strange, { poNo: 'po-001', progressCode: '51' }).po).toMatchObject({ poNo: 'po-001' });
  });

  it('without a number has the customer of its document', () => {
    const po: Po = { ...backfilled, identity: { customerKey: 'KDKK', poKey: null, docNo: 'FP25000001' } };
    expect(of(po, { poNo: null, customer: 'sam' }).po).toMatchObject({
      identity: { customerKey: 'SAM', poKey: null, docNo: 'FP25000001' },
      customer: 'sam',
      poNo: 'FCMS-FP25000001',
    });
    expect(of(po, { poNo: null, customer: null }).po).toMatchObject({
      identity: { customerKey: 'UNKNOWN' },
      customer: 'UNKNOWN',
    });
  });

  it('that was reviewed keeps what a human decided of it', () => {
    const reviewed: Po = {
      ...backfilled,
      reviewed: true,
      customer: 'corrected',
      poNo: 'corrected',
      customerName: 'name',
    };
    expect(of(reviewed, { qty: '4' }).po).toMatchObject({
      customer: 'corrected',
      poNo: 'corrected',
      customerName: 'name',
      items: [{ qty: 4 }],
      receivedOn: '2025-11-20',
    });
  });

  it('is never compared with what was ordered', () => {
    expect(reasons(of({ ...backfilled, items: [item('KF001', 1)] }, { qty: '10' }, { product: 'KF009' }))).toEqual([
      [],
      [],
    ]);
  });
});

describe('a manual PO', () => {
  it('stays as it was entered', () => {
    const po = manual(item('KF001', 15));
    expect(of(po, { qty: '10' }, { product: 'KF009' }).po).toBe(po);
  });

  it('flags the deliveries of products that were not ordered', () => {
    const entry = of(manual(item('KF001', 30)), { product: 'kf 009' }, { product: 'ＫＦ００１' });
    expect(entry.deliveries.map((each) => each.reasons)).toEqual([
      [{ code: 'PRODUCT_NOT_ORDERED', facts: { product: 'kf 009' } }],
      [],
    ]);
  });

  it('flags the delivery with which the running sum of its product exceeds the ordered quantity, and those after it', () => {
    const entry = of(
      manual(item('KF001', 20), item('KF001', 5), item('KF002', 1)),
      { qty: '20' },
      { qty: '5' },
      { qty: '5' },
      {
        product: 'KF002',
        qty: '1',
      },
    );
    expect(entry.deliveries.map((each) => each.reasons)).toEqual([
      [],
      [],
      [
        {
          code: 'QTY_MISMATCH',
          facts: { product: 'KF001', ordered: 25, instructed: 30, difference: 5, percent: 20 },
        },
      ],
      [],
    ]);
    expect(reasons(of(manual(item('KF001', 5)), { qty: '6' }, { qty: '1' }))).toEqual([
      ['QTY_MISMATCH'],
      ['QTY_MISMATCH'],
    ]);
  });

  it('adds 0 for an unknown quantity, and nothing for a cancelled delivery', () => {
    const entry = of(manual(item('KF001', 10)), { qty: '10' }, { qty: null }, { qty: '5', progressCode: '51' });
    expect(reasons(entry)).toEqual([[], ['INVALID_QTY'], ['CANCELLED_IN_FCMS']]);
    expect(reasons(of(manual(item('KF001', 10)), { qty: '11' }, { qty: '0' }))).toEqual([
      ['QTY_MISMATCH'],
      ['INVALID_QTY', 'QTY_MISMATCH'],
    ]);
  });

  it('takes the running sum in decision order, whatever came first', () => {
    const entry = of(manual(item('KF001', 10)), { qty: '4', orderDate: '2025-11-21 00:00:00' }, { qty: '10' });
    expect(entry.deliveries.map(({ docNo, reasons: [reason] }) => [docNo, reason?.facts.instructed])).toEqual([
      ['FP25000002', undefined],
      ['FP25000001', 14],
    ]);
  });

  it('never flags a delivery without a product for what was ordered', () => {
    expect(reasons(of(manual(item('KF001', 1)), { product: null, qty: '99' }))).toEqual([['MISSING_PRODUCT']]);
  });

  it('allows the tolerance of the site, in percent', () => {
    const entry = { po: manual(item('KF001', 200)), deliveries: deliver({ qty: '210' }, { qty: '1' }) };
    expect(reasons(workOut(entry, 5))).toEqual([[], ['QTY_MISMATCH']]);
    expect(reasons(workOut(entry, 5.5))).toEqual([[], []]);
  });
});

describe('the reasons of a delivery', () => {
  it('are told with what is stored', () => {
    const { deliveries } = of(
      { ...backfilled, identity: { customerKey: 'UNKNOWN', poKey: null, docNo: 'x1' } },
      { docNo: 'x1', customer: '미정', poNo: '구두 2차', product: 'N/A', qty: '2.50' },
    );
    expect(deliveries[0]?.reasons).toEqual([
      { code: 'MISSING_CUSTOMER', facts: { customer: 'UNKNOWN' } },
      { code: 'MISSING_PO_NO', facts: { poNo: 'FCMS-x1', raw: '구두 2차' } },
      { code: 'MISSING_PRODUCT', facts: { product: 'UNKNOWN' } },
      { code: 'INVALID_QTY', facts: { qty: null, raw: '2.5' } },
      { code: 'INVALID_DOC_NO', facts: { docNo: 'x1' } },
    ]);
  });

  it('are its cancellation alone once it is cancelled', () => {
    expect(reasons(of(manual(), { customer: null, qty: null, product: 'KF009', progressCode: '51' }))).toEqual([
      ['CANCELLED_IN_FCMS'],
    ]);
  });

  it('close when they no longer hold, but for a change that nobody has looked at', () => {
    const [delivery] = deliver({});
    const stale = {
      ...delivery!,
      reasons: [
        { code: 'INVALID_QTY', facts: {} },
        { code: 'SOURCE_CHANGED', facts: { qty: ['1', '10'] } },
        { code: 'CANCELLED_IN_FCMS', facts: {} },
      ] as const,
    };
    expect(reasons(workOut({ po: manual(item('KF001', 30)), deliveries: [stale] }, 0))).toEqual([['SOURCE_CHANGED']]);
  });
});

describe('a number that is used again', () => {
  const days = (...dates: readonly (string | null)[]) => dates.map((day) => ({ orderDate: day, addDatetime: null }));

  it('is questioned more than 180 days after the latest earlier delivery', () => {
    const { deliveries } = of(backfilled, ...days('2025-01-01 00:00:00', '2025-06-30 00:00:00', '2025-12-28 00:00:00'));
    expect(deliveries.map((each) => each.reasons)).toEqual([
      [],
      [],
      [{ code: 'REUSED_PO_NO', facts: { lastDelivery: '2025-06-30', state: 'open' } }],
    ]);
  });

  it('is not questioned by a cancelled delivery, nor by one without a date', () => {
    const early = { orderDate: '2025-01-01 00:00:00', addDatetime: null };
    expect(reasons(of(backfilled, { ...early, progressCode: '51' }, ...days('2025-11-01 00:00:00')))).toEqual([
      ['CANCELLED_IN_FCMS'],
      [],
    ]);
    expect(reasons(of(backfilled, early, ...days(null)))).toEqual([[], []]);
  });

  it('of a manual PO is questioned only when all that was ordered had been delivered', () => {
    const two = days('2025-01-01 00:00:00', '2025-11-01 00:00:00');
    expect(reasons(of(manual(item('KF001', 10)), ...two))).toEqual([[], ['QTY_MISMATCH', 'REUSED_PO_NO']]);
    expect(reasons(of(manual(item('KF001', 20)), ...two))).toEqual([[], []]);
    expect(reasons(of(manual(item('KF001', 10), item('KF002', 1)), ...two))).toEqual([[], ['QTY_MISMATCH']]);
  });

  it('is not questioned where the document came by its reserved number, or the PO has no number', () => {
    const [first, second] = deliver(...days('2025-01-01 00:00:00', '2025-11-01 00:00:00'));
    const reserved = { po: backfilled, deliveries: [first!, { ...second!, link: 'reserved' as const }] };
    expect(reasons(workOut(reserved, 0))).toEqual([[], []]);
    const identity = { customerKey: 'KDKK', poKey: null, docNo: 'FP25000001' };
    expect(reasons(of({ ...backfilled, identity }, ...days('2025-01-01 00:00:00', '2025-11-01 00:00:00')))).toEqual([
      [],
      [],
    ]);
  });
});

describe('a reason that a human resolved', () => {
  const resolvedAs = (basis: string): PoWithDeliveries => {
    const [delivery] = deliver({ qty: '0' });
    const reason = { code: 'INVALID_QTY', facts: { qty: null, raw: '0' } } as const;
    return { po: backfilled, deliveries: [{ ...delivery!, resolved: [{ reason, basis, auditId: 'a' }] }] };
  };

  it('stays resolved while what it is about is the same', () => {
    const { deliveries } = workOut(resolvedAs('"0"'), 0);
    expect([deliveries[0]?.reasons, deliveries[0]?.resolved.length]).toEqual([[], 1]);
  });

  it('opens again, and is forgotten, when that has changed', () => {
    const { deliveries } = workOut(resolvedAs('"-1"'), 0);
    expect([deliveries[0]?.reasons.map(({ code }) => code), deliveries[0]?.resolved]).toEqual([['INVALID_QTY'], []]);
  });
});
