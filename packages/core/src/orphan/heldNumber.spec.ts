import { describe, expect, it } from 'vitest';
import { inMemoryOrphanStore } from '../memory/inMemoryOrphanStore.ts';
import { orphan } from '../testing/builders.ts';
import { heldNumber } from './heldNumber.ts';

describe('the number of an orphan that was typed', () => {
  const orphans = inMemoryOrphanStore(new Map(['FP25000001', 'odd 7', 'ODD7'].map((docNo) => [docNo, orphan(docNo)])));

  it.each([
    ['FP25000001', 'FP25000001'],
    ['fp25000001', 'FP25000001'],
    [' ＦＰ２５０００００１ ', 'FP25000001'],
    // One that is called exactly so goes first.
    ['odd 7', 'odd 7'],
    ['Odd 7', 'ODD7'],
  ])('%j is %j', async (typed, docNo) => {
    expect(await heldNumber(orphans, typed)).toBe(docNo);
  });

  it('is in the usual form where there is none', async () => {
    expect(await heldNumber(orphans, 'fp 25000002')).toBe('FP25000002');
  });
});
