import fc from 'fast-check';
import { createNumbering } from '../matching/createNumbering.ts';
import { defaultWeights } from '../matching/defaultWeights.ts';
import type { MatchFacts, MatchLine } from '../matching/MatchFacts.ts';
import { type MatchFeatures, matchFeatures } from '../matching/MatchFeatures.ts';
import type { MatchContext } from '../matching/pairScore.ts';

const usual: MatchFacts = {
  id: 'a',
  poKey: 'ABC-2024-017',
  customerKey: 'KDKK',
  customerName: '가람디케이 주식회사',
  lines: [{ productKey: 'KF001', qty: 10, deliveryOn: '2024-05-20' }],
  orderedOn: ['2024-05-10'],
  need: null,
};

/** Facts of an order of KDKK, ten of one product, but for what the test says. */
export const facts = (some: Partial<MatchFacts> = {}): MatchFacts => ({
  ...usual,
  id: some.poKey ?? usual.id,
  ...some,
});

export const features = (some: Partial<MatchFacts> = {}): MatchFeatures => matchFeatures(facts(some));

/** A manual PO that waits for its document, in every respect what `facts` describes but for what the test says. */
export const waiting = (poKey: string, some: Partial<MatchFacts> = {}): MatchFeatures =>
  features({ poKey, need: 'all', ...some });

/** What is known when these POs exist. */
export const knowing = (pos: readonly MatchFeatures[]): MatchContext => {
  const numbering = createNumbering();
  for (const po of pos) numbering.add(po);
  return { numbering, weights: defaultWeights };
};

/** POs `ABC-2024-001` to `last`, old and delivered, of another product: they show the series and nothing else. */
export const series = (
  last: number,
  format = (n: number) => `ABC-2024-${String(n).padStart(3, '0')}`,
): MatchFeatures[] =>
  Array.from({ length: last }, (_, i) =>
    features({
      poKey: format(i + 1),
      lines: [{ productKey: 'KF900', qty: 3, deliveryOn: '2024-01-10' }],
      orderedOn: ['2024-01-02'],
      need: 'none',
    }),
  );

/** Numbers that meet on purpose: a few series, and what clerks make of them. */
export const poKeyArb = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('ABC-2024-', 'ABC2024', 'PO24', '', 'NO.', '24-11-', '注文書NO.'),
      fc.oneof(
        fc.integer({ min: 1, max: 40 }).map((n) => String(n).padStart(3, '0')),
        fc.constantFrom('0O1', '01', '10', '1', 'A', '0012', '4500012344'),
      ),
      fc.constantFrom('', '', '', '-2', '(2)', '/24', '-A', '.'),
    )
    .map((parts) => parts.join(''));

const dayArb = (): fc.Arbitrary<string> =>
  fc
    .integer({ min: 0, max: 60 })
    .map((n) => new Date(Date.UTC(2024, 4, 1) + n * 86_400_000).toISOString().slice(0, 10));

const lineArb = (): fc.Arbitrary<MatchLine> =>
  fc.record({
    productKey: fc.constantFrom('KF001', 'KF001', 'KF002', null),
    qty: fc.constantFrom(1, 9, 10, 11, 40, null),
    deliveryOn: fc.oneof(dayArb(), fc.constant(null)),
  });

/** Facts that meet on purpose: few customers, numbers, products, quantities and days. */
export const factsArb = (): fc.Arbitrary<MatchFacts> =>
  fc.record({
    id: fc.uuid(),
    poKey: fc.oneof({ weight: 8, arbitrary: poKeyArb() }, { weight: 1, arbitrary: fc.constant(null) }),
    customerKey: fc.constantFrom('KDKK', 'KDKK', 'KDKK', 'SAM', null),
    customerName: fc.constantFrom('가람디케이㈜', '(주)가람디케이', 'SAMSUNG', null),
    lines: fc.array(lineArb(), { maxLength: 3 }),
    orderedOn: fc.uniqueArray(dayArb(), { maxLength: 3 }),
    need: fc.constantFrom('all', 'some', 'none', null),
  });

/** POs, each identity once, as identities are. */
export const posArb = (maxLength = 25): fc.Arbitrary<MatchFacts[]> =>
  fc.uniqueArray(factsArb(), { selector: ({ customerKey, poKey, id }) => `${customerKey}\n${poKey ?? id}`, maxLength });
