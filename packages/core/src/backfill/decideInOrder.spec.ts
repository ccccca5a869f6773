import { beforeEach, describe, expect, it } from 'vitest';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { createManualPoReader, enterPos } from '../manual/enterPos.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { noCandidates } from '../matching/Candidates.ts';
import { type InMemoryPoStore, inMemoryPoStore } from '../memory/inMemoryPoStore.ts';
import type { ReservationState, ReservedFor } from '../reservation/Reservation.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, somebody, sourceDocument } from '../testing/builders.ts';
import { type PoSnapshot, snapshotOf } from '../testing/snapshotOf.ts';
import { noChanges } from './Changes.ts';
import { type BatchDecisions, type DecideOptions, decideInOrder } from './decideInOrder.ts';
import { emptyTally } from './tally.ts';

const read = createDocumentReader(defaultSiteRules);
const readManual = createManualPoReader(defaultSiteRules);

let store: InMemoryPoStore;
let reservations: Map<string, ReservedFor>;
let ids: number;
beforeEach(() => {
  reservations = new Map();
  store = inMemoryPoStore(undefined, undefined, reservations);
  ids = 0;
});

const newPoId = (): string => {
  ids += 1;
  return `po-${ids}`;
};

/** Decides the documents as one batch of a run, upon what earlier calls have left. */
const decide = async (
  documents: readonly SourceDocument[],
  given: Partial<DecideOptions> = {},
): Promise<BatchDecisions> => {
  const options: DecideOptions = {
    force: false,
    remaining: null,
    qtyTolerance: 0,
    runId: 'run-1',
    newPoId,
    look: null,
    ...given,
  };
  const batch = documents.map(read).sort((a, b) => compareDecisionOrder(a.position, b.position));
  let decided: BatchDecisions | undefined;
  await store.record(batch, options.force, (known) => {
    decided = decideInOrder(batch, known, options);
    const cursor = { effectiveOn: null, docNo: '' };
    const fence = { runId: options.runId, epoch: 1 };
    return { decided, checkpoint: { fence, tally: emptyTally, cursor, at: defaultNow } };
  });
  return decided!;
};

const enter = async (given: Partial<ManualPo> = {}): Promise<void> => {
  const reading = readManual(manualPo(given));
  if (!('identity' in reading)) throw new Error('not a PO');
  await store.change({ identities: [reading.identity] }, defaultNow, ({ pos: known }) => ({
    changes: enterPos([reading], known, { newId: newPoId, qtyTolerance: 0, by: somebody, at: defaultNow }).changes,
    result: null,
  }));
};

/** A human decision on the PO, or its undoing, as later releases record it. */
const review = async (poKey: string, reviewed = true): Promise<void> => {
  await store.change({ identities: [{ customerKey: 'KDKK', poKey }] }, defaultNow, ({ pos: [entry] }) => ({
    changes: { ...noChanges, touched: [{ ...entry!, po: { ...entry!.po, reviewed } }] },
    result: null,
  }));
};

const pos = (): readonly PoSnapshot[] => snapshotOf(store.all());
const numbers = (): unknown =>
  pos().map(({ poNo, deliveries }) => [poNo, deliveries.map(({ docNo, number }) => [docNo, number])]);
const codes = (decided: BatchDecisions): unknown =>
  decided.decisions.map((each) => (each.outcome === 'skipped' ? each.skipped : each.reasons.map(({ code }) => code)));

const first = sourceDocument({ docNo: 'FP25000001', orderDate: '2025-11-10 00:00:00' });
const second = sourceDocument({ docNo: 'FP25000002', orderDate: '2025-11-11 00:00:00', poNo: 'PO-001 2차' });
const third = sourceDocument({ docNo: 'FP25000003', orderDate: '2025-11-12 00:00:00', poNo: 'po-001③' });

