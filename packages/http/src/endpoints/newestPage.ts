import type { Language } from '../api/Asking.ts';
import { asJson } from '../api/asJson.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import { usualLimit } from './schemas.ts';

/** A page of what is held newest first; `list` tells it from other lists. */
export const newestPage = async <T extends { readonly id: string }, V>(
  store: { latest(limit: number, after?: string): Promise<readonly T[]> },
  view: (one: T) => V,
  list: readonly [string],
  { limit = usualLimit, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  language: Language,
) => {
  const after = cursor === undefined ? [] : readListCursor(list, cursor);
  if (after === null) return foreignCursor(language);
  const found = await store.latest(limit + 1, after[0]);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = last === undefined || found.length <= limit ? null : listCursor(list, [last.id]);
  return { value: asJson({ items: items.map(view), nextCursor }) };
};
