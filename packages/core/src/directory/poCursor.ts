import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { isDay } from '../document/days.ts';
import type { PoFilter, PoPlace, PoSort } from '../ports/PoDirectory.ts';

/** A list that is gone through page by page. */
export interface PoListing {
  readonly filter: PoFilter;
  readonly sort: PoSort;
}

/** Tells one list from another; how many entries a page has does not matter. */
const listingHash = ({ filter, sort }: PoListing): string => {
  const { search, review, state, customerKey, productKey, manual, receivedSince, receivedUntil } = filter;
  const asked = [sort, search, review, state, customerKey, productKey, manual, receivedSince, receivedUntil];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(asked)))).slice(0, 12);
};

/** Text that every store can compare. */
const usable = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'));
const written = z.tuple([usable, usable, z.iso.date().refine(isDay).nullable(), usable, z.boolean(), usable]);

const toBase64Url = (text: string): string =>
  btoa(String.fromCharCode(...utf8ToBytes(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const fromBase64Url = (text: string): string => {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};

/** A place in this list as a text that says nothing to people and may stand in an address. */
export const poCursor = (listing: PoListing, place: PoPlace): string => {
  const { id, receivedOn, customerKey, numberless, number } = place;
  return toBase64Url(JSON.stringify([listingHash(listing), id, receivedOn, customerKey, numberless, number]));
};

/** The place that such a text means; null when it is none, or one in another list. */
export const readPoCursor = (listing: PoListing, cursor: string): PoPlace | null => {
  if (!/^[\w-]{1,8000}$/.test(cursor)) return null;
  try {
    const [hash, id, receivedOn, customerKey, numberless, number] = written.parse(JSON.parse(fromBase64Url(cursor)));
    return hash === listingHash(listing) ? { id, receivedOn, customerKey, numberless, number } : null;
  } catch (error) {
    // Whatever it is, it does not read as a place; anything else would be a fault of ours.
    if (error instanceof SyntaxError || error instanceof z.ZodError || error instanceof DOMException) return null;
    // So does the decoder tell of bytes that are no text.
    if (error instanceof TypeError) return null;
    throw error;
  }
};
