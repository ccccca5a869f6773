import { cylinderStages, type ProgressEvent, type ProgressStore, refreshProgress } from '@cynow/po-core';
import type pg from 'pg';

/** Documents whose counts in our schema are not those of a plain count over all histories, with both. */
export const differences = async (client: pg.ClientBase): Promise<unknown[]> => {
  const { rows } = await client.query(`
    WITH counted AS (
      SELECT rtrim("MOVE_REPORT_NO"::text) AS doc_no,
             count(DISTINCT rtrim("CYLINDER_NO"::text)) FILTER (WHERE btrim("MOVE_CODE"::text) IN ('22', '31')) AS filled,
             count(DISTINCT rtrim("CYLINDER_NO"::text)) FILTER (WHERE btrim("MOVE_CODE"::text) = '50') AS warehoused,
             count(DISTINCT rtrim("CYLINDER_NO"::text)) FILTER (WHERE btrim("MOVE_CODE"::text) = '60') AS shipped
      FROM fcms_cdc.tr_cylinder_status_histories
      WHERE btrim("MOVE_CODE"::text) IN ('22', '31', '50', '60') AND rtrim("MOVE_REPORT_NO"::text) <> '' GROUP BY 1)
    SELECT doc_no, ${cylinderStages.map((stage) => `c.${stage} AS ${stage}_in_fcms, p.${stage}`).join(', ')}
    FROM counted c FULL JOIN po.progress p USING (doc_no)
    WHERE (${cylinderStages.map((stage) => `c.${stage}`).join(', ')})
      IS DISTINCT FROM (${cylinderStages.map((stage) => `p.${stage}`).join(', ')})`);
  return rows;
};

const start = Date.UTC(2025, 10, 22, 3);

/** `minutes` after noon. */
export const at = (minutes: number): Date => new Date(start + minutes * 60_000);

/** Makes the pass that is due, and tells what happened. */
export const refresh = async (
  progress: ProgressStore,
  minutes: number,
  full = false,
): Promise<readonly ProgressEvent[]> => {
  const events: ProgressEvent[] = [];
  for await (const event of refreshProgress({ progress }, { at: at(minutes), everyMs: 300_000, full })) {
    events.push(event);
  }
  return events;
};
