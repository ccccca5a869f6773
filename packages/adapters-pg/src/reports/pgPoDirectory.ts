import {
  type Customer,
  listedFigures,
  type PoDirectory,
  type PoFilter,
  type PoSort,
  priorities,
  reasonCodes,
  searchable,
  searchTermsOf,
  shown,
  unknown,
} from '@cynow/po-core';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';
import { isUuid } from '../store/isUuid.ts';
import { addingUp } from './addingUp.ts';
import { createProgressReads } from './createProgressReads.ts';
import {
  breadthMatters,
  createPoSources,
  type FoundTerms,
  type ListFrom,
  type ReadyFilter,
  type Source,
} from './poSources.ts';
import { all, beginning, type Fragment, orderColumns, orderOf, type Stretch, stretchesOf } from './poStretches.ts';

const count = z.number().int();
const code = z.enum(reasonCodes);

const entry = z.object({
  id: z.string(),
  version: count,
  customer: z.string(),
  customerName: z.string().nullable(),
  poNo: z.string(),
  numberless: z.boolean(),
  state: z.enum(['open', 'cancelled']),
  manual: z.boolean(),
  receivedOn: z.string().nullable(),
  deliveries: count,
  priority: count.nullable().transform((rank) => (rank === null ? null : z.enum(priorities).parse(priorities[rank]))),
  codes: z.array(code),
  customerKey: z.string(),
  number: z.string(),
  items: z.array(
    z.object({
      productKey: z.string(),
      product: z.string(),
      qty: count,
      deliveryOn: z.string().nullable(),
      incomplete: z.boolean(),
    }),
  ),
  delivered: z.array(
    z.object({
      productKey: z.string().nullable(),
      instructed: z.object({ qty: count, known: z.boolean() }),
      dueOn: z.string().nullable(),
      filled: count,
      warehoused: count,
      shipped: count,
    }),
  ),
  asOf: count.nullable().transform((ms) => (ms === null ? null : new Date(ms))),
});

const looked = z.object({
  customerKeys: z.array(z.string()),
  namesOfNobody: z.array(z.string()),
});

const explained = z
  .object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]) })
  .transform((row) => ({ plan: row['QUERY PLAN'] }));

const customer = z.object({ customerKey: z.string(), customer: z.string(), customerName: z.string().nullable() });

/** What no text holds in which parts of codes and names are looked for. */
const inNoText = '\n\n';

/** So many numbers that begin alike are gathered to be put in order. */
const mostGathered = 100_000;

/**
 * POs in our schema, for finding and listing. A page costs a page: it goes along indexes from the last PO of the page before, and reads
 * the rest by key.
 */
