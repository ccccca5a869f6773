import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsArb, features, knowing, posArb, series, waiting } from '../testing/matchExamples.ts';
import { tries } from '../testing/tries.ts';
import { compareFeatures } from './compareFeatures.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { matchFeatures } from './MatchFeatures.ts';
import { type MatchContext, pairScore, weightOf } from './pairScore.ts';

const contextArb = (): fc.Arbitrary<MatchContext> => posArb().map((pos) => knowing(pos.map(matchFeatures)));

const score = (a: MatchFacts, b: MatchFacts, context: MatchContext): number =>
  pairScore(matchFeatures(a), matchFeatures(b), context);

/** Scores before and after `b` agrees more with `a` in one fact. */
const neverLower = (agree: (a: MatchFacts, b: MatchFacts) => MatchFacts): void => {
  fc.assert(
    fc.property(factsArb(), factsArb(), contextArb(), (a, b, context) => {
      expect(score(a, agree(a, b), context)).toBeGreaterThanOrEqual(score(a, b, context));
    }),
    tries(10),
  );
};

const towards = (day: string, goal: string): string => {
  const [from, to] = [Date.parse(day), Date.parse(goal)];
  return new Date(to + Math.trunc((from - to) / 86_400_000 / 2) * 86_400_000).toISOString().slice(0, 10);
};

describe('the score of a pair', () => {
  it('is symmetric', () => {
    fc.assert(
      fc.property(factsArb(), factsArb(), contextArb(), (a, b, context) => {
        expect(score(a, b, context)).toBe(score(b, a, context));
      }),
      tries(20),
    );
  });

  it('is a whole number, the same each time, and does not depend on the order of lines and days', () => {
    fc.assert(
      fc.property(factsArb(), factsArb(), contextArb(), (a, b, context) => {
        const turned = { ...b, lines: b.lines.toReversed(), orderedOn: b.orderedOn.toReversed() };
        expect(Number.isInteger(score(a, b, context))).toBe(true);
        expect(score(a, turned, context)).toBe(score(a, b, context));
        const { numbering, weights } = context;
        expect(compareFeatures(matchFeatures(a), matchFeatures(turned), numbering, weights)).toEqual(
          compareFeatures(matchFeatures(a), matchFeatures(b), numbering, weights),
        );
      }),
      tries(5),
    );
  });

  it('is the sum of what the features weigh', () => {
    fc.assert(
      fc.property(factsArb(), factsArb(), contextArb(), (a, b, { numbering, weights }) => {
        const comparison = compareFeatures(matchFeatures(a), matchFeatures(b), numbering, weights);
        const sum = (['number', 'customer', 'product', 'quantity', 'delivery', 'ordered', 'need'] as const).reduce(
          (total, feature) => total + weightOf(feature, comparison, weights),
          0,
        );
        expect(score(a, b, { numbering, weights })).toBe(sum);
      }),
    );
  });
});

describe('making one fact agree more never lowers the score', () => {
  it('PO no.: the same number', () => {
    neverLower((a, b) => ({ ...b, poKey: a.poKey ?? b.poKey }));
  });

  it('customer: the same code', () => {
    neverLower((a, b) => ({ ...b, customerKey: a.customerKey ?? b.customerKey }));
  });

  it('customer name: the same name, where a code is missing', () => {
    neverLower((a, b) => ({ ...b, customerName: a.customerName ?? b.customerName }));
  });

  it('lines: one more, which is the same', () => {
    neverLower((a, b) => ({ ...b, lines: [...b.lines, ...a.lines.slice(0, b.lines.length === 0 ? 0 : 1)] }));
  });

  const oneLine = (facts: MatchFacts): MatchFacts['lines'][number] =>
    facts.lines[0] ?? { productKey: 'KF001', qty: 10, deliveryOn: '2024-05-20' };

  it.each(['productKey', 'qty', 'deliveryOn'] as const)('%s: the same, where each has one line', (field) => {
    fc.assert(
      fc.property(factsArb(), factsArb(), contextArb(), (a, b, context) => {
        const one = { ...a, lines: [oneLine(a)] };
        const value = oneLine(a)[field] ?? oneLine(b)[field];
        const [before, after] = [oneLine(b), { ...oneLine(b), [field]: value }];
        expect(score(one, { ...b, lines: [after] }, context)).toBeGreaterThanOrEqual(
          score(one, { ...b, lines: [before] }, context),
        );
      }),
      tries(5),
    );
  });

  it('quantity and delivery date: closer', () => {
    fc.assert(
      fc.property(factsArb(), factsArb(), contextArb(), (a, b, context) => {
        const [x, y] = [oneLine(a), oneLine(b)];
        const qty = x.qty === null || y.qty === null ? y.qty : Math.round((x.qty + y.qty) / 2);
        const deliveryOn =
          x.deliveryOn === null || y.deliveryOn === null ? y.deliveryOn : towards(y.deliveryOn, x.deliveryOn);
        const one = { ...a, lines: [x] };
        for (const after of [
          { ...y, qty },
          { ...y, deliveryOn },
        ]) {
          expect(score(one, { ...b, lines: [after] }, context)).toBeGreaterThanOrEqual(
            score(one, { ...b, lines: [y] }, context),
          );
        }
      }),
      tries(5),
    );
  });

  it('order dates: one more, which is the same', () => {
    neverLower((a, b) => ({ ...b, orderedOn: b.orderedOn.length === 0 ? [] : [...b.orderedOn, ...a.orderedOn] }));
  });
});

