import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import type { Problem } from '../problem/Problem.ts';
import type { Language } from './Asking.ts';

const written = z.array(z.string());
const isoMoment = z.iso.datetime({ precision: 3 });

const hashOf = (list: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 12);

/**
 * A place in a list as a text that says nothing to people and may stand in an address. `list`: what tells the list from others,
 * its filter included.
 */
export const listCursor = (list: readonly unknown[], place: readonly string[]): string =>
  Buffer.from(JSON.stringify([hashOf(list), ...place])).toString('base64url');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** The place that such a text means; null when it is none of ours, or one in another list. */
export const readListCursor = (list: readonly unknown[], cursor: string): readonly string[] | null => {
  const { data } = written.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (data === undefined) return null;
  const place = data.slice(1);
  // Written anew it is the same: there is one text for each place, and none that a store cannot compare.
  const isOurs =
    listCursor(list, place) === cursor && place.every((each) => each.isWellFormed() && !each.includes('\0'));
  return isOurs ? place : null;
};

/** The same in a list whose places are whole numbers. */
export const readNumberCursor = (list: readonly unknown[], cursor: string): number | null => {
  const [place = ''] = readListCursor(list, cursor) ?? [];
  return /^(0|[1-9]\d{0,14})$/.test(place) ? Number(place) : null;
};

/** A place in a list that goes by time: its moment, and of the same moment the address. */
export interface MomentPlace {
  readonly at: Date;
  readonly id: string;
}

/** A place of that kind as a cursor. */
export const momentCursor = (list: readonly unknown[], { at, id }: MomentPlace): string =>
  listCursor(list, [at.toISOString(), id]);

/** The place that such a cursor means; null when it is none of this list. */
export const readMomentCursor = (list: readonly unknown[], cursor: string): MomentPlace | null => {
  const [moment, id, ...more] = readListCursor(list, cursor) ?? [];
  if (moment === undefined || id === undefined || more.length > 0) return null;
  return isoMoment.safeParse(moment).success ? { at: new Date(moment), id } : null;
};

/** What is answered to a cursor that leads nowhere in the list: only what an answer gave as `nextCursor` does. */
export const foreignCursor = (language: Language): { readonly problem: Problem } => ({
  problem: {
    kind: 'invalid-request',
    errors: [{ pointer: '?cursor', detail: messagesIn(language).places['not-a-cursor'] }],
  },
});
