import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsArb, features, knowing, posArb, series, waiting } from '../testing/matchExamples.ts';
import { tries } from '../testing/tries.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import { matchFeatures } from './MatchFeatures.ts';
import { type Ranking, rankCandidates } from './rankCandidates.ts';

/** Ranks the candidates, which exist with the POs that show the series. */
const rank = (document: MatchFeatures, candidates: readonly MatchFeatures[], others: readonly MatchFeatures[] = []) =>
  rankCandidates(document, candidates, knowing([...candidates, ...others]));

const numbers = ({ candidates }: Ranking): (string | undefined)[] => candidates.map(({ po }) => po.number?.key);

const dense = series(60);

describe('probabilities', () => {
  it('lie within 0–1 and sum to 1 with "none" and those not listed', () => {
    fc.assert(
      fc.property(factsArb(), posArb(), (document, pos) => {
        const ranking = rank(matchFeatures(document), pos.map(matchFeatures));
        const listed = ranking.candidates.map(({ probability }) => probability);
        for (const probability of [...listed, ranking.none]) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1 + 1e-12);
        }
        const sum = listed.reduce((total, probability) => total + probability, ranking.none);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        // Those not listed are few or improbable.
        if (listed.length < 10) expect(sum).toBeGreaterThan(1 - 0.01 * (pos.length + 1));
      }),
      tries(5),
    );
  });

  it('sum to 1 exactly where all candidates are listed', () => {
    const ranking = rank(features({ poKey: 'ABC-2042-017' }), [waiting('ABC-2024-017')], dense);
    const [first] = ranking.candidates;
    expect((first?.probability ?? 0) + ranking.none).toBeCloseTo(1, 12);
  });

  it('do not depend on the order in which POs are held', () => {
    fc.assert(
      fc.property(
        factsArb(),
        posArb().chain((pos) => fc.tuple(fc.constant(pos), fc.shuffledSubarray(pos, { minLength: pos.length }))),
        (document, [pos, shuffled]) => {
          expect(rank(matchFeatures(document), shuffled.map(matchFeatures))).toEqual(
            rank(matchFeatures(document), pos.map(matchFeatures)),
          );
        },
      ),
      tries(3),
    );
  });

  it('come with a flag exactly where "none" is below one half, and then with a candidate', () => {
    fc.assert(
      fc.property(factsArb(), posArb(), (document, pos) => {
        const ranking = rank(matchFeatures(document), pos.map(matchFeatures));
        expect(ranking.probable).toBe(ranking.none < 0.5);
        if (ranking.probable) expect(ranking.candidates.length).toBeGreaterThan(0);
      }),
    );
  });

  it('are listed for at most ten candidates, the best first, equal ones by id', () => {
    fc.assert(
      fc.property(factsArb(), posArb(40), (document, pos) => {
        const { candidates } = rank(matchFeatures(document), pos.map(matchFeatures));
        expect(candidates.length).toBeLessThanOrEqual(10);
        candidates.slice(1).forEach(({ probability, po }, i) => {
          const before = candidates[i];
          expect(before?.probability).toBeGreaterThanOrEqual(probability);
          if (before?.probability === probability) expect((before.po.id ?? '') < po.id).toBe(true);
        });
      }),
    );
  });
});

describe('a document whose order is entered', () => {
  it.each([
    ['separators dropped', 'ABC2024017'],
    ['separators changed', 'ABC/2024/017'],
    ['one separator changed', 'ABC_2024-017'],
    ['P/O in front', 'P/OABC-2024-017'],
    ['NO. in front', 'NO.ABC-2024-017'],
    ['prefix left off', '2024-017'],
    ['O for 0', 'ABC-2O24-017'],
    ['I for 1', 'ABC-2024-0I7'],
    ['8 for B', 'A8C-2024-017'],
    ['Z for 2', 'ABC-Z024-017'],
    ['leading zeros dropped', 'ABC-2024-17'],
    ['century dropped', 'ABC-24-017'],
    ['suffix -2', 'ABC-2024-017-2'],
    ['suffix _02', 'ABC-2024-017_02'],
    ['suffix #2', 'ABC-2024-017#2'],
    ['suffix /2', 'ABC-2024-017/2'],
    ['swapped digits', 'ABC-2042-017'],
    ['swapped letters', 'BAC-2024-017'],
    ['a wrong letter', 'ABX-2024-017'],
    ['a wrong digit before the counter', 'ABC-2054-017'],
    ['a missing character', 'AB-2024-017'],
    ['a doubled character', 'ABC-2024-0177'],
    ['the beginning cut off', '4-017'],
  ])('is found although its number is written otherwise: %s', (_, typed) => {
    const ranking = rank(features({ poKey: typed }), [
      ...dense.filter(({ id }) => id !== 'ABC-2024-017'),
      waiting('ABC-2024-017'),
    ]);
    expect(ranking.probable).toBe(true);
    expect(numbers(ranking)[0]).toBe('ABC-2024-017');
  });

  it('is found although the customer was left blank', () => {
    const ranking = rank(features({ customerKey: null, customerName: null }), [waiting('ABC-2024-017')], dense);
    expect(numbers(ranking)[0]).toBe('ABC-2024-017');
    expect(ranking.probable).toBe(true);
  });

  it('is found by its other facts where these speak clearly, although a digit of the counter is wrong', () => {
    const ranking = rank(features({ poKey: 'ABC-2024-417' }), [...dense, waiting('ABC-2024-617')]);
    expect(ranking.candidates[0]?.po.id).toBe('ABC-2024-617');
  });

  it('is not looked for with another customer', () => {
    const elsewhere = waiting('ABC-2024-017', { customerKey: 'SAM' });
    expect(rank(features(), [elsewhere], dense).probable).toBe(false);
    expect(rank(features({ poKey: 'ABC2024017' }), [elsewhere], dense).probable).toBe(false);
  });
});

