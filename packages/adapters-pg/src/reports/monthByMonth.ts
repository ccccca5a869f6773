import type { PoPlace } from '@cynow/po-core';
import { sql } from 'slonik';
import { all, atOnce, day, type Fragment, orderColumns } from './poStretches.ts';

/** As the index `po_by_month_and_number` has it: 30 days, whose numbers rise with them; POs without a day are in the lowest. */
const monthOf = (on: Fragment): Fragment => sql.fragment`coalesce((${on} - '2000-01-01'::date) / 30, -1000000)`;

const month = monthOf(sql.fragment`p.received_on`);

/** Above the month of every place behind which POs may lie. */
const above = (after: PoPlace | null): Fragment =>
  after === null
    ? sql.fragment`2147483647`
    : sql.fragment`${monthOf(after.receivedOn === null ? sql.fragment`NULL::date` : day(after.receivedOn))} + 1`;

/**
 * The first `limit` numbered POs of `pos` (as `p`) behind a place, newest first, of those that `where` lets through, a range of numbers
 * among them. Each month is asked for those of the range by the index, until there are enough of them: what lies between them and the
 * place costs a look a month, and what is gathered to be put in order is a month's.
 */
export const monthByMonth = (
  pos: Fragment,
  where: readonly Fragment[],
  after: PoPlace | null,
  limit: number,
): Fragment => {
  const [{ where: behind, order }] = atOnce('newest', after);
  // OFFSET keeps the planner from going along the list within the month.
  return sql.fragment`(
    WITH RECURSIVE months (month, found, ids, days) AS (
      SELECT ${above(after)}, 0, '{}'::uuid[], '{}'::date[]
      UNION ALL
      SELECT earlier.month, months.found + cardinality(here.ids), here.ids, here.days
      FROM months
      CROSS JOIN LATERAL (
        SELECT ${month} AS month FROM ${pos} WHERE p.po_key IS NOT NULL AND ${month} < months.month
        ORDER BY ${month} DESC LIMIT 1) AS earlier
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(p.id), '{}') AS ids, coalesce(array_agg(p.received_on), '{}') AS days
        FROM (
          SELECT p.id, p.received_on FROM (
            SELECT ${orderColumns.newest} FROM ${pos}
            WHERE p.po_key IS NOT NULL AND ${month} = earlier.month AND ${all([...where, ...behind])} OFFSET 0) AS p
          ORDER BY ${order} LIMIT ${limit}) AS p) AS here
      WHERE months.found < ${limit})
    SELECT p.id, p.received_on FROM months CROSS JOIN LATERAL unnest(months.ids, months.days) AS p (id, received_on))`;
};
