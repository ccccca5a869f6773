import { z } from 'zod';
import { isDay, isPlausibleDay } from '../document/days.ts';
import { maxQuantity } from '../document/quantity.ts';
import { shown } from '../text/shown.ts';

const wellFormed = z.string().refine((x) => x.isWellFormed(), { message: 'not-text' });
const required = wellFormed.max(200).refine((x) => shown(x) !== null, { message: 'required' });
const day = z
  .string()
  .refine(isDay, { message: 'not-a-day', abort: true })
  .refine(isPlausibleDay, { message: 'day-out-of-range' });

/** A PO as staff enter or import it. Quantities in cylinders; days of Asia/Seoul. */
export const manualPoSchema = z.strictObject({
  customer: required,
  customerName: wellFormed.max(200).nullish(),
  poNo: required,
  receivedOn: day.nullish(),
  items: z
    .array(
      z.strictObject({
        product: required,
        qty: z.int().min(1).max(maxQuantity),
        deliveryOn: day.nullish(),
      }),
    )
    .min(1)
    .max(1000),
  memo: wellFormed.max(4000).nullish(),
});

export type ManualPo = z.infer<typeof manualPoSchema>;