describe('the customer’s next order', () => {
  const formats: readonly (readonly [string, (n: number) => string])[] = [
    ['ABC-2024-001', (n) => `ABC-2024-${String(n).padStart(3, '0')}`],
    ['PO240001', (n) => `PO24${String(n).padStart(4, '0')}`],
    ['4500012001', (n) => String(4500012000 + n)],
    ['H/2024/00010', (n) => `H/2024/${String(10 * n).padStart(5, '0')}`],
    ['24-11-001', (n) => `24-11-${String(n).padStart(3, '0')}`],
    ['注文書NO.1041', (n) => `注文書NO.${1040 + n}`],
    ['D00001/24', (n) => `D${String(n).padStart(5, '0')}/24`],
  ];

  it.each(formats)('is not suggested: %s, …', (_, format) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 80 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        (last, ahead, daysApart) => {
          // All wait for their documents, and all are of the same product and quantity.
          const pos = Array.from({ length: last }, (_unused, i) => waiting(format(i + 1)));
          const ranking = rank(features({ poKey: format(last + ahead), orderedOn: [`2024-05-1${daysApart}`] }), pos);
          expect(ranking.probable).toBe(false);
        },
      ),
    );
  });

  it('is not suggested for a number that was left out in a series', () => {
    const gap = series(60).filter(({ id }) => id !== 'ABC-2024-030');
    const around = [waiting('ABC-2024-029'), waiting('ABC-2024-031')];
    const others = gap.filter(({ id }) => !around.some((po) => po.id === id));
    expect(rank(features({ poKey: 'ABC-2024-030' }), [...others, ...around]).probable).toBe(false);
  });

  it('is suggested only where the other facts speak clearly: same product, same quantity, dates close', () => {
    const neighbour = waiting('ABC-2024-060');
    const alike = rank(features({ poKey: 'ABC-2024-061' }), [neighbour], dense);
    const otherwise = rank(
      features({ poKey: 'ABC-2024-061', lines: [{ productKey: 'KF002', qty: 40, deliveryOn: '2024-07-01' }] }),
      [neighbour],
      dense,
    );
    expect(alike.none).toBeLessThan(otherwise.none);
    expect(otherwise.none).toBeGreaterThan(0.9);
  });
});

describe('a number that an existing PO owns', () => {
  const blank = { customerKey: null, customerName: null };

  it('is never said to be a mistyped other number on the strength of the digits', () => {
    const owner = waiting('ABC-2024-012');
    const near = waiting('ABC-2042-012');
    const alone = rank(features({ ...blank, poKey: 'ABC-2024-012' }), [near], dense);
    const owned = rank(features({ ...blank, poKey: 'ABC-2024-012' }), [near, owner], dense);
    expect(numbers(owned)[0]).toBe('ABC-2024-012');
    const scoreOf = (ranking: Ranking) => ranking.candidates.find(({ po }) => po === near)?.score;
    expect(scoreOf(alone)).toBeGreaterThan(scoreOf(owned) ?? Number.NEGATIVE_INFINITY);
  });
});

describe('an odd number', () => {
  it('is the slip of one order only: what another candidate explains is not the document’s', () => {
    const odd = features({ poKey: 'ABC-2042-017', id: 'odd' });
    const document = features({ poKey: 'ABC-2043-017', id: 'document' });
    const context = knowing([...dense, odd]);
    const probabilityOf = (pos: readonly MatchFeatures[]) =>
      rankCandidates(document, pos, context).candidates.find(({ po }) => po.id === 'odd')?.probability ?? 0;
    const explanation = features({ poKey: 'ABC-2024-017', id: 'explanation' });
    expect(probabilityOf([odd, explanation])).toBeLessThan(probabilityOf([odd]));
  });
});

describe('ambiguity', () => {
  it('is said where two candidates are close together', () => {
    const two = [waiting('ABC-2024-017'), waiting('ABC-2024-017', { customerKey: 'SAM', id: 'of another customer' })];
    const blank = features({ customerKey: null, customerName: null });
    const ranking = rank(blank, two, dense);
    expect(ranking.candidates).toHaveLength(2);
    expect(ranking.ambiguous).toBe(true);
    expect(rank(features({ poKey: 'ABC2024017' }), two, dense).ambiguous).toBe(false);
  });

  it('is none where there is nothing', () => {
    expect(rank(features(), [])).toEqual({ candidates: [], none: 1, probable: false, ambiguous: false });
  });
});
