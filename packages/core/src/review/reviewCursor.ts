import { z } from 'zod';
import type { ReviewPlace } from '../ports/ReviewQueue.ts';
import { priorities } from './priority.ts';

const toBase64Url = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const fromBase64Url = (text: string): string => atob(text.replaceAll('-', '+').replaceAll('_', '/'));

const written = z.tuple([z.enum(priorities), z.iso.datetime(), z.string().max(100)]);

/** A place in the queue as a text that says nothing to people and may stand in an address. */
export const reviewCursor = ({ priority, since, id }: ReviewPlace): string =>
  toBase64Url(JSON.stringify([priority, since.toISOString(), id]));

/** The place that such a text means; null when it is none. */
export const readReviewCursor = (cursor: string): ReviewPlace | null => {
  if (!/^[\w-]{1,400}$/.test(cursor)) return null;
  try {
    const [priority, since, id] = written.parse(JSON.parse(fromBase64Url(cursor)));
    return { priority, since: new Date(since), id };
  } catch (error) {
    // Whatever it is, it does not read as a place; anything else would be a fault of ours.
    if (error instanceof SyntaxError || error instanceof z.ZodError || error instanceof DOMException) return null;
    throw error;
  }
};
