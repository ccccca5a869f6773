import fc from 'fast-check';
import { expect, it } from 'vitest';
import { facts, factsArb, knowing } from '../testing/matchExamples.ts';
import { compareFeatures } from './compareFeatures.ts';
import { defaultWeights } from './defaultWeights.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { matchFeatures } from './MatchFeatures.ts';
import { matchEvidence } from './matchEvidence.ts';
import { scoreOf } from './pairScore.ts';

const evidence = (document: MatchFacts, candidate: MatchFacts) => {
  const { numbering, weights } = knowing([]);
  const comparison = compareFeatures(matchFeatures(document), matchFeatures(candidate), numbering, weights);
  return { found: matchEvidence(document, candidate, comparison, weights), score: scoreOf(comparison, weights) };
};

it('says what was compared, on which level, and whether that speaks for or against', () => {
  const { found } = evidence(
    facts({ poKey: 'ABC-2042-017' }),
    facts({ need: 'none', lines: [{ productKey: 'KF002', qty: 10, deliveryOn: '2024-05-20' }] }),
  );
  expect(found).toContainEqual({
    feature: 'number',
    effect: 'for',
    code: 'number.swapped',
    facts: { document: 'ABC-2042-017', candidate: 'ABC-2024-017', expectation: 'no' },
    weight: defaultWeights.number.swapped[0],
  });
  expect(found).toContainEqual({
    feature: 'product',
    effect: 'against',
    code: 'product.different',
    facts: { document: ['KF001'], candidate: ['KF002'] },
    weight: defaultWeights.product.different,
  });
  expect(found.find(({ feature }) => feature === 'need')).toMatchObject({ effect: 'against', code: 'need.none' });
});

it('adds up to the score, the weightiest first, and leaves out what says nothing', () => {
  fc.assert(
    fc.property(factsArb(), factsArb(), (document, candidate) => {
      const { found, score } = evidence(document, candidate);
      expect(found.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
      found.forEach(({ weight, effect, code }, i) => {
        expect(weight).not.toBe(0);
        expect(effect).toBe(weight > 0 ? 'for' : 'against');
        expect(code).not.toContain('unknown');
        if (i > 0) expect(Math.abs(found[i - 1]?.weight ?? 0)).toBeGreaterThanOrEqual(Math.abs(weight));
      });
    }),
  );
});
