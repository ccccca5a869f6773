import { type PoFilter, type PoPlace, type PoSort, poSorts } from '@cynow/po-core';
import type pg from 'pg';
import { filledPos } from '../demo/fillPos.ts';

const { customers, prefixes, products, names } = filledPos;

/** Filters as people use them, alone and together, wide and narrow, of the newest and of what is long past. */
export const listFilters: Readonly<Record<string, PoFilter>> = {
  none: {},
  'to be reviewed': { review: 'needs-review' },
  critical: { review: 'critical' },
  open: { state: 'open' },
  cancelled: { state: 'cancelled' },
  'entered by staff': { manual: true },
  backfilled: { manual: false },
  'a period': { receivedSince: '2023-01-01', receivedUntil: '2023-01-31' },
  'customer, large': { customerKey: customers.large },
  'customer, small': { customerKey: customers.small },
  'customer, gone': { customerKey: customers.gone },
  'product, frequent': { productKey: products.frequent },
  'product, rare': { productKey: products.rare },
  'product, past': { productKey: products.past },
  'search, most numbers begin so': { search: prefixes.broad },
  'search, numbers of a customer begin so': { search: prefixes.ofCustomer },
  'search, numbers of a past year begin so': { search: prefixes.past },
  'search, a product': { search: products.frequent },
  'search, part of a name': { search: names.few },
  'search, part of many names': { search: names.many },
  'search, nothing has it': { search: 'zzzz' },
  'customer and review': { customerKey: customers.large, review: 'critical' },
  'product and review': { productKey: products.frequent, review: 'needs-review' },
  'cancelled and entered by staff': { state: 'cancelled', manual: true },
  'search and origin': { search: prefixes.past, manual: false },
  'search and review': { search: names.few, review: 'needs-review' },
};

/** A list of a filter, from its beginning or from a place amid it. */
export interface ListAsked {
  readonly filter: PoFilter;
  readonly sort: PoSort;
  readonly after: PoPlace | null;
}

/** Where lists are gone on with: behind a PO of the middle, by day and by number. */
export const middleOf = async (client: pg.ClientBase): Promise<PoPlace> => {
  const { rows } = await client.query<PoPlace>(`
    SELECT id, to_char(received_on, 'YYYY-MM-DD') AS "receivedOn", customer_key AS "customerKey", false AS numberless,
           po_key AS number
    FROM po.po WHERE received_on < '2023-06-01' AND po_key > 'K2' ORDER BY received_on DESC, id LIMIT 1`);
  return rows[0]!;
};

/** The filter in every order, from the beginning and from the place. */
export const listsOf = (filter: PoFilter, middle: PoPlace): readonly ListAsked[] =>
  poSorts.flatMap((sort) => [null, middle].map((after) => ({ filter, sort, after })));
