import type { AuthMethod } from '@cynow/po-core';
import { z } from 'zod';
import type { Language } from '../api/Asking.ts';
import type { ApiDocument } from '../api/openApi.ts';
import type { OrdersLog } from '../OrdersLog.ts';
import type { EndpointContext } from '../OrdersPorts.ts';

/** What pages are made of. */
export interface PageContext extends EndpointContext {
  /** As browsers know it. */
  readonly basePath: string;
  readonly auth: readonly AuthMethod[];
  readonly log: OrdersLog;
  /** What the API says of itself. */
  readonly describeApi: (language: Language) => ApiDocument;
}

export const nothing = z.strictObject({});

/** A field of a form or a query: nothing typed is nothing given. */
export const typed = z.string().max(200);

/** A field that is not given, or left empty, is none. */
export const given = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();

/** A place under the base path with parameters; empty ones are left out. */
export const placeWith = (path: string, parameters: Readonly<Record<string, string | null | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query}`;
};

/**
 * The place under the base path that an address names, for going there: `/orders/po/1?x=2` is `/po/1?x=2`. Null when it is
 * anywhere else, however it is written.
 */
export const placeUnder = (basePath: string, address: string): string | null => {
  if (!address.startsWith(`${basePath}/`) || /[\\\p{Cc}]/u.test(address)) return null;
  const here = 'http://here.invalid';
  const url = URL.parse(address, here);
  if (url === null || url.origin !== here || !url.pathname.startsWith(`${basePath}/`)) return null;
  const place = url.pathname.slice(basePath.length) + url.search;
  return place.startsWith('//') ? null : place;
};
