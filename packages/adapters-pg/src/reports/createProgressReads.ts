import { overallProgress, type PoProgress, type PoTotals, poProgress } from '@cynow/po-core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

const count = z.number().int();
const cylinders = { filled: count, warehoused: count, shipped: count };

/** A moment, which the driver gives in milliseconds; null while there is none. */
const moment = z
  .number()
  .nullable()
  .transform((ms) => (ms === null ? null : new Date(ms)));

/** A PO with all that its progress depends on. */
export const countedPo = z.object({
  items: z.array(
    z.object({
      productKey: z.string(),
      product: z.string(),
      qty: count,
      deliveryOn: z.string().nullable(),
      incomplete: z.boolean(),
    }),
  ),
  live: z.array(
    z.object({
      docNo: z.string(),
      delivery: count,
      productKey: z.string().nullable(),
      qty: count.nullable(),
      ...cylinders,
    }),
  ),
  asOf: moment,
});

const countedPoOfDocuments = countedPo.extend({ docNos: z.array(z.string()) });

/** POs that agree in all that a stage depends on. */
const poGroup = z.object({
  pos: count,
  ordered: count,
  orderedKnown: z.boolean(),
  instructed: count,
  instructedKnown: z.boolean(),
  ...cylinders,
});

const lastPass = z.object({ asOf: moment });

type Fragment = ReturnType<typeof sql.fragment>;

/** Reads what the passes have counted, beside what the POs and their documents say. */
export const createProgressReads = (schema: string) => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [po, item, document, progress] = [table('po'), table('item'), table('document'), table('progress')];

  const asOf = sql.fragment`(SELECT read_at FROM ${table('progress_pass')})`;
  const countedUnder = (docNo: Fragment) => sql.fragment`LEFT JOIN LATERAL (
    SELECT filled, warehoused, shipped FROM ${progress} WHERE doc_no = ${docNo} OFFSET 0) AS counted ON true`;
  const itemsOf = (poId: Fragment) => sql.fragment`(
    SELECT coalesce(json_agg(json_build_object(
      'productKey', line.product_key, 'product', line.product, 'qty', line.qty, 'deliveryOn', line.delivery_on,
      'incomplete', line.incomplete) ORDER BY line.line), '[]')
    FROM ${item} line WHERE line.po_id = ${poId})`;
  const liveOf = (poId: Fragment) => sql.fragment`(
    SELECT coalesce(json_agg(json_build_object(
      'docNo', live.doc_no, 'delivery', live.delivery, 'productKey', live.product_key, 'qty', live.qty,
      'filled', coalesce(counted.filled, 0), 'warehoused', coalesce(counted.warehoused, 0),
      'shipped', coalesce(counted.shipped, 0)) ORDER BY live.delivery), '[]')
    FROM ${document} live ${countedUnder(sql.fragment`live.doc_no`)}
    WHERE live.po_id = ${poId} AND live.delivery IS NOT NULL)`;

  return {
    /** When the last complete pass began; null before the first. */
    asOf,
    /**
     * Joins the counts of a document as `counted`, null when no history names it. OFFSET keeps it to that document: a join reads
     * all of them while nothing is analysed yet.
     */
    countedUnder,
    /** The items of a PO as JSON, for `countedPo`. */
    itemsOf,
    /** The live deliveries of a PO as JSON, for `countedPo`. */
    liveOf,

    /**
     * How far POs together have come, all of them or those that `chosen` gives the addresses of. They come in groups, which the
     * core tells the stages of.
     */
    async totals(snapshot: CommonQueryMethods, chosen?: Fragment): Promise<PoTotals> {
      // A join, not IN: of how many rows IN leaves, the planner has no idea here.
      const among = (address: Fragment): Fragment =>
        chosen === undefined ? sql.fragment`` : sql.fragment`JOIN chosen ON chosen.id = ${address}`;
      const groups = await snapshot.any(sql.type(poGroup)`
        WITH ${chosen === undefined ? sql.fragment`` : sql.fragment`chosen AS MATERIALIZED (${chosen}),`}
        items AS (
          SELECT po_id, sum(qty) AS ordered, bool_and(NOT incomplete) AS known
          FROM ${item} ${among(sql.fragment`po_id`)} GROUP BY po_id),
        deliveries AS (
          SELECT d.po_id, coalesce(sum(d.qty), 0) AS instructed, bool_and(d.qty IS NOT NULL) AS known,
                 coalesce(sum(c.filled), 0) AS filled, coalesce(sum(c.warehoused), 0) AS warehoused,
                 coalesce(sum(c.shipped), 0) AS shipped
          FROM ${document} d ${among(sql.fragment`d.po_id`)} LEFT JOIN ${progress} c ON c.doc_no = d.doc_no
          WHERE d.delivery IS NOT NULL GROUP BY d.po_id),
        pos AS (
          SELECT coalesce(i.ordered, 0) AS ordered, coalesce(i.known, true) AS "orderedKnown",
                 coalesce(d.instructed, 0) AS instructed, coalesce(d.known, true) AS "instructedKnown",
                 coalesce(d.filled, 0) AS filled, coalesce(d.warehoused, 0) AS warehoused,
                 coalesce(d.shipped, 0) AS shipped
          FROM ${po} p ${among(sql.fragment`p.id`)}
          LEFT JOIN items i ON i.po_id = p.id LEFT JOIN deliveries d ON d.po_id = p.id)
        SELECT count(*) AS pos, sum(ordered)::bigint AS ordered, "orderedKnown",
               sum(instructed)::bigint AS instructed, "instructedKnown", sum(filled)::bigint AS filled,
               sum(warehoused)::bigint AS warehoused, sum(shipped)::bigint AS shipped
        FROM pos
        GROUP BY "orderedKnown", ordered > 0, "instructedKnown", instructed > 0, filled > 0, warehoused > 0,
                 shipped > 0, shipped >= ordered`);
      const pass = await snapshot.one(sql.type(lastPass)`SELECT ${asOf} AS "asOf"`);
      const sums = overallProgress(
        groups.map(({ pos, ordered, orderedKnown, instructed, instructedKnown, ...counts }) => ({
          pos,
          ordered: { qty: ordered, known: orderedKnown },
          instructed: { qty: instructed, known: instructedKnown },
          cylinders: counts,
        })),
        pass.asOf,
      );
      return { pos: groups.reduce((sum, { pos }) => sum + pos, 0), ...sums };
    },

    /** How far the PO of each of these documents has come. */
    async ofDocuments(pool: CommonQueryMethods, docNos: readonly string[]): Promise<ReadonlyMap<string, PoProgress>> {
      const rows = await pool.any(sql.type(countedPoOfDocuments)`
        SELECT json_agg(d.doc_no) AS "docNos", ${itemsOf(sql.fragment`d.po_id`)} AS items,
               ${liveOf(sql.fragment`d.po_id`)} AS live, ${asOf} AS "asOf"
        FROM unnest(${sql.array([...docNos], 'text')}) AS asked (doc_no)
        CROSS JOIN LATERAL (SELECT doc_no, po_id FROM ${document} WHERE doc_no = asked.doc_no OFFSET 0) AS d
        GROUP BY d.po_id`);
      return new Map(
        rows.flatMap(({ docNos: ofPo, items, live, asOf: at }) => {
          const found = poProgress({ items, deliveries: live }, at);
          return ofPo.map((docNo) => [docNo, found] as const);
        }),
      );
    },
  };
};
