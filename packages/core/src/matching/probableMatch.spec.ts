import { describe, expect, it } from 'vitest';
import type { Position } from '../document/decisionOrder.ts';
import { facts, knowing, series } from '../testing/matchExamples.ts';
import type { CandidatePo } from './CandidatePo.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { matchFeatures } from './MatchFeatures.ts';
import { type Asking, probableMatch } from './probableMatch.ts';

const at = (effectiveOn: string): Position => ({ effectiveOn, parts: null, docNo: effectiveOn });

const candidate = (poKey: string, some: Partial<CandidatePo> = {}, given: Partial<MatchFacts> = {}): CandidatePo => ({
  id: `id of ${poKey}`,
  facts: facts({ poKey, id: `KDKK\n${poKey}`, need: 'all', ...given }),
  customer: 'KDKK',
  poNo: poKey,
  asks: false,
  first: null,
  names: [],
  refused: [],
  ...some,
});

/** The new PO of `ABC-2042-017`, a slip of `ABC-2024-017`, asked for the first time. */
const asking = (some: Partial<Asking> = {}, own: Partial<CandidatePo> = {}): Asking => {
  const given = facts({ poKey: 'ABC-2042-017', id: 'FP24000001' });
  return {
    own: candidate('ABC-2042-017', { asks: true, first: at('2024-05-10'), ...own }, { need: null }),
    facts: given,
    features: matchFeatures(given),
    before: null,
    ...some,
  };
};

const context = knowing(series(30));
const right = candidate('ABC-2024-017');
const namedBy = (match: ReturnType<typeof probableMatch>): readonly string[] =>
  match?.candidates.map(({ poNo }) => poNo) ?? [];

describe('a probable match', () => {
  it('names the PO with its probability and its evidence, and says how likely it is none', () => {
    const match = probableMatch(asking(), [right], context);
    expect(match?.reason.code).toBe('PROBABLE_MATCH');
    expect(match?.reason.facts).toEqual({ candidates: match?.candidates, none: expect.any(Number), ambiguous: false });
    const [best] = match?.candidates ?? [];
    expect(best).toMatchObject({ id: 'id of ABC-2024-017', customer: 'KDKK', poNo: 'ABC-2024-017' });
    expect((best?.score ?? 0) + Number(match?.reason.facts.none)).toBeCloseTo(1, 3);
    expect(best?.evidence).toContainEqual({
      feature: 'number',
      effect: 'for',
      code: 'number.swapped',
      facts: { document: 'ABC-2042-017', candidate: 'ABC-2024-017', expectation: 'no' },
    });
    expect(best?.evidence.map(({ code }) => code)).toContain('need.all');
  });

  it('is none where there is nothing to be it', () => {
    expect(probableMatch(asking(), [], context)).toBeNull();
    expect(probableMatch(asking(), [candidate('XW/24/3345', {}, { lines: [], orderedOn: [] })], context)).toBeNull();
    expect(probableMatch(asking(), [{ ...right, id: asking().own.id }], context)).toBeNull();
  });

  it('does not come back once people refused it, on either side', () => {
    expect(probableMatch(asking({}, { refused: [right.id] }), [right], context)).toBeNull();
    expect(probableMatch(asking(), [{ ...right, refused: [asking().own.id] }], context)).toBeNull();
  });

  it('opens for another candidate when one was refused', () => {
    const other = candidate('ABC/2024/017');
    expect(namedBy(probableMatch(asking({}, { refused: [right.id] }), [right, other], context))).toEqual([
      'ABC/2024/017',
    ]);
  });

  it('is flagged on one of the two only: a candidate that names this PO is left out', () => {
    const naming = { ...right, asks: true, first: at('2024-05-01'), names: [asking().own.id] };
    expect(probableMatch(asking(), [naming], context)).toBeNull();
    expect(probableMatch(asking({ before: [] }), [naming], context)).toBeNull();
  });

  it('leaves out of the shares what it leaves out of the answer', () => {
    const naming = { ...right, names: [asking().own.id] };
    const weak = candidate('ABC-2024-017-2', {}, { lines: [], orderedOn: [] });
    const both = probableMatch(asking(), [right, weak], context);
    expect(namedBy(both)).toContain('ABC-2024-017');
    // What speaks for the one does not speak for the other.
    expect(namedBy(probableMatch(asking(), [naming, weak], context))).toEqual([]);
  });

  it('is left to the later of two POs that are both asked, when this one is asked again', () => {
    const later = { ...right, asks: true, first: at('2024-05-11') };
    const earlier = { ...right, asks: true, first: at('2024-05-09') };
    expect(namedBy(probableMatch(asking({ before: null }), [later], context))).toEqual(['ABC-2024-017']);
    expect(probableMatch(asking({ before: [] }), [later], context)).toBeNull();
    expect(namedBy(probableMatch(asking({ before: [later.id] }), [later], context))).toEqual(['ABC-2024-017']);
    expect(namedBy(probableMatch(asking({ before: [] }), [earlier], context))).toEqual(['ABC-2024-017']);
    // One that nobody asks cannot be left to it.
    expect(namedBy(probableMatch(asking({ before: [] }), [{ ...later, asks: false }], context))).toEqual([
      'ABC-2024-017',
    ]);
  });

  it('does not depend on addresses, nor on the order in which candidates are found', () => {
    const twins = [candidate('ABC/2024/017'), candidate('ABC_2024_017'), right];
    const told = (candidates: readonly CandidatePo[]) => namedBy(probableMatch(asking(), candidates, context));
    const renamed = twins.map((one, i) => ({ ...one, id: String(9 - i) })).toReversed();
    expect(told(renamed)).toEqual(told(twins));
  });
});
