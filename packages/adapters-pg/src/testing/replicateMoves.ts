import type { CylinderMove } from '@cynow/po-core';
import type { MoveChange } from '@cynow/po-core/testing';
import type pg from 'pg';

const histories = 'fcms_cdc.tr_cylinder_status_histories';

/** Changes FCMS's histories as the replication does, in one transaction, and has the server's counters tell of it at once. */
export const replicateMoves = async (
  client: pg.Client,
  { remove = [], put = [], lots = [] }: MoveChange,
): Promise<void> => {
  const column = (of: (move: CylinderMove) => unknown): unknown[] => put.map(of);
  await client.query('BEGIN');
  await client.query(
    `DELETE FROM ${histories} h USING unnest($1::text[], $2::text[]) AS k (cylinder, seq)
     WHERE rtrim(h."CYLINDER_NO"::text) = k.cylinder AND h."HISTORY_SEQ" = k.seq::numeric`,
    [remove.map(({ cylinderNo }) => cylinderNo), remove.map(({ seq }) => seq)],
  );
  await client.query(
    `INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO", "MOVE_DATE")
     SELECT * FROM unnest($1::text[], $2::numeric[], $3::text[], $4::text[], $5::timestamp[])
     ON CONFLICT ("CYLINDER_NO", "HISTORY_SEQ") DO UPDATE SET "MOVE_CODE" = EXCLUDED."MOVE_CODE",
       "MOVE_REPORT_NO" = EXCLUDED."MOVE_REPORT_NO", "MOVE_DATE" = EXCLUDED."MOVE_DATE"`,
    [
      column(({ cylinderNo }) => cylinderNo),
      column(({ seq }) => seq),
      column(({ code }) => code),
      column(({ docNo }) => docNo),
      column(({ movedAt }) => movedAt),
    ],
  );
  for (const { docNo, header, no, branch } of lots) {
    await client.query(
      `INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "FILLING_LOT_HEADER", "FILLING_LOT_NO", "FILLING_LOT_BRANCH")
       VALUES ($1, $2, $3, $4) ON CONFLICT ("MOVE_REPORT_NO") DO UPDATE SET "FILLING_LOT_HEADER" = EXCLUDED."FILLING_LOT_HEADER",
         "FILLING_LOT_NO" = EXCLUDED."FILLING_LOT_NO", "FILLING_LOT_BRANCH" = EXCLUDED."FILLING_LOT_BRANCH"`,
      [docNo, header, no, branch],
    );
  }
  await client.query('COMMIT');
  await client.query('SELECT pg_stat_force_next_flush()');
};
