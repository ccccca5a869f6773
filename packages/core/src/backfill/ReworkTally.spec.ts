import { describe, expect, it } from 'vitest';
import type { Rework } from './decideInOrder.ts';
import { ReworkTally } from './ReworkTally.ts';

const opened = (docNo: string): Rework => ({ docNo, code: 'QTY_MISMATCH', change: 'opened' });
const closed = (docNo: string): Rework => ({ docNo, code: 'QTY_MISMATCH', change: 'closed' });

describe('the reasons that a run opens and closes on documents that it did not decide', () => {
  it('are counted', () => {
    const tally = new ReworkTally().after(
      [opened('A'), closed('B'), { ...opened('A'), code: 'PRODUCT_NOT_ORDERED' }],
      [],
    );
    expect(tally.count()).toEqual({ opened: 2, closed: 1 });
  });

  it('are counted by what is open at the end against what was open before', () => {
    expect(new ReworkTally().after([opened('A'), closed('A')], []).count()).toEqual({ opened: 0, closed: 0 });
    expect(
      new ReworkTally()
        .after([closed('A')], [])
        .after([opened('A')], [])
        .count(),
    ).toEqual({ opened: 0, closed: 0 });
    expect(new ReworkTally().after([opened('A'), closed('A'), opened('A')], []).count()).toEqual({
      opened: 1,
      closed: 0,
    });
  });

  it('are not counted on a document that the run decides afterwards, in the same batch or a later one', () => {
    expect(new ReworkTally().after([opened('A')], ['A']).count()).toEqual({ opened: 0, closed: 0 });
    const tally = new ReworkTally().after([opened('A'), opened('B')], []);
    expect(tally.after([], ['A', 'C']).count()).toEqual({ opened: 1, closed: 0 });
    expect(tally.count()).toEqual({ opened: 2, closed: 0 });
  });

  it('are none when nothing was reworked', () => {
    const tally = new ReworkTally();
    expect(tally.after([], ['A'])).toBe(tally);
    expect(tally.count()).toEqual({ opened: 0, closed: 0 });
  });
});
