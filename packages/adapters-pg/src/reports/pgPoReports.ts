import {
  addDays,
  compareCodePoints,
  type PoReports,
  poProgress,
  priorities,
  type RunStore,
  reasonCodes,
  reservationStates,
  seoulDayOf,
} from '@cynow/po-core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';
import { addingUp } from './addingUp.ts';
import { countedPo, createProgressReads } from './createProgressReads.ts';

const reason = z.enum(reasonCodes);
const priority = z.enum(priorities);
const link = z.enum(['new', 'exact', 'reserved']);
const outcome = z.enum(['created', 'needs-review']);
const count = z.number().int();

const figures = z.object({ total: count, needsReview: count, backfilled: count, manual: count });
const documentFigures = z.object({ recorded: count, cancelled: count });
const openOrphans = z.object({ open: count });
const byReason = z.object({ code: reason, n: count });
const byPriority = z.object({ rank: count, n: count });
const byState = z.object({ state: z.enum(reservationStates), n: count });
const perDay = z.object({ date: z.string(), n: count });

const exportedDocument = z.object({
  docNo: z.string(),
  poNo: z.string(),
  customer: z.string(),
  delivery: count.nullable(),
  outcome,
  link,
  reasons: z.array(reason),
  effectiveOn: z.string().nullable(),
  product: z.string(),
  qty: count.nullable(),
  cancelled: z.boolean(),
  mark: z.string().nullable(),
  filled: count.nullable(),
  warehoused: count.nullable(),
  shipped: count.nullable(),
});

const exportedPo = countedPo.extend({
  customerKey: z.string(),
  poKey: z.string().nullable(),
  identityDocNo: z.string().nullable(),
  customer: z.string(),
  customerName: z.string().nullable(),
  poNo: z.string(),
  receivedOn: z.string().nullable(),
  manual: z.boolean(),
  deliveries: count,
  priority: count.nullable().transform((rank) => (rank === null ? null : priority.parse(priorities[rank]))),
  reasons: z.array(reason),
  memo: z.string(),
});

/** A moment, which the driver gives in milliseconds. */
const moment = z.number().transform((ms) => new Date(ms));

/** A flagged PO with its open reasons, those of its documents in no order. */
const flaggedPo = z.object({
  customerKey: z.string(),
  poKey: z.string().nullable(),
  identityDocNo: z.string().nullable(),
  customer: z.string(),
  customerName: z.string().nullable(),
  poNo: z.string(),
  open: z.array(
    z.object({
      docNo: z.string(),
      delivery: count.nullable(),
      reason,
      facts: z.record(z.string(), z.unknown()),
      openedAt: moment,
    }),
  ),
});

const exportedOrphan = z.object({
  docNo: z.string(),
  state: z.enum(['open', 'resolved', 'attached', 'made-po', 'ignored']),
  cylinders: count,
  fillingDate: z.string().nullable(),
  shippingDate: z.string().nullable(),
  addDatetime: z.string().nullable(),
  customerNames: z.array(z.string()),
  firstSeenAt: moment,
  openedAt: moment.nullable(),
  settledAt: moment.nullable(),
});

const runDecision = z.object({
  docNo: z.string(),
  outcome,
  action: z.enum(['new-po', 'attached', 'refreshed', 'none']),
  link: link.nullable(),
  customer: z.string(),
  poNo: z.string(),
  delivery: count.nullable(),
  reasons: z.array(reason),
  undone: z.boolean(),
});

const pageSize = 1000;
type Fragment = ReturnType<typeof sql.fragment>;
const inOrder = (codes: readonly z.infer<typeof reason>[]) =>
  codes.length < 2 ? codes : codes.toSorted((a, b) => reasonCodes.indexOf(a) - reasonCodes.indexOf(b));

type FlaggedPo = z.infer<typeof flaggedPo>;

/** Reasons by document, those of a document in their fixed order. */
const inOrderOfDocuments = (open: FlaggedPo['open']): FlaggedPo['open'] =>
  open.length < 2
    ? open
    : open.toSorted(
        (a, b) => compareCodePoints(a.docNo, b.docNo) || reasonCodes.indexOf(a.reason) - reasonCodes.indexOf(b.reason),
      );

