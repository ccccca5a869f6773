import { expect, it } from 'vitest';
import { features, knowing, waiting } from '../testing/matchExamples.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import { suspectLink } from './suspectLink.ts';

const elsewhere = { lines: [{ productKey: 'KF777', qty: 40, deliveryOn: '2024-09-01' }], orderedOn: ['2024-08-20'] };
const suspect = (document: MatchFeatures, own: MatchFeatures, others: readonly MatchFeatures[]) =>
  suspectLink(document, own, others, knowing([own, ...others]))?.po.id;

it('is told where product, quantity and dates contradict the PO and fit another open one far better', () => {
  const own = waiting('ABC-2024-017', { ...elsewhere, need: 'none' });
  const [fitting, worse] = [waiting('ABC-2024-018'), waiting('ABC-2024-019', { orderedOn: ['2024-04-01'] })];
  expect(suspect(features(), own, [worse, fitting])).toBe(fitting.id);
  expect(suspect(features(), own, [fitting, worse])).toBe(fitting.id);
});

it('is not told where the document fits its own PO, whatever else it fits', () => {
  expect(suspect(features(), waiting('ABC-2024-017'), [waiting('ABC-2024-018')])).toBeUndefined();
});

it('is not told where the PO has the product: a late delivery of a part looks the same', () => {
  const own = waiting('ABC-2024-017', {
    ...elsewhere,
    lines: [{ productKey: 'KF001', qty: 40, deliveryOn: '2024-09-01' }],
  });
  expect(suspect(features(), own, [waiting('ABC-2024-018')])).toBeUndefined();
});

it('is not told where no other PO fits far better, is open, and is the customer’s', () => {
  const own = waiting('ABC-2024-017', { ...elsewhere, need: 'none' });
  expect(suspect(features(), own, [])).toBeUndefined();
  expect(suspect(features(), own, [waiting('ABC-2024-018', elsewhere)])).toBeUndefined();
  expect(suspect(features(), own, [waiting('ABC-2024-018', { need: 'none' })])).toBeUndefined();
  expect(suspect(features(), own, [waiting('ABC-2024-018', { customerKey: 'SAM' })])).toBeUndefined();
});