describe('a document that was never seen', () => {
  it('makes a new PO (step 8)', async () => {
    const { decisions, changes } = await decide([first]);
    expect(decisions).toEqual([
      {
        docNo: 'FP25000001',
        hash: read(first).hash,
        outcome: 'created',
        action: 'new-po',
        link: 'new',
        po: { id: 'po-1', customer: 'KDKK', poNo: 'PO-001', numberless: false, manual: false },
        delivery: 1,
        reasons: [],
        candidates: [],
      },
    ]);
    expect([...changes.added]).toEqual(['po-1']);
    expect(changes.removed).toEqual([]);
    expect(pos()).toMatchObject([
      {
        identity: { customerKey: 'KDKK', poKey: 'PO-001' },
        manual: false,
        reviewed: false,
        receivedOn: '2025-11-10',
        items: [{ product: 'KF001', qty: 10 }],
        deliveries: [{ docNo: 'FP25000001', number: 1, link: 'new' }],
      },
    ]);
  });

  it('is attached to the PO that has its customer and number (step 7), and sees what the batch has made', async () => {
    const { decisions } = await decide([third, first, second]);
    expect(decisions).toMatchObject([
      { docNo: 'FP25000001', action: 'new-po', link: 'new', delivery: 1 },
      { docNo: 'FP25000002', outcome: 'created', action: 'attached', link: 'exact', delivery: 2 },
      { docNo: 'FP25000003', action: 'attached', link: 'exact', delivery: 3 },
    ]);
    expect(pos()).toMatchObject([
      { poNo: 'PO-001', items: [{ qty: 30 }], deliveries: [{}, { mark: '2차' }, { mark: '③' }] },
    ]);
  });

  it('of another customer with the same number makes a PO of its own', async () => {
    const { decisions } = await decide([first, { ...second, customer: 'SAM' }]);
    expect(decisions).toMatchObject([{ action: 'new-po' }, { action: 'new-po' }]);
    expect(pos()).toHaveLength(2);
  });

  it('without a customer shares the PO of another without one and with the same number', async () => {
    const { decisions } = await decide([
      { ...first, customer: null },
      { ...second, customer: '없음' },
    ]);
    expect(decisions).toMatchObject([
      { outcome: 'needs-review', action: 'new-po', po: { customer: 'UNKNOWN' } },
      { outcome: 'needs-review', action: 'attached', po: { customer: 'UNKNOWN' } },
    ]);
  });

  it('without a number is a PO by itself, shown by a stand-in that is no number', async () => {
    const { decisions } = await decide([
      { ...first, poNo: null },
      { ...second, poNo: '구두 2차' },
      { ...third, poNo: 'FCMS-FP25000001' },
    ]);
    expect(decisions).toMatchObject([
      { action: 'new-po', po: { poNo: 'FCMS-FP25000001', numberless: true }, reasons: [{ code: 'MISSING_PO_NO' }] },
      { action: 'new-po', po: { poNo: 'FCMS-FP25000002', numberless: true }, reasons: [{ code: 'MISSING_PO_NO' }] },
      { action: 'new-po', po: { poNo: 'FCMS-FP25000001', numberless: false }, reasons: [] },
    ]);
  });

  it('is attached to a manual PO, whose items stay what was ordered', async () => {
    await enter({ items: [{ product: 'KF001', qty: 30 }] });
    const { decisions } = await decide([first]);
    expect(decisions).toMatchObject([{ outcome: 'created', action: 'attached', link: 'exact', po: { manual: true } }]);
    expect(pos()).toMatchObject([{ items: [{ qty: 30 }], receivedOn: '2025-11-19' }]);
  });

  it('takes its place in decision order when it arrives late: the numbers of the later ones move', async () => {
    await decide([second, third]);
    const { decisions } = await decide([first]);
    expect(decisions).toMatchObject([{ action: 'attached', delivery: 1 }]);
    expect(numbers()).toEqual([
      [
        'PO-001',
        [
          ['FP25000001', 1],
          ['FP25000002', 2],
          ['FP25000003', 3],
        ],
      ],
    ]);
    expect(pos()).toMatchObject([{ receivedOn: '2025-11-10' }]);
  });
});