/** Reads for people from our schema: figures in one snapshot, lists a page at a time along an index. */
export const pgPoReports = (pool: () => Promise<DatabasePool>, schema: string, runs: RunStore): PoReports => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [po, document, reasonTable, decision, orphan] = [
    table('po'),
    table('document'),
    table('reason'),
    table('decision'),
    table('orphan'),
  ];

  const progress = createProgressReads(schema);

  return {
    async stats(since, at) {
      const today = seoulDayOf(at);
      const read = await (await pool()).transaction(async (snapshot) => {
        await addingUp(snapshot);
        return {
          pos: await snapshot.one(sql.type(figures)`
            SELECT count(*) AS total, count(*) FILTER (WHERE priority IS NOT NULL) AS "needsReview",
                   count(*) FILTER (WHERE NOT manual) AS backfilled, count(*) FILTER (WHERE manual) AS manual
            FROM ${po}`),
          documents: await snapshot.one(sql.type(documentFigures)`
            SELECT count(*) AS recorded, count(*) FILTER (WHERE cancelled) AS cancelled FROM ${document}`),
          orphans: await snapshot.one(sql.type(openOrphans)`
            SELECT count(*) AS open FROM ${orphan} WHERE state = 'open'`),
          reservations: await snapshot.any(sql.type(byState)`
            SELECT state, count(*) AS n FROM ${table('reservation')} GROUP BY state`),
          reasons: await snapshot.any(sql.type(byReason)`
            SELECT code, count(*) AS n FROM ${table('review')} CROSS JOIN LATERAL unnest(codes) AS code GROUP BY code`),
          priorities: await snapshot.any(sql.type(byPriority)`
            SELECT priority AS rank, count(*) AS n FROM ${po} WHERE priority IS NOT NULL GROUP BY priority`),
          created: await snapshot.any(sql.type(perDay)`
            SELECT to_char(created_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS date, count(*) AS n FROM ${po}
            WHERE created_at >= (${since}::date)::timestamp AT TIME ZONE 'Asia/Seoul' GROUP BY 1`),
          totals: await progress.totals(snapshot),
        };
      });
      const { pos: _pos, ...overall } = read.totals;
      const createdOn = new Map(read.created.map(({ date, n }) => [date, n]));
      const days: string[] = [];
      for (let day = since; day <= today; day = addDays(day, 1)) days.push(day);
      const ofState = new Map(read.reservations.map(({ state, n }) => [state, n]));
      const [RESERVED = 0, MATCHED = 0, MISMATCH = 0, EXPIRED = 0, RELEASED = 0] = reservationStates.map((state) =>
        ofState.get(state),
      );
      const ofRank = new Map(read.priorities.map(({ rank, n }) => [rank, n]));
      return {
        pos: read.pos,
        reviews: {
          byReason: Object.fromEntries(
            reasonCodes.flatMap((code) => read.reasons.filter((each) => each.code === code).map(({ n }) => [code, n])),
          ),
          byPriority: {
            critical: ofRank.get(0) ?? 0,
            high: ofRank.get(1) ?? 0,
            medium: ofRank.get(2) ?? 0,
            low: ofRank.get(3) ?? 0,
          },
        },
        documents: read.documents,
        orphans: read.orphans,
        reservations: { RESERVED, MATCHED, MISMATCH, EXPIRED, RELEASED },
        createdPerDay: days.map((date) => ({ date, count: createdOn.get(date) ?? 0 })),
        lastRuns: await runs.latest(10),
        progress: overall,
      };
    },

    async *documents() {
      let last: string | null = null;
      for (;;) {
        const page: readonly z.infer<typeof exportedDocument>[] = await (await pool()).any(sql.type(exportedDocument)`
          SELECT d.doc_no AS "docNo", p.po_no AS "poNo", p.customer, d.delivery,
                 CASE WHEN open.codes IS NULL THEN 'created' ELSE 'needs-review' END AS outcome, d.link,
                 coalesce(open.codes, '[]') AS reasons, to_char(d.effective_on, 'YYYY-MM-DD') AS "effectiveOn",
                 coalesce(d.product, 'UNKNOWN') AS product, d.qty, d.cancelled, d.mark,
                 CASE WHEN pass.read THEN coalesce(counted.filled, 0) END AS filled,
                 CASE WHEN pass.read THEN coalesce(counted.warehoused, 0) END AS warehoused,
                 CASE WHEN pass.read THEN coalesce(counted.shipped, 0) END AS shipped
          FROM ${document} d
          CROSS JOIN (SELECT ${progress.asOf} IS NOT NULL AS read) AS pass
          ${progress.countedUnder(sql.fragment`d.doc_no`)}
          -- OFFSET keeps it to the POs of the page; a join reads all of them when they seem few.
          CROSS JOIN LATERAL (SELECT po_no, customer FROM ${po} WHERE id = d.po_id OFFSET 0) AS p
          CROSS JOIN LATERAL (SELECT json_agg(r.code) AS codes FROM ${reasonTable} r
                              WHERE r.doc_no = d.doc_no AND r.closed_at IS NULL) AS open
          WHERE ${last === null ? sql.fragment`true` : sql.fragment`d.doc_no > ${last}`}
          ORDER BY d.doc_no LIMIT ${pageSize}`);
        const end = page.at(-1);
        if (end === undefined) return;
        yield page.map((row) => ({ ...row, reasons: inOrder(row.reasons) }));
        last = end.docNo;
      }
    },

    async *pos() {
      // Two walks along two indexes: the numbered POs, then those without a number.
      const page = async (where: Fragment, order: Fragment) =>
        (await pool()).any(sql.type(exportedPo)`
          WITH page AS MATERIALIZED (SELECT * FROM ${po} p WHERE ${where} ORDER BY ${order} LIMIT ${pageSize})
          SELECT p.customer_key AS "customerKey", p.po_key AS "poKey", p.identity_doc_no AS "identityDocNo",
                 p.customer, p.customer_name AS "customerName", p.po_no AS "poNo",
                 to_char(p.received_on, 'YYYY-MM-DD') AS "receivedOn", p.manual, p.deliveries, p.priority, p.memo,
                 ${progress.itemsOf(sql.fragment`p.id`)} AS items, ${progress.liveOf(sql.fragment`p.id`)} AS live, ${progress.asOf} AS "asOf",
                 coalesce(open.codes, '[]') AS reasons
          FROM page p
          CROSS JOIN LATERAL (
            SELECT json_agg(DISTINCT r.code) AS codes
            FROM ${document} d
            CROSS JOIN LATERAL (
              -- OFFSET keeps it within the document: a join starts from all open reasons while nothing is analysed yet.
              SELECT code FROM ${reasonTable} WHERE doc_no = d.doc_no AND closed_at IS NULL OFFSET 0) AS r
            WHERE p.priority IS NOT NULL AND d.po_id = p.id) AS open
          ORDER BY ${order}`);
      type Row = z.infer<typeof exportedPo>;
      const exported = ({ customerKey: _c, poKey: _p, identityDocNo: _d, items, live, asOf, ...row }: Row) => {
        const found = poProgress({ items, deliveries: live }, asOf);
        return {
          ...row,
          items: items.map(({ product, qty, deliveryOn }) => ({ product, qty, deliveryOn })),
          reasons: inOrder(row.reasons),
          ...found.po,
          products: found.items,
          asOf,
        };
      };

      const byNumber = sql.fragment`p.customer_key, p.po_key`;
      let rows = await page(sql.fragment`p.po_key IS NOT NULL`, byNumber);
      for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
        yield rows.map(exported);
        rows = await page(
          sql.fragment`p.po_key IS NOT NULL AND (p.customer_key, p.po_key) > (${last.customerKey}, ${last.poKey})`,
          byNumber,
        );
      }
      const byDocument = sql.fragment`p.identity_doc_no`;
      rows = await page(sql.fragment`p.identity_doc_no IS NOT NULL`, byDocument);
      for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
        yield rows.map(exported);
        rows = await page(sql.fragment`p.identity_doc_no > ${last.identityDocNo}`, byDocument);
      }
    },

    async *reviews() {
      // The numbered POs of a priority, then those without a number, each along its own index.
      const walk = async function* (
        rank: number,
        order: Fragment,
        numbered: boolean,
        after: (last: FlaggedPo) => Fragment,
      ) {
        const page = async (last: FlaggedPo | undefined) =>
          (await pool()).any(sql.type(flaggedPo)`
            WITH page AS MATERIALIZED (
              SELECT * FROM ${po} p
              WHERE p.priority = ${rank} AND (p.po_key IS NOT NULL) = ${numbered}
                AND ${last === undefined ? sql.fragment`true` : after(last)}
              ORDER BY ${order} LIMIT ${pageSize})
            SELECT p.customer_key AS "customerKey", p.po_key AS "poKey", p.identity_doc_no AS "identityDocNo",
                   p.customer, p.customer_name AS "customerName", p.po_no AS "poNo", coalesce(open.reasons, '[]') AS open
            FROM page p
            CROSS JOIN LATERAL (
              SELECT json_agg(json_build_object(
                'docNo', d.doc_no, 'delivery', d.delivery, 'reason', r.code, 'facts', r.facts,
                'openedAt', floor(extract(epoch FROM r.opened_at) * 1000))) AS reasons
              FROM ${document} d
              CROSS JOIN LATERAL (
                -- OFFSET keeps it within the document, as in the export of POs.
                SELECT code, facts, opened_at FROM ${reasonTable}
                WHERE doc_no = d.doc_no AND closed_at IS NULL OFFSET 0) AS r
              WHERE d.po_id = p.id) AS open
            ORDER BY ${order}`);
        type Rows = Awaited<ReturnType<typeof page>>;
        for (let rows: Rows = await page(undefined); rows.length > 0; rows = await page(rows.at(-1))) {
          yield rows.flatMap(({ customer, customerName, poNo, open }) =>
            inOrderOfDocuments(open).map((each) => ({
              priority: priorities[rank]!,
              customer,
              customerName,
              poNo,
              ...each,
            })),
          );
        }
      };
      for (const rank of priorities.keys()) {
        yield* walk(rank, sql.fragment`p.customer_key, p.po_key`, true, ({ customerKey, poKey }) => {
          return sql.fragment`(p.customer_key, p.po_key) > (${customerKey}, ${poKey})`;
        });
        yield* walk(rank, sql.fragment`p.identity_doc_no`, false, ({ identityDocNo }) => {
          return sql.fragment`p.identity_doc_no > ${identityDocNo}`;
        });
      }
    },

    async *orphans() {
      let last: string | null = null;
      for (;;) {
        const page: readonly z.infer<typeof exportedOrphan>[] = await (await pool()).any(sql.type(exportedOrphan)`
          SELECT doc_no AS "docNo", state, cylinders, filling_date AS "fillingDate", shipping_date AS "shippingDate",
                 add_datetime AS "addDatetime", customer_names AS "customerNames", first_seen_at AS "firstSeenAt",
                 opened_at AS "openedAt", settled_at AS "settledAt"
          FROM ${orphan}
          WHERE state <> 'seen' AND (state <> 'resolved' OR opened_at IS NOT NULL)
            AND ${last === null ? sql.fragment`true` : sql.fragment`doc_no > ${last}`}
          ORDER BY doc_no LIMIT ${pageSize}`);
        const end = page.at(-1);
        if (end === undefined) return;
        yield page;
        last = end.docNo;
      }
    },

    async *decisions(runId, after) {
      let last: string | null = after ?? null;
      for (;;) {
        const page: readonly z.infer<typeof runDecision>[] = await (await pool()).any(sql.type(runDecision)`
          SELECT doc_no AS "docNo", outcome, action, link, customer, po_no AS "poNo", delivery, reasons,
                 undone_at IS NOT NULL AS undone
          FROM ${decision}
          WHERE run_id = ${runId}::uuid AND ${last === null ? sql.fragment`true` : sql.fragment`doc_no > ${last}`}
          ORDER BY doc_no LIMIT ${pageSize}`);
        const end = page.at(-1);
        if (end === undefined) return;
        yield page;
        last = end.docNo;
      }
    },

    progressOf: async (docNos) => progress.ofDocuments(await pool(), docNos),
  };
};
