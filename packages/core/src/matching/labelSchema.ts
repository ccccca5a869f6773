import { z } from 'zod';
import type { Label } from './estimateWeights.ts';
import {
  customerLevels,
  deliveryLevels,
  expectations,
  needLevels,
  numberLevels,
  orderedLevels,
  productLevels,
  quantityLevels,
} from './levels.ts';

const comparison = z.strictObject({
  number: z.enum(numberLevels),
  expectation: z.enum(expectations),
  customer: z.enum(customerLevels),
  product: z.enum(productLevels),
  quantity: z.enum(quantityLevels),
  delivery: z.enum(deliveryLevels),
  ordered: z.enum(orderedLevels),
  need: z.enum(needLevels),
});

/** A label as it is kept in a file: what a person decided about the candidates of a document. */
export const labelSchema: z.ZodType<Label> = z
  .strictObject({
    comparisons: z.array(comparison).min(1),
    expectation: z.enum([...expectations, 'unnumbered']),
    right: z.array(z.int().nonnegative()),
  })
  .refine(({ comparisons, right }) => right.every((place) => place < comparisons.length), {
    message: '`right` names a place that `comparisons` does not have',
  });
