import type { z } from 'zod';
import { manualPoSchema } from './ManualPo.ts';

/** What staff change of a PO: what is not given stays as it is; null makes it empty. Customer and number are corrected, not changed. */
export const poChangeSchema = manualPoSchema
  .pick({ customerName: true, receivedOn: true, items: true, memo: true })
  .partial();

export type PoChange = z.infer<typeof poChangeSchema>;
