import {
  mostReasons,
  type OpenReason,
  priorities,
  type ReviewFilter,
  type ReviewPlace,
  type ReviewQueue,
  reasonCodes,
} from '@cynow/po-core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';
import { isUuid } from '../store/isUuid.ts';

const code = z.enum(reasonCodes);
const count = z.number().int();
const moment = z.number().transform((ms) => new Date(ms));

const openReason = z.object({
  docNo: z.string(),
  delivery: count.nullable(),
  code,
  facts: z.record(z.string(), z.unknown()),
  since: moment,
});

const entry = z.object({
  id: z.string(),
  version: count,
  customer: z.string(),
  customerName: z.string().nullable(),
  poNo: z.string(),
  numberless: z.boolean(),
  manual: z.boolean(),
  state: z.enum(['open', 'cancelled']),
  receivedOn: z.string().nullable(),
  priority: count.transform((rank) => z.enum(priorities).parse(priorities[rank])),
  since: moment,
  deliveries: count,
  codes: z.array(code),
  reasons: z.array(openReason),
});

const idOnly = z.object({ id: z.string() });

type Fragment = ReturnType<typeof sql.fragment>;

const inOrder = <T>(rows: readonly T[], codeOf: (row: T) => (typeof reasonCodes)[number]): readonly T[] =>
  rows.toSorted((a, b) => reasonCodes.indexOf(codeOf(a)) - reasonCodes.indexOf(codeOf(b)));

/** Reasons that come by document, those of one document in the order of `reasonCodes`. */
const byDocument = (rows: readonly OpenReason[]): readonly OpenReason[] =>
  [...Map.groupBy(rows, ({ docNo }) => docNo).values()].flatMap((own) => inOrder(own, (row) => row.code));

/** The queue of reviews in our schema. A page costs a page: it goes along an index of the narrow table `review`. */
export const pgReviewQueue = (pool: () => Promise<DatabasePool>, schema: string): ReviewQueue => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [review, po, document, reason] = [table('review'), table('po'), table('document'), table('reason')];

  const conditions = ({ priority, customerKey, poKey, poKeyPrefix, manual, ...filter }: ReviewFilter): Fragment[] => [
    ...(priority === undefined ? [] : [sql.fragment`q.priority = ${priorities.indexOf(priority)}::smallint`]),
    ...(filter.reason === undefined ? [] : [sql.fragment`${filter.reason} = ANY (q.codes)`]),
    ...(customerKey === undefined ? [] : [sql.fragment`q.customer_key = ${customerKey}`]),
    ...(poKey === undefined ? [] : [sql.fragment`q.po_key = ${poKey}`]),
    ...(poKeyPrefix === undefined ? [] : [sql.fragment`q.po_key ^@ ${poKeyPrefix}`]),
    ...(manual === undefined ? [] : [sql.fragment`q.manual = ${manual}`]),
    ...(filter.waitingSinceBefore === undefined
      ? []
      : [sql.fragment`q.since < ${filter.waitingSinceBefore.toISOString()}::timestamptz`]),
  ];

  const behind = ({ priority, since, id }: ReviewPlace): Fragment =>
    sql.fragment`(q.priority, q.since, q.po_id)
      > (${priorities.indexOf(priority)}::smallint, ${since.toISOString()}::timestamptz, ${id}::uuid)`;

  const chosen = (all: readonly Fragment[], limit: Fragment): Fragment => sql.fragment`
    SELECT q.po_id, q.priority, q.since, q.codes FROM ${review} q
    WHERE ${sql.join([sql.fragment`true`, ...all], sql.fragment` AND `)}
    ORDER BY q.priority, q.since, q.po_id ${limit}`;

  const ms = (moment: Fragment): Fragment => sql.fragment`floor(extract(epoch FROM ${moment}) * 1000)::bigint`;

  /** The open reasons of a PO, by document in decision order. OFFSET keeps each look within a document. */
  const openOf = (poId: Fragment, limit: Fragment): Fragment => sql.fragment`
    SELECT d.doc_no AS "docNo", d.delivery, r.code, r.facts, ${ms(sql.fragment`r.opened_at`)} AS since
    FROM ${document} d
    CROSS JOIN LATERAL (
      SELECT code, facts, opened_at FROM ${reason} WHERE doc_no = d.doc_no AND closed_at IS NULL OFFSET 0) AS r
    WHERE d.po_id = ${poId}
    ORDER BY d.effective_on NULLS LAST, d.doc_year NULLS LAST, d.doc_sequence, d.doc_no, r.code ${limit}`;

  return {
    async list(filter, { limit, after }) {
      if (after !== null && !isUuid(after.id)) return { entries: [], next: null };
      const where = [...conditions(filter), ...(after === null ? [] : [behind(after)])];
      const rows = await (await pool()).any(sql.type(entry)`
        WITH page AS MATERIALIZED (${chosen(where, sql.fragment`LIMIT ${limit + 1}`)})
        SELECT q.po_id AS id, p.version, p.customer, p.customer_name AS "customerName", p.po_no AS "poNo",
               p.po_key IS NULL AS numberless, p.manual, p.state, to_char(p.received_on, 'YYYY-MM-DD') AS "receivedOn",
               q.priority, ${ms(sql.fragment`q.since`)} AS since, p.deliveries, q.codes, open.reasons
        FROM page q
        CROSS JOIN LATERAL (SELECT * FROM ${po} WHERE id = q.po_id OFFSET 0) AS p
        CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(r), '[]') AS reasons
          FROM (${openOf(sql.fragment`q.po_id`, sql.fragment`LIMIT ${mostReasons}`)}) AS r) AS open
        ORDER BY q.priority, q.since, q.po_id`);
      const entries = rows.slice(0, limit).map((row) => ({
        ...row,
        codes: inOrder(row.codes, (each) => each),
        reasons: byDocument(row.reasons),
      }));
      const last = entries.at(-1);
      if (last === undefined || rows.length <= limit) return { entries, next: null };
      return { entries, next: { priority: last.priority, since: last.since, id: last.id } };
    },

    async ids(filter) {
      const rows = await (await pool()).any(sql.type(idOnly)`
        SELECT q.po_id AS id FROM (${chosen(conditions(filter), sql.fragment``)}) AS q
        ORDER BY q.priority, q.since, q.po_id`);
      return rows.map(({ id }) => id);
    },

    async openReasons(id) {
      if (!isUuid(id)) return [];
      return byDocument(
        await (await pool()).any(sql.type(openReason)`${openOf(sql.fragment`${id}::uuid`, sql.fragment``)}`),
      );
    },

    async numbered(poKey, limit) {
      const rows = await (await pool()).any(sql.type(idOnly)`
        SELECT id FROM ${po} WHERE po_key = ${poKey} ORDER BY id LIMIT ${limit}`);
      return rows.map(({ id }) => id);
    },
  };
};