export const pgPoDirectory = (pool: () => Promise<DatabasePool>, schema: string): PoDirectory => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [po, document, review, names] = [table('po'), table('document'), table('review'), table('customer_name')];
  const progress = createProgressReads(schema);
  const sourcesOf = createPoSources(schema);

  /** Whether so many numbers begin so that going along the list is quicker than gathering them: as the planner sees it. */
  const isBroad = async (db: CommonQueryMethods, prefix: string): Promise<boolean> => {
    const { plan } = await db.one(sql.type(explained)`
      EXPLAIN (FORMAT JSON) SELECT FROM ${po} p WHERE ${beginning(prefix)}`);
    return plan[0].Plan['Plan Rows'] > mostGathered;
  };

  /** What the terms of a search lead to; `weighs`: whether it matters how many numbers begin so. */
  const lookUp = async (db: CommonQueryMethods, typed: string, weighs: boolean): Promise<FoundTerms | null> => {
    const terms = searchTermsOf(typed);
    if (terms === null) return null;
    const { customerPart, ...others } = terms;
    const { poKeyPrefix } = others;
    const has = sql.fragment`strpos(searched, ${customerPart ?? inNoText}) > 0`;
    const customers = await db.one(sql.type(looked)`
      SELECT (SELECT coalesce(json_agg(DISTINCT customer_key), '[]') FROM ${names}
              WHERE customer_key <> ${unknown} AND ${has}) AS "customerKeys",
             (SELECT coalesce(json_agg(name), '[]') FROM ${names}
              WHERE customer_key = ${unknown} AND ${has}) AS "namesOfNobody"`);
    return { ...others, broad: weighs && poKeyPrefix !== null && (await isBroad(db, poKeyPrefix)), ...customers };
  };

  /** `sort`: null when their order does not matter. */
  const ready = async (
    db: CommonQueryMethods,
    { search, ...filter }: PoFilter,
    sort: PoSort | null,
  ): Promise<ReadyFilter> => ({
    ...filter,
    search: search === undefined ? null : await lookUp(db, search, sort !== null && breadthMatters(filter, sort)),
  });

  /** The first `limit` POs of a stretch of a source. */
  const walk = (
    { from, where, repeats, customers }: Source,
    sort: PoSort,
    stretch: Stretch,
    limit: number,
  ): Fragment => {
    const own = customers === undefined ? [] : [sql.fragment`p.customer_key = named.customer_key`];
    const first = sql.fragment`
      SELECT ${repeats === true ? sql.fragment`DISTINCT` : sql.fragment``} ${orderColumns[sort]} FROM ${from}
      WHERE ${all([...own, ...stretch.where, ...where])} ORDER BY ${stretch.order} LIMIT ${limit}`;
    return customers === undefined
      ? sql.fragment`(${first})`
      : sql.fragment`(SELECT own.* FROM unnest(${sql.array([...customers], 'text')}) AS named (customer_key)
          CROSS JOIN LATERAL (${first}) AS own)`;
  };

  /** The first `limit` POs behind a place, as rows that can be put in order. */
  const chosen = (filter: ReadyFilter, list: ListFrom, limit: number): Fragment => {
    const { sort, after } = list;
    const walks = sourcesOf(filter, list).flatMap((source) =>
      source.first === undefined
        ? (source.stretches ?? stretchesOf[sort](after)).map((stretch) => walk(source, sort, stretch, limit))
        : [source.first(limit)],
    );
    return sql.fragment`
      SELECT DISTINCT q.* FROM (${sql.join(walks, sql.fragment` UNION ALL `)}) AS q
      ORDER BY ${orderOf[sort]} LIMIT ${limit}`;
  };

  /** All that fit the filter; null when every PO does. */
  const addresses = (filter: ReadyFilter): Fragment | undefined => {
    const sources = sourcesOf(filter, null);
    if (filter.search === null && sources.every(({ where }) => where.length === 0)) return undefined;
    const each = sources.map(({ from, where }) => sql.fragment`SELECT p.id FROM ${from} WHERE ${all(where)}`);
    return sql.fragment`${sql.join(each, sql.fragment` UNION `)}`;
  };

  return {
    async list(asked, { sort, limit, after }) {
      if (after !== null && !isUuid(after.id)) return { entries: [], next: null };
      const db = await pool();
      const filter = await ready(db, asked, sort);
      const rows = await db.any(sql.type(entry)`
        WITH page AS MATERIALIZED (${chosen(filter, { sort, after }, limit + 1)})
        SELECT q.id, p.version, p.customer, p.customer_name AS "customerName", p.po_no AS "poNo",
               p.po_key IS NULL AS numberless, p.state, p.manual, to_char(p.received_on, 'YYYY-MM-DD') AS "receivedOn",
               p.deliveries, p.priority, coalesce(open.codes, '{}') AS codes, p.customer_key AS "customerKey",
               coalesce(p.po_key, p.identity_doc_no) AS number, ${progress.itemsOf(sql.fragment`q.id`)} AS items,
               came.delivered, ${progress.asOf} AS "asOf"
        FROM page q
        CROSS JOIN LATERAL (SELECT * FROM ${po} WHERE id = q.id OFFSET 0) AS p
        LEFT JOIN LATERAL (SELECT codes FROM ${review} WHERE po_id = q.id OFFSET 0) AS open ON true
        CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(json_build_object(
            'productKey', d.product_key, 'instructed', json_build_object('qty', d.qty, 'known', d.known),
            'dueOn', d.due_on, 'filled', d.filled, 'warehoused', d.warehoused, 'shipped', d.shipped)), '[]') AS delivered
          FROM (
            SELECT live.product_key, coalesce(sum(live.qty), 0) AS qty, bool_and(live.qty IS NOT NULL) AS known,
                   coalesce(sum(counted.filled), 0) AS filled, coalesce(sum(counted.warehoused), 0) AS warehoused,
                   coalesce(sum(counted.shipped), 0) AS shipped,
                   min(live.delivery_on) FILTER (
                     WHERE live.qty IS NULL OR ${progress.asOf} IS NULL OR coalesce(counted.shipped, 0) < live.qty) AS due_on
            FROM ${document} live ${progress.countedUnder(sql.fragment`live.doc_no`)}
            WHERE live.po_id = q.id AND live.delivery IS NOT NULL
            GROUP BY live.product_key) AS d) AS came
        ORDER BY ${orderOf[sort]}`);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        entries: shown.map(({ customerKey: _key, number: _number, items, delivered, asOf, codes, ...row }) => ({
          ...row,
          codes: reasonCodes.filter((each) => codes.includes(each)),
          ...listedFigures({ state: row.state, manual: row.manual, items, delivered }, asOf),
        })),
        next:
          last === undefined || rows.length <= limit
            ? null
            : {
                id: last.id,
                receivedOn: last.receivedOn,
                customerKey: last.customerKey,
                numberless: last.numberless,
                number: last.number,
              },
      };
    },

    async totals(asked) {
      return (await pool()).transaction(async (snapshot) => {
        await addingUp(snapshot);
        return progress.totals(snapshot, addresses(await ready(snapshot, asked, null)));
      });
    },

    async customers(part, { limit, after }) {
      const sought = shown(part) === null ? '' : (searchable(part) ?? inNoText);
      const rows = await (await pool()).any(sql.type(customer)`
        SELECT c.customer_key AS "customerKey", newest.customer, newest.customer_name AS "customerName"
        FROM (SELECT DISTINCT customer_key FROM ${names}
              WHERE customer_key <> ${unknown} AND strpos(searched, ${sought}) > 0
                AND ${after === null ? sql.fragment`true` : sql.fragment`customer_key > ${after}`}) AS c
        CROSS JOIN LATERAL (
          SELECT p.customer, p.customer_name FROM ${po} p WHERE p.customer_key = c.customer_key
          ORDER BY p.received_on DESC NULLS LAST, p.id LIMIT 1) AS newest
        ORDER BY c.customer_key LIMIT ${limit + 1}`);
      const customers: readonly Customer[] = rows.slice(0, limit);
      return { customers, next: rows.length > limit ? customers.at(-1)!.customerKey : null };
    },
  };
};
