import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { Po, PoWithDeliveries } from '../po/Po.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { moveReport, orphan, sourceDocument } from '../testing/builders.ts';
import { mostSuggestions, suggestPos } from './suggestPos.ts';

const read = createDocumentReader(defaultSiteRules);

const po = (id: string, given: Partial<Po> = {}): PoWithDeliveries => ({
  po: {
    id,
    identity: { customerKey: 'KDKK', poKey: id },
    customer: 'KDKK',
    customerName: '관동화학',
    poNo: id,
    manual: true,
    reviewed: false,
    state: 'open',
    receivedOn: '2025-11-19',
    items: [{ productKey: 'KF001', product: 'KF001', qty: 30, deliveryOn: '2025-11-25', incomplete: false }],
    memo: '',
    aliases: [],
    ...given,
  },
  deliveries: [],
});

/** The PO with a live delivery of so many cylinders of KF001. */
const delivered = (entry: PoWithDeliveries, qty: number): PoWithDeliveries => {
  const document = read(sourceDocument({ docNo: `FP${entry.po.id}`, qty: String(qty) }));
  const { docNo, position, content, hash } = document;
  const delivery = {
    ...{ docNo, position, content, hash, qty, poId: entry.po.id, poNo: null, mark: null, customer: null },
    ...{ customerName: null, productKey: 'KF001', product: 'KF001', productName: null, packing: null },
    ...{ link: 'exact' as const, runId: '', number: 1, reasons: [], resolved: [], correction: null },
  };
  return { ...entry, deliveries: [delivery] };
};

const report = {
  addDatetime: '2025-11-19 10:00:00',
  shippingDate: '2025-11-25 00:00:00',
  cylinders: 30,
  customerNames: ['㈜관동화학'],
};
const known = orphan('FP25000001', { report: moveReport(report) });
const numbersOf = (pos: readonly PoWithDeliveries[], of = known): readonly string[] =>
  suggestPos(of, pos).pos.map((each) => each.po.poNo);

describe('suggestions for an orphan', () => {
  it('speak for a PO of the customer of that time and quantity, and tell why', () => {
    const { pos, none } = suggestPos(known, [po('A')]);
    expect(pos).toHaveLength(1);
    expect(pos[0]!.probability).toBeGreaterThan(0.5);
    expect(pos[0]!.probability + none).toBeCloseTo(1, 9);
    expect(pos[0]!.evidence.map(({ code, effect }) => `${code} ${effect}`).sort()).toEqual([
      'customer.sameName for',
      'delivery.sameDay for',
      'need.all for',
      'ordered.sameDay for',
    ]);
  });

  it('prefer what agrees more: the day, the quantity, what is still to come', () => {
    const near = po('A');
    const far = po('B', { receivedOn: '2025-09-01' });
    const other = po('C', {
      items: [{ productKey: 'KF001', product: 'KF001', qty: 500, deliveryOn: '2025-11-25', incomplete: false }],
    });
    expect(numbersOf([far, other, near])[0]).toBe('A');
    expect(numbersOf([delivered(po('D'), 10), near])[0]).toBe('A');
  });

  it('leave out POs that are delivered in full, or that staff cancelled', () => {
    expect(numbersOf([delivered(po('A'), 30), po('B', { state: 'cancelled' }), po('C')])).toEqual(['C']);
  });

  it('are at most five, the most probable first, and "none of them" beside them', () => {
    const many = Array.from({ length: 12 }, (_, i) => po(`P${String(i).padStart(2, '0')}`));
    const { pos, none } = suggestPos(known, many);
    expect(pos).toHaveLength(mostSuggestions);
    expect(pos.map(({ po: { id } }) => id)).toEqual(['P00', 'P01', 'P02', 'P03', 'P04']);
    expect(none).toBeGreaterThan(0);
  });

  it('are none where no customer is known, and none of them is certain then', () => {
    const nameless = orphan('FP25000001', { report: moveReport({ ...report, customerNames: ['  ', '㈜'] }) });
    expect(suggestPos(nameless, [po('A')])).toEqual({ pos: [], none: 1 });
    expect(suggestPos(known, [])).toEqual({ pos: [], none: 1 });
  });

  it('do not depend on the order in which POs are held, and are the same every time', () => {
    const candidates = Array.from({ length: 8 }, (_, i) =>
      po(`P${i}`, {
        receivedOn: `2025-11-${10 + 2 * (i % 5)}`,
        items: [
          { productKey: 'KF001', product: 'KF001', qty: 10 * (1 + (i % 3)), deliveryOn: null, incomplete: false },
        ],
      }),
    );
    const expected = suggestPos(known, candidates);
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: candidates.length }), (shuffled) => {
        expect(suggestPos(known, shuffled)).toEqual(expected);
      }),
    );
  });

  it('have probabilities within 0–1 that never exceed 1 together with "none"', () => {
    const candidate = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      qty: fc.integer({ min: 1, max: 200 }),
      manual: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 30 }), fc.integer({ min: 0, max: 99 }), (given, cylinders) => {
        const of = orphan('FP25000001', { report: moveReport({ ...report, cylinders }) });
        const { pos, none } = suggestPos(
          of,
          given.map(({ day, qty, manual }, i) =>
            po(`P${i}`, {
              manual,
              receivedOn: `2025-11-${String(day).padStart(2, '0')}`,
              items: [{ productKey: 'KF001', product: 'KF001', qty, deliveryOn: null, incomplete: false }],
            }),
          ),
        );
        const all = [...pos.map(({ probability }) => probability), none];
        for (const probability of all) expect(probability).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, probability) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
        if (given.length <= mostSuggestions) expect(pos.length).toBeLessThanOrEqual(given.length);
      }),
    );
  });
});
