import { customerKey, priorities, type ReviewFilter, reasonCodes } from '@cynow/po-core';
import { z } from 'zod';
import { given, typed } from './PageContext.ts';

/** A choice of a form; nothing chosen is none. */
const choice = <T extends string>(values: readonly [T, ...T[]] | readonly T[]) =>
  z.union([z.enum(values as readonly [T, ...T[]]), z.literal('')]).optional();

/** Which reviews somebody works on, as the address says it. */
export const reviewQuery = {
  priority: choice(priorities),
  reason: choice(reasonCodes),
  customer: typed.optional(),
  origin: choice(['manual', 'backfilled'] as const),
};

const schema = z.strictObject(reviewQuery);

export type ReviewWork = z.output<typeof schema>;

export const reviewFilterOf = ({ priority, reason, customer, origin }: ReviewWork): ReviewFilter => {
  const code = given(customer);
  return {
    priority: priority === '' ? undefined : priority,
    reason: reason === '' ? undefined : reason,
    customerKey: code === null ? undefined : (customerKey(code) ?? 'UNKNOWN'),
    manual: origin === undefined || origin === '' ? undefined : origin === 'manual',
  };
};

/** What somebody works on, as one text: a page takes it along, so that the next one follows. */
export const workAsText = (work: ReviewWork): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(work)) if (value !== undefined && value !== '') query.set(name, value);
  return query.toString();
};

/** Reads what a page took along; null when it is none. */
export const readWork = (text: string): ReviewWork | null =>
  schema.safeParse(Object.fromEntries(new URLSearchParams(text))).data ?? null;
