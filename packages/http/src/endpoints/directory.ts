import {
  customerKey,
  type PoFilter,
  poCursor,
  poSorts,
  priorities,
  productKey,
  readPoCursor,
  reasonCodes,
  unknown,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import * as s from './schemas.ts';

const code = z.string().min(1).max(200);

const filter = {
  search: z.string().max(200).optional(),
  review: z.enum(['needs-review', ...priorities]).optional(),
  state: z.enum(['open', 'cancelled']).optional(),
  customer: code.optional(),
  product: code.optional(),
  manual: s.truth.optional(),
  receivedSince: s.givenDay.optional(),
  receivedUntil: s.givenDay.optional(),
};

const keyed = (given: string | undefined, key: (x: string) => string | null): string | undefined =>
  given === undefined ? undefined : (key(given) ?? unknown);

const filterOf = ({ customer, product, manual, ...others }: z.output<z.ZodObject<typeof filter>>): PoFilter => ({
  ...others,
  customerKey: keyed(customer, customerKey),
  productKey: keyed(product, productKey),
  manual: manual === undefined ? undefined : manual === 'true',
});

const entry = z.object({
  ...s.poHead,
  nextDueOn: s.day.nullable(),
  deliveries: z.number(),
  priority: s.priority.nullable(),
  codes: z.array(z.enum(reasonCodes)),
  ...s.progressFigures,
  asOf: s.moment.nullable(),
});

const customer = z.object({ customer: z.string(), customerName: z.string().nullable() });

const common = { tag: 'pos', method: 'GET', permission: 'read', params: s.nothing, body: null, status: 200 } as const;

/** Lists of POs and of customers. */
export const directoryEndpoints = ({ ports: { directory } }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    ...common,
    id: 'listPos',
    path: '/api/v1/pos',
    summary: { ko: '수주 목록', en: 'POs' },
    query: z.strictObject({ ...filter, sort: z.enum(poSorts).optional(), limit: s.limit, cursor: s.longCursor }),
    result: s.listOf(entry),
    async handle({ query: { sort = 'newest', limit, cursor, ...given }, asking }) {
      const listing = { filter: filterOf(given), sort };
      const after = cursor === undefined ? null : readPoCursor(listing, cursor);
      if (cursor !== undefined && after === null) return foreignCursor(asking.language);
      const page = await directory.list(listing.filter, { sort, limit: limit ?? s.usualLimit, after });
      return {
        value: asJson({
          items: page.entries,
          nextCursor: page.next === null ? null : poCursor(listing, page.next),
        }) as z.input<ReturnType<typeof s.listOf<typeof entry>>>,
      };
    },
  }),
  endpoint({
    ...common,
    id: 'getPoTotals',
    path: '/api/v1/pos/totals',
    summary: { ko: '조건에 맞는 수주 전체의 합계', en: 'Sums over all POs of a filter' },
    query: z.strictObject(filter),
    result: s.overallProgress.extend({ pos: z.number() }),
    handle: async ({ query }) => ({ value: asJson(await directory.totals(filterOf(query))) }),
  }),
  endpoint({
    ...common,
    id: 'listCustomers',
    tag: 'customers',
    path: '/api/v1/customers',
    summary: { ko: '고객 목록', en: 'Customers that have POs' },
    query: z.strictObject({ search: z.string().max(200).optional(), limit: s.limit, cursor: s.longCursor }),
    result: s.listOf(customer),
    async handle({ query: { search, limit, cursor }, asking }) {
      const list = ['customers', search ?? null];
      const after = cursor === undefined ? [] : readListCursor(list, cursor);
      if (after === null) return foreignCursor(asking.language);
      const page = await directory.customers(search ?? null, {
        limit: limit ?? s.usualLimit,
        after: after[0] ?? null,
      });
      return {
        value: {
          items: page.customers.map(({ customer, customerName }) => ({ customer, customerName })),
          nextCursor: page.next === null ? null : listCursor(list, [page.next]),
        },
      };
    },
  }),
];