describe('step 1: a recorded document that has not changed', () => {
  it('is skipped', async () => {
    await decide([first]);
    const again = await decide([{ ...first, customerName: 'another', progressCode: '31', poNo: ' PO-001 ' }]);
    expect(codes(again)).toEqual(['ALREADY_RECORDED']);
    expect(again.changes).toEqual(noChanges);
  });

  it('is decided again when forced, and takes its names', async () => {
    await decide([first]);
    const { decisions } = await decide([{ ...first, customerName: '새 이름' }], { force: true });
    expect(decisions).toMatchObject([{ outcome: 'created', action: 'refreshed', link: 'new', delivery: 1 }]);
    expect(pos()).toMatchObject([{ customerName: '새 이름' }]);
  });

  it('is skipped although forced where its PO is manual or was reviewed', async () => {
    await decide([first, { ...second, poNo: 'PO-002' }]);
    await enter();
    await review('PO-002');
    const before = pos();
    const forced = await decide([first, { ...second, poNo: 'PO-002' }], { force: true });
    expect(codes(forced)).toEqual(['ALREADY_RECORDED', 'ALREADY_RECORDED']);
    expect(pos()).toEqual(before);
  });
});

describe('step 2: a document that is cancelled and not recorded', () => {
  it('is skipped, and decided as new when it lives again', async () => {
    const cancelled = { ...first, progressCode: '51' };
    expect(codes(await decide([cancelled]))).toEqual(['CANCELLED']);
    expect(codes(await decide([cancelled], { force: true }))).toEqual(['CANCELLED']);
    expect(pos()).toEqual([]);
    expect((await decide([first])).decisions).toMatchObject([{ outcome: 'created', action: 'new-po' }]);
  });
});

describe('step 3: a document that was recorded as live and is cancelled now', () => {
  it('loses its number and leaves all sums', async () => {
    await decide([first, second, third]);
    const { decisions } = await decide([{ ...first, progressCode: '51' }]);
    expect(decisions).toMatchObject([
      {
        outcome: 'needs-review',
        action: 'none',
        link: null,
        delivery: null,
        reasons: [{ code: 'CANCELLED_IN_FCMS' }],
        po: { poNo: 'PO-001' },
      },
    ]);
    expect(numbers()).toEqual([
      [
        'PO-001',
        [
          ['FP25000001', null],
          ['FP25000002', 1],
          ['FP25000003', 2],
        ],
      ],
    ]);
    expect(pos()).toMatchObject([{ items: [{ qty: 20 }], receivedOn: '2025-11-11' }]);
  });

  it('stays on its PO, whatever FCMS calls it now, and the PO stays what it was', async () => {
    await decide([{ ...first, poNo: 'po-001' }]);
    await decide([{ ...first, poNo: 'PO-999', customer: 'SAM', progressCode: '51' }]);
    expect(pos()).toMatchObject([
      { identity: { customerKey: 'KDKK', poKey: 'PO-001' }, customer: 'KDKK', poNo: 'PO-001', items: [] },
    ]);
    await decide([second]);
    expect(pos()).toMatchObject([{ poNo: 'PO-001', deliveries: [{ number: null }, { number: 1 }] }]);
  });

  it('keeps its PO without a number known by the document', async () => {
    await decide([{ ...first, poNo: null }]);
    await decide([{ ...first, poNo: 'PO-999', progressCode: '51' }]);
    expect(pos()).toMatchObject([{ identity: { poKey: null, docNo: 'FP25000001' }, poNo: 'FCMS-FP25000001' }]);
  });

  it('leaves the sums of a manual PO, too, and their reasons close', async () => {
    await enter({ items: [{ product: 'KF001', qty: 20 }] });
    await decide([first, second, third]);
    expect(pos()[0]?.deliveries.map(({ reasons }) => reasons.length)).toEqual([0, 0, 1]);
    const { reworks } = await decide([{ ...second, progressCode: '51' }], { runId: 'run-2' });
    expect(pos()[0]?.deliveries.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
      [],
      ['CANCELLED_IN_FCMS'],
      [],
    ]);
    expect(reworks).toEqual([{ docNo: 'FP25000003', code: 'QTY_MISMATCH', change: 'closed' }]);
  });

  it('is not told again by the next run', async () => {
    await decide([first]);
    await decide([{ ...first, progressCode: '51' }]);
    expect(codes(await decide([{ ...first, progressCode: '51' }]))).toEqual(['ALREADY_RECORDED']);
  });
});

