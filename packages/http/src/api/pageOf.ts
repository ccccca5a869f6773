import type { Problem } from '../problem/Problem.ts';
import type { Language } from './Asking.ts';
import { foreignCursor, listCursor, readListCursor } from './listCursor.ts';

/** Which page of a list somebody wants. */
export interface WantedPage {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** A page of a short list that is read as a whole, and of which nothing is ever taken away. `keyOf`: unique, and stays. */
export const pageOf = <T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  list: readonly unknown[],
  { limit, cursor }: WantedPage,
  language: Language,
): { readonly value: { items: T[]; readonly nextCursor: string | null } } | { readonly problem: Problem } => {
  const key = cursor === undefined ? null : (readListCursor(list, cursor)?.[0] ?? '');
  const last = key === null ? -1 : all.findIndex((one) => keyOf(one) === key);
  if (key !== null && last < 0) return foreignCursor(language);
  const items = all.slice(last + 1, last + 1 + limit);
  const end = items.at(-1);
  const more = last + 1 + items.length < all.length;
  return { value: { items, nextCursor: end === undefined || !more ? null : listCursor(list, [keyOf(end)]) } };
};
