import { z } from 'zod';

/** A problem as clients read it. */
export const problemSchema = z.looseObject({
  type: z.string().regex(/^urn:cynow:po:[a-z-]+$/),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  requestId: z.string(),
});