describe('step 3a: a document that was recorded as cancelled and still is', () => {
  it('is skipped, and its new content is stored', async () => {
    await decide([first, second]);
    await decide([{ ...first, progressCode: '51' }]);
    const changed = { ...first, progressCode: '51', qty: '99', poNo: 'PO-777' };
    const decided = await decide([changed]);
    expect(codes(decided)).toEqual(['CANCELLED']);
    expect(pos()).toMatchObject([
      {
        poNo: 'PO-001',
        items: [{ qty: 10 }],
        deliveries: [
          { hash: read(changed).hash, qty: 99, number: null, reasons: [{ code: 'CANCELLED_IN_FCMS' }] },
          { number: 1 },
        ],
      },
    ]);
    expect(codes(await decide([changed]))).toEqual(['ALREADY_RECORDED']);
    expect(codes(await decide([changed], { force: true }))).toEqual(['CANCELLED']);
  });
});

describe('step 4: a recorded document that has changed, on a PO that is manual or was reviewed', () => {
  it('takes what FCMS says now, and tells before and after; what a human entered stays', async () => {
    await enter({ items: [{ product: 'KF001', qty: 30 }] });
    await decide([first]);
    const changed = {
      ...first,
      qty: '12',
      product: 'KF009',
      orderDate: '2025-11-15 00:00:00',
      deliveryDate: null,
      poNo: 'PO-777',
      customer: 'SAM',
    };
    const { decisions } = await decide([changed], { runId: 'run-2' });
    expect(decisions).toMatchObject([
      {
        outcome: 'needs-review',
        action: 'none',
        link: null,
        delivery: 1,
        po: { poNo: 'PO-001', customer: 'KDKK', manual: true },
        reasons: [
          { code: 'PRODUCT_NOT_ORDERED', facts: { product: 'KF009' } },
          {
            code: 'SOURCE_CHANGED',
            facts: {
              poNo: ['PO-001', 'PO-777'],
              customer: ['KDKK', 'SAM'],
              product: ['KF001', 'KF009'],
              qty: ['10', '12'],
              effectiveOn: ['2025-11-10', '2025-11-15'],
              deliveryOn: ['2025-11-27', null],
            },
          },
        ],
      },
    ]);
    expect(pos()).toMatchObject([
      {
        poNo: 'PO-001',
        customer: 'KDKK',
        receivedOn: '2025-11-19',
        items: [{ product: 'KF001', qty: 30 }],
        deliveries: [{ qty: 12, product: 'KF009', link: 'exact', hash: read(changed).hash }],
      },
    ]);
    expect(codes(await decide([changed]))).toEqual(['ALREADY_RECORDED']);
  });

  it('holds for a PO that was reviewed, too', async () => {
    await decide([first]);
    await review('PO-001');
    const { decisions } = await decide([{ ...first, qty: '12', poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([
      { action: 'none', po: { poNo: 'PO-001' }, reasons: [{ code: 'SOURCE_CHANGED' }] },
    ]);
    expect(pos()).toMatchObject([{ poNo: 'PO-001', customer: 'KDKK', items: [{ qty: 12 }] }]);
  });

  it('stays on a PO that has a number when its own has gone', async () => {
    await enter();
    await decide([first]);
    const { decisions } = await decide([{ ...first, poNo: null }]);
    expect(decisions).toMatchObject([
      { po: { poNo: 'PO-001', numberless: false }, reasons: [{ code: 'MISSING_PO_NO' }, { code: 'SOURCE_CHANGED' }] },
    ]);
  });

  it('takes its new place in decision order', async () => {
    await enter();
    await decide([first, second]);
    await decide([{ ...first, orderDate: '2025-11-30 00:00:00' }]);
    expect(pos()[0]?.deliveries.map(({ docNo, number }) => [docNo, number])).toEqual([
      ['FP25000002', 1],
      ['FP25000001', 2],
    ]);
  });

  it('lives again when FCMS takes its cancellation back', async () => {
    await enter();
    await decide([first]);
    await decide([{ ...first, progressCode: '51' }]);
    const { decisions } = await decide([first]);
    expect(decisions).toMatchObject([
      { action: 'none', delivery: 1, reasons: [{ code: 'SOURCE_CHANGED', facts: { cancelled: [true, false] } }] },
    ]);
  });

  it('keeps as "before" what a human last saw, and as "after" what FCMS says now', async () => {
    await enter({ items: [{ product: 'KF001', qty: 100 }] });
    const factsAfter = async (document: SourceDocument): Promise<unknown> => {
      await decide([document]);
      return pos()[0]?.deliveries[0]?.reasons.find(({ code }) => code === 'SOURCE_CHANGED')?.facts;
    };
    await decide([first]);
    expect(await factsAfter({ ...first, qty: '20' })).toEqual({ qty: ['10', '20'] });
    expect(await factsAfter({ ...first, qty: '30' })).toEqual({ qty: ['10', '30'] });
    expect(await factsAfter({ ...first, qty: '30', deliveryDate: null })).toEqual({
      qty: ['10', '30'],
      deliveryOn: ['2025-11-27', null],
    });
    expect(await factsAfter({ ...first, qty: '10', deliveryDate: null })).toEqual({ deliveryOn: ['2025-11-27', null] });
    await decide([{ ...first, qty: '40', deliveryDate: null, progressCode: '51' }]);
    expect(await factsAfter({ ...first, qty: '40', deliveryDate: '2025-12-01 00:00:00' })).toEqual({
      deliveryOn: ['2025-11-27', '2025-12-01'],
      cancelled: [true, false],
    });
  });

  it('still tells the last change when everything is as it was', async () => {
    await enter();
    await decide([first]);
    await decide([{ ...first, qty: '20' }]);
    const { decisions } = await decide([first]);
    expect(decisions).toMatchObject([{ reasons: [{ code: 'SOURCE_CHANGED', facts: { qty: ['20', '10'] } }] }]);
  });
});

describe('step 5: a recorded document that has changed, on a backfilled PO', () => {
  it('is refreshed where it names the same PO', async () => {
    await decide([first, second]);
    const { decisions, changes } = await decide([{ ...second, qty: '25', poNo: 'PO-001' }]);
    expect(decisions).toMatchObject([{ outcome: 'created', action: 'refreshed', link: 'exact', delivery: 2 }]);
    expect(pos()).toMatchObject([{ items: [{ qty: 35 }] }]);
    expect(changes.changed.map(({ docNo }) => docNo)).toEqual(['FP25000002']);
  });

  it('is refreshed where it lives again', async () => {
    await decide([first]);
    await decide([{ ...first, progressCode: '51' }]);
    const { decisions } = await decide([first]);
    expect(decisions).toMatchObject([
      { outcome: 'created', action: 'refreshed', link: 'new', delivery: 1, reasons: [] },
    ]);
  });

  it('moves to the PO that it names now', async () => {
    await decide([first, second, { ...third, poNo: 'PO-777' }]);
    const { decisions } = await decide([{ ...first, poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([{ action: 'attached', link: 'exact', delivery: 1, po: { poNo: 'PO-777' } }]);
    expect(pos()[1]?.deliveries[0]).toMatchObject({ docNo: 'FP25000001', link: 'exact' });
    expect(numbers()).toEqual([
      ['PO-001', [['FP25000002', 1]]],
      [
        'PO-777',
        [
          ['FP25000001', 1],
          ['FP25000003', 2],
        ],
      ],
    ]);
  });

  it('moves to a new PO where its own has other documents', async () => {
    await decide([first, second]);
    const { decisions } = await decide([{ ...first, poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([{ action: 'new-po', link: 'new', delivery: 1 }]);
    expect(numbers()).toEqual([
      ['PO-001', [['FP25000002', 1]]],
      ['PO-777', [['FP25000001', 1]]],
    ]);
    expect(pos()).toMatchObject([{ receivedOn: '2025-11-11', items: [{ qty: 10 }] }, {}]);
  });

  it('takes its PO along where that has no other', async () => {
    await decide([first]);
    const { decisions, changes } = await decide([{ ...first, poNo: 'PO-777', customer: 'SAM' }]);
    expect(decisions).toMatchObject([
      { action: 'refreshed', link: 'new', po: { id: 'po-1', customer: 'SAM', poNo: 'PO-777' }, delivery: 1 },
    ]);
    expect(changes).toMatchObject({ added: new Set(), removed: [] });
    expect(pos()).toMatchObject([{ identity: { customerKey: 'SAM', poKey: 'PO-777' } }]);
  });

  it('leaves nothing of its PO where it had no other and the new number has one', async () => {
    await decide([first, { ...second, poNo: 'PO-777' }]);
    const { decisions, changes } = await decide([{ ...first, poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([{ action: 'attached', link: 'exact' }]);
    expect(changes.removed).toEqual(['po-1']);
    expect(numbers()).toEqual([
      [
        'PO-777',
        [
          ['FP25000001', 1],
          ['FP25000002', 2],
        ],
      ],
    ]);
  });

  it('leaves nothing of its PO when all its documents move away within a batch', async () => {
    await decide([first, second, { ...third, poNo: 'PO-777' }]);
    const { changes } = await decide([
      { ...first, poNo: 'PO-888' },
      { ...second, poNo: 'PO-777' },
    ]);
    expect(changes.removed).toEqual(['po-1']);
    expect(numbers()).toEqual([
      [
        'PO-777',
        [
          ['FP25000002', 1],
          ['FP25000003', 2],
        ],
      ],
      ['PO-888', [['FP25000001', 1]]],
    ]);
  });

  it('does not take along a PO that also has a cancelled document', async () => {
    await decide([first, second]);
    await decide([{ ...second, progressCode: '51' }]);
    const { decisions } = await decide([{ ...first, poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([{ action: 'new-po' }]);
    expect(numbers()).toEqual([
      ['PO-001', [['FP25000002', null]]],
      ['PO-777', [['FP25000001', 1]]],
    ]);
  });

  it('moves to a manual PO, and is held from then on', async () => {
    await decide([first]);
    await enter({ poNo: 'PO-777' });
    const { decisions } = await decide([{ ...first, poNo: 'PO-777' }]);
    expect(decisions).toMatchObject([{ action: 'attached', link: 'exact', po: { manual: true } }]);
    const { decisions: later } = await decide([first]);
    expect(later).toMatchObject([{ action: 'none', po: { poNo: 'PO-777' } }]);
  });

  it('is known by itself once its number has gone, and by the number once it has come', async () => {
    await decide([first]);
    const gone = await decide([{ ...first, poNo: null }]);
    expect(gone.decisions).toMatchObject([
      {
        action: 'refreshed',
        po: { id: 'po-1', poNo: 'FCMS-FP25000001', numberless: true },
        reasons: [{ code: 'MISSING_PO_NO' }],
      },
    ]);
    const come = await decide([first]);
    expect(come.decisions).toMatchObject([{ action: 'refreshed', po: { id: 'po-1', poNo: 'PO-001' }, reasons: [] }]);
  });

  it('has the reasons of what it says now', async () => {
    await decide([{ ...first, customer: null, qty: '0' }]);
    expect((await decide([{ ...first, qty: '0' }])).decisions).toMatchObject([
      { outcome: 'needs-review', action: 'refreshed', reasons: [{ code: 'INVALID_QTY' }] },
    ]);
    expect((await decide([first])).decisions).toMatchObject([{ outcome: 'created', reasons: [] }]);
  });

  it('is decided as if never seen once the review of its PO is undone', async () => {
    await decide([first]);
    await review('PO-001');
    await decide([{ ...first, qty: '12' }]);
    await review('PO-001', false);
    const { decisions } = await decide([{ ...first, qty: '13' }]);
    expect(decisions).toMatchObject([{ outcome: 'created', action: 'refreshed', reasons: [] }]);
  });

  it('lets documents change places within a batch', async () => {
    await decide([
      { ...first, poNo: 'A1' },
      { ...second, poNo: 'B1' },
    ]);
    await decide([
      { ...first, poNo: 'B1' },
      { ...second, poNo: 'A1' },
    ]);
    expect(numbers()).toEqual([
      ['A1', [['FP25000002', 1]]],
      ['B1', [['FP25000001', 1]]],
    ]);
  });
});

describe('the limit', () => {
  it('ends with the Nth document that is decided: what comes after it is not checked', async () => {
    const decided = await decide([first, second, third], { remaining: 2 });
    expect(decided.decisions.map(({ docNo }) => docNo)).toEqual(['FP25000001', 'FP25000002']);
    expect(decided.limitReached).toBe(true);
  });

  it('is not used by documents that are skipped', async () => {
    await decide([first]);
    const decided = await decide([first, { ...second, progressCode: '51' }, third], { remaining: 1 });
    expect(codes(decided)).toEqual(['ALREADY_RECORDED', 'CANCELLED', []]);
    expect(decided.limitReached).toBe(true);
  });

  it('is used by documents that are only reviewed', async () => {
    await decide([first, second]);
    const decided = await decide(
      [
        { ...first, progressCode: '51' },
        { ...second, qty: '11' },
      ],
      { remaining: 1 },
    );
    expect(decided.decisions).toHaveLength(1);
  });

  it('is not reached by fewer', async () => {
    expect((await decide([first, second], { remaining: 3 })).limitReached).toBe(false);
    expect((await decide([third])).limitReached).toBe(false);
  });
});

describe('reasons on documents that were decided before', () => {
  it('are told as reworked, with the document and the reason', async () => {
    await enter({ items: [{ product: 'KF001', qty: 15 }] });
    await decide([second], { runId: 'run-1' });
    const { reworks, decisions } = await decide([first], { runId: 'run-2' });
    expect(decisions).toMatchObject([{ outcome: 'created', delivery: 1 }]);
    expect(reworks).toEqual([{ docNo: 'FP25000002', code: 'QTY_MISMATCH', change: 'opened' }]);
  });

  it('are worked out again with their facts', async () => {
    await enter({ items: [{ product: 'KF001', qty: 5 }] });
    await decide([first, second], { runId: 'run-1' });
    const { reworks, changes } = await decide([{ ...first, qty: '12' }], { runId: 'run-2' });
    expect(reworks).toEqual([]);
    expect(changes.changed.map(({ docNo }) => docNo)).toEqual(['FP25000001', 'FP25000002']);
    expect(pos()[0]?.deliveries.map(({ number, reasons }) => [number, reasons[0]?.facts.instructed])).toEqual([
      [1, 12],
      [2, 22],
    ]);
  });

  it('are not told of documents that the same run has decided', async () => {
    await enter({ items: [{ product: 'KF001', qty: 15 }] });
    await decide([second], { runId: 'run-1' });
    const { reworks } = await decide([first], { runId: 'run-1' });
    expect(reworks).toEqual([]);
    expect(pos()[0]?.deliveries.map(({ reasons }) => reasons.length)).toEqual([0, 1]);
  });
});

describe('the tolerance of the site', () => {
  it.each([
    [0, '31', true],
    [0, '30', false],
    [10, '33', false],
    [10, '34', true],
    [0.5, '30', false],
  ])('of %s percent flags %s of 30: %s', async (qtyTolerance, qty, flagged) => {
    await enter({ items: [{ product: 'KF001', qty: 30 }] });
    const { decisions } = await decide([{ ...first, qty }], { qtyTolerance });
    expect(decisions[0]?.outcome).toBe(flagged ? 'needs-review' : 'created');
  });
});

describe('deciding', () => {
  it('changes nothing of what it is given', async () => {
    await decide([first, second]);
    const batch = [{ ...first, poNo: 'PO-777' }, { ...second, progressCode: '51' }, third].map(read);
    const { known } = await store.lookUp(batch, false);
    const copy = structuredClone({ batch, known });
    decideInOrder(batch, known, { force: false, remaining: null, qtyTolerance: 0, runId: 'r', newPoId, look: null });
    expect({ batch, known }).toEqual(copy);
  });

  it('has an answer for no documents', () => {
    const nothing = decideInOrder(
      [],
      { recorded: new Map(), reservations: new Map(), pos: [], candidates: noCandidates },
      {
        force: false,
        remaining: null,
        qtyTolerance: 0,
        runId: 'r',
        newPoId,
        look: null,
      },
    );
    expect(nothing).toMatchObject({ decisions: [], reworks: [], limitReached: false, changes: { touched: [] } });
  });
});

describe('a document with a reserved number (step 6)', () => {
  const reserve = async (state: ReservationState, poKey = 'PO-001'): Promise<void> => {
    await enter({ poNo: poKey });
    const { pos: found } = await store.find({ identities: [{ customerKey: 'KDKK', poKey }] });
    reservations.set('FP25000001', { poId: found[0]!.po.id, state });
  };
  const linkAndReasons = (decided: BatchDecisions): unknown =>
    decided.decisions.map((each) =>
      each.outcome === 'skipped' ? each.skipped : [each.link, each.po.poNo, each.reasons.map(({ code }) => code)],
    );

  it.each<ReservationState>(['RESERVED', 'EXPIRED'])(
    'goes to the PO that it was reserved for while %s',
    async (state) => {
      await reserve(state);
      expect(linkAndReasons(await decide([{ ...first, poNo: null }]))).toEqual([
        ['reserved', 'PO-001', ['MISSING_PO_NO']],
      ]);
    },
  );

  it('is decided by its number once the reserved one was released', async () => {
    await reserve('RELEASED');
    expect(linkAndReasons(await decide([{ ...first, poNo: 'B-1' }]))).toEqual([['new', 'B-1', []]]);
  });

  it('is compared in its normal form', async () => {
    await reserve('RESERVED');
    expect(linkAndReasons(await decide([{ ...first, docNo: 'fp25000001', poNo: null }]))).toEqual([
      ['reserved', 'PO-001', ['MISSING_PO_NO', 'INVALID_DOC_NO']],
    ]);
  });

  it('is a conflict when it names another number or another customer, with both told', async () => {
    await reserve('RESERVED');
    const decided = await decide([{ ...first, poNo: 'B-1', customer: 'AAA' }]);
    expect(decided.decisions).toMatchObject([
      {
        link: 'reserved',
        reasons: [
          {
            code: 'RESERVATION_CONFLICT',
            facts: {
              reservedFor: { customer: 'KDKK', poNo: 'PO-001' },
              document: { customer: 'AAA', poNo: 'B-1' },
            },
          },
        ],
      },
    ]);
    store = inMemoryPoStore(undefined, undefined, reservations);
    await reserve('RESERVED');
    expect(linkAndReasons(await decide([{ ...first, customer: 'AAA' }]))).toEqual([
      ['reserved', 'PO-001', ['RESERVATION_CONFLICT']],
    ]);
  });

  it('stays on the PO that it came to by it, whatever became of the reservation', async () => {
    await decide([{ ...second, docNo: 'FP25000005', poNo: 'A-1' }]);
    const { pos: found } = await store.find({ identities: [{ customerKey: 'KDKK', poKey: 'A-1' }] });
    reservations.set('FP25000001', { poId: found[0]!.po.id, state: 'RESERVED' });
    await decide([{ ...first, poNo: null }]);
    reservations.set('FP25000001', { poId: found[0]!.po.id, state: 'MATCHED' });
    expect(linkAndReasons(await decide([{ ...first, poNo: null, qty: '11' }]))).toEqual([
      ['reserved', 'A-1', ['MISSING_PO_NO']],
    ]);
  });
});