describe('the word of the numbering', () => {
  const others = series(60);
  const numberWeight = (one: string, other: string, known = others): number => {
    const context = knowing([...known, waiting(one)]);
    const comparison = compareFeatures(features({ poKey: other }), waiting(one), context.numbering, context.weights);
    return weightOf('number', comparison, context.weights);
  };

  it.each([
    ['ABC-2024-060', 'ABC-2024-061'],
    ['ABC-2024-059', 'ABC-2024-063'],
    ['ABC-2024-017', 'ABC-2024-018'],
    ['ABC-2024-049', 'ABC-2024-050'],
  ])('a step of the counter is evidence against: %s, %s', (one, next) => {
    expect(numberWeight(one, next)).toBeLessThan(0);
  });

  it('a step is evidence against even where nothing is known of the customer', () => {
    expect(numberWeight('NEW-2024-001', 'NEW-2024-002', [])).toBeLessThan(0);
    expect(numberWeight('77', '78', [])).toBeLessThan(0);
  });

  it.each([
    ['swapped digits, one of them odd', 'ABC-2024-017', 'ABC-2042-017'],
    ['swapped digits beyond the counter', 'ABC-2024-019', 'ABC-2024-091'],
    ['look-alikes', 'ABC-2024-010', 'ABC-2024-01O'],
    ['another look-alike', 'ABC-2024-018', 'A8C-2024-018'],
  ])('%s are evidence for', (_, one, typed) => {
    expect(numberWeight(one, typed)).toBeGreaterThan(0);
  });

  it.each([
    ['ABC-2024-017', 'ABC-2024-047'],
    ['ABC-2024-001', 'ABC-2024-051'],
    ['ABC-2024-012', 'ABC-2024-021'],
  ])('where many orders are nearly the same, nearly the same is no evidence: %s, %s', (one, typed) => {
    expect(numberWeight(one, typed)).toBeLessThanOrEqual(0);
    // The same pair, with a customer whose orders lie far apart.
    expect(numberWeight(one, typed, [])).toBeGreaterThan(0);
  });
});

describe('the customer', () => {
  const weightOfCustomer = (a: Partial<MatchFacts>, b: Partial<MatchFacts>): number => {
    const context = knowing([]);
    const comparison = compareFeatures(features(a), features(b), context.numbering, context.weights);
    return weightOf('customer', comparison, context.weights);
  };

  it('is neutral where one is not known', () => {
    expect(weightOfCustomer({ customerKey: null, customerName: null }, {})).toBe(0);
  });

  it('is named where one is not known: the name speaks, whatever its legal form', () => {
    expect(weightOfCustomer({ customerKey: null, customerName: '(주)가람디케이' }, {})).toBeGreaterThan(0);
    expect(weightOfCustomer({ customerKey: null, customerName: '가람디케이㈜' }, {})).toBeGreaterThan(0);
    expect(weightOfCustomer({ customerKey: null, customerName: 'SAMSUNG' }, {})).toBeLessThan(0);
  });

  it('is strong evidence against where it differs, whatever the name', () => {
    expect(weightOfCustomer({ customerKey: 'SAM' }, {})).toBeLessThanOrEqual(-7_000);
  });
});
