import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonCodes } from '../review/Reason.ts';
import { expectConsistentTally } from '../testing/expectConsistent.ts';
import type { AcceptedDecision, Decision } from './Decision.ts';
import { emptyTally, tallied, withFailure } from './tally.ts';

const skipped = (reason: 'ALREADY_RECORDED' | 'CANCELLED', docNo = 'FP25000001'): Decision => ({
  docNo,
  hash: 'h',
  outcome: 'skipped',
  skipped: reason,
});

const accepted = (
  action: AcceptedDecision['action'],
  codes: readonly (typeof reasonCodes)[number][] = [],
  docNo = 'FP25000001',
): Decision => ({
  docNo,
  hash: 'h',
  outcome: codes.length === 0 ? 'created' : 'needs-review',
  action,
  link: 'new',
  po: { id: '1', customer: 'KDKK', poNo: 'PO-001', numberless: false, manual: false },
  delivery: 1,
  reasons: codes.map((code) => ({ code, facts: {} })),
  candidates: [],
});

const decisionArb = fc.oneof(
  fc.constantFrom('ALREADY_RECORDED' as const, 'CANCELLED' as const).map((reason) => skipped(reason)),
  fc
    .tuple(fc.constantFrom('new-po', 'attached', 'refreshed'), fc.uniqueArray(fc.constantFrom(...reasonCodes)))
    .map(([action, codes]) => accepted(action as AcceptedDecision['action'], codes)),
  fc.constant(accepted('none', ['SOURCE_CHANGED'])),
);

describe('the counts of a run', () => {
  it('count each document under one outcome, split by action or by reason', () => {
    const decisions = [
      skipped('CANCELLED'),
      skipped('ALREADY_RECORDED'),
      skipped('ALREADY_RECORDED'),
      accepted('new-po'),
      accepted('new-po'),
      accepted('attached'),
      accepted('refreshed'),
      accepted('new-po', ['MISSING_CUSTOMER', 'INVALID_QTY']),
      accepted('attached', ['QTY_MISMATCH']),
      accepted('refreshed', ['MISSING_CUSTOMER']),
      accepted('none', ['SOURCE_CHANGED', 'MISSING_CUSTOMER']),
    ];
    expect(tallied(emptyTally, decisions)).toEqual({
      checked: 11,
      created: { total: 4, newPo: 2, attached: 1, refreshed: 1 },
      skipped: { total: 3, byReason: { CANCELLED: 1, ALREADY_RECORDED: 2 } },
      needsReview: {
        total: 4,
        newPo: 1,
        attached: 1,
        refreshed: 1,
        none: 1,
        byReason: { MISSING_CUSTOMER: 3, INVALID_QTY: 1, QTY_MISMATCH: 1, SOURCE_CHANGED: 1 },
      },
      failed: { total: 0, documents: [] },
      reworked: { opened: 0, closed: 0 },
    });
  });

  it('add up: checked = created + skipped + needs review, and their parts to each', () => {
    fc.assert(
      fc.property(fc.array(fc.array(decisionArb)), (batches) => {
        const inBatches = batches.reduce(tallied, emptyTally);
        expectConsistentTally(inBatches);
        expect(inBatches).toEqual(tallied(emptyTally, batches.flat()));
      }),
    );
  });

  it('leave what was counted before as it was', () => {
    const before = tallied(emptyTally, [accepted('new-po', ['INVALID_QTY'])]);
    const copy = structuredClone(before);
    tallied(before, [accepted('new-po', ['INVALID_QTY']), skipped('CANCELLED')]);
    expect(before).toEqual(copy);
  });

  it('tell documents that could not be written outside the outcomes', () => {
    const tally = withFailure(emptyTally, { docNo: 'FP25000007', error: 'too long' });
    expect(tally).toEqual({
      ...emptyTally,
      failed: { total: 1, documents: [{ docNo: 'FP25000007', error: 'too long' }] },
    });
  });

  it('tell a document once that could not be written again, or was written after all', () => {
    const one = withFailure(emptyTally, { docNo: 'FP25000007', error: 'too long' });
    const two = withFailure(one, { docNo: 'FP25000008', error: 'why' });
    const again = withFailure(two, { docNo: 'FP25000007', error: 'still too long' });
    expect(again.failed).toEqual({
      total: 2,
      documents: [
        { docNo: 'FP25000008', error: 'why' },
        { docNo: 'FP25000007', error: 'still too long' },
      ],
    });
    const written = tallied(again, [accepted('new-po', [], 'FP25000007')]);
    expect(written.failed).toEqual({ total: 1, documents: [{ docNo: 'FP25000008', error: 'why' }] });
  });
});
