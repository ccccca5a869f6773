import type { BatchDecisions, Delivery, Po, PoId, PoWithDeliveries, RunTraces, TakenBack } from '@cynow/po-core';
import type pg from 'pg';
import { readAudit } from './auditRows.ts';
import { arraysOf, type Column, qualified } from './columns.ts';
import { query, type Statement } from './inTurn.ts';
import { isUuid } from './isUuid.ts';

type Earlier = BatchDecisions['earlier'][number];

const columns: readonly Column<Earlier>[] = [
  { name: 'doc_no', type: 'text', value: ({ delivery }) => delivery.docNo },
  { name: 'po_id', type: 'uuid', value: ({ po }) => po.id },
  { name: 'delivery', type: 'json', value: ({ delivery }) => JSON.stringify(delivery) },
  { name: 'po', type: 'json', value: ({ po }) => JSON.stringify(po) },
];

/** Keeps what a batch is about to change as it is, for a transaction of the caller's. What was kept first, counts. */
export const keepEarlier = (schema: string, runId: string, earlier: readonly Earlier[]): Statement | null => {
  if (earlier.length === 0) return null;
  const names = columns.map(({ name }) => name);
  const arrays = columns.map(({ type }, i) => `$${i + 2}::${type}[]`).join(', ');
  return query(
    `INSERT INTO ${qualified(schema, 'run_earlier')} (run_id, ${names.join(', ')}, po_created_at)
     SELECT $1, ${names.map((name) => `given.${name}`).join(', ')}, p.created_at
     FROM unnest(${arrays}) AS given (${names.join(', ')}) JOIN ${qualified(schema, 'po')} p ON p.id = given.po_id
     ON CONFLICT (run_id, doc_no) DO NOTHING`,
    [runId, ...arraysOf(columns, earlier)],
  );
};

interface EarlierRow {
  readonly delivery: Delivery;
  readonly po: Po;
  readonly po_created_at: Date;
}

/** What a run did to the POs and documents, and what was done about them since; null when it wrote nothing that is known. */
export const readRunTraces = async (
  client: pg.ClientBase,
  schema: string,
  runId: string,
  asked: { readonly ids: readonly PoId[]; readonly docNos: readonly string[] },
  pos: readonly PoWithDeliveries[],
): Promise<RunTraces | null> => {
  const [run, earlierTable, decision] = ['run', 'run_earlier', 'decision'].map((name) => qualified(schema, name));
  const own = isUuid(runId)
    ? await client.query<{ first: number | null; audit_seq: number | null }>(
        `SELECT first_revision AS first, audit_seq FROM ${run} WHERE id = $1`,
        [runId],
      )
    : null;
  const { first = null, audit_seq: auditSeq = null } = own?.rows[0] ?? {};
  if (first === null) return null;
  const ids = [...new Set([...asked.ids, ...pos.map(({ po }) => po.id)])];
  const docNos = new Set([...asked.docNos, ...pos.flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo))]);
  const earlier = await client.query<EarlierRow>(
    `SELECT delivery, po, po_created_at FROM ${earlierTable} WHERE run_id = $1 AND doc_no IN (
       SELECT unnest($2::text[]) UNION SELECT doc_no FROM ${earlierTable} WHERE po_id = ANY($3) AND run_id = $1)`,
    [runId, [...docNos], ids],
  );
  for (const { delivery } of earlier.rows) docNos.add(delivery.docNo);
  const decided = await client.query<{ doc_no: string }>(
    `SELECT doc_no FROM ${decision} WHERE run_id = $1 AND doc_no = ANY($2) AND undone_at IS NULL`,
    [runId, [...docNos]],
  );
  const later = await client.query<{ id: string }>(
    `SELECT id FROM ${run} WHERE id = ANY($1) AND id <> $2 AND last_revision > $3`,
    [[...new Set(pos.flatMap(({ deliveries }) => deliveries.map((delivery) => delivery.runId)))], runId, first],
  );
  const changedLater = await client.query<{ po_id: string }>(
    `SELECT DISTINCT e.po_id FROM ${earlierTable} e JOIN ${run} r ON r.id = e.run_id
     WHERE e.po_id = ANY($1) AND e.run_id <> $2 AND r.last_revision > $3`,
    [ids, runId, first],
  );
  const since = await readAudit(
    client,
    schema,
    `WHERE a.id IN (SELECT audit_id FROM ${qualified(schema, 'audit_subject')} WHERE subject = ANY($1))
       AND a.seq > $2 ORDER BY a.seq`,
    [[...ids.map((id) => `po:${id}`), ...[...docNos].map((docNo) => `document:${docNo}`)], auditSeq ?? 0],
  );
  return {
    decided: new Set(decided.rows.map((row) => row.doc_no)),
    earlier: earlier.rows.map((row) => ({ delivery: row.delivery, po: row.po, createdAt: row.po_created_at })),
    later: new Set(later.rows.map(({ id }) => id)),
    changedLater: new Set(changedLater.rows.map((row) => row.po_id)),
    since,
  };
};

/** Documents that the run decided or changed, by number, without those that were taken back. */
export const readDocumentsOfRun = async (
  client: pg.ClientBase,
  schema: string,
  runId: string,
  limit: number,
  after: string | null,
): Promise<readonly string[]> => {
  if (!isUuid(runId)) return [];
  const { rows } = await client.query<{ doc_no: string }>(
    `(SELECT doc_no FROM ${qualified(schema, 'decision')}
      WHERE run_id = $1 AND undone_at IS NULL AND doc_no > $3 ORDER BY doc_no LIMIT $2)
     UNION
     (SELECT doc_no FROM ${qualified(schema, 'run_earlier')} WHERE run_id = $1 AND doc_no > $3 ORDER BY doc_no LIMIT $2)
     ORDER BY doc_no LIMIT $2`,
    [runId, limit, after ?? ''],
  );
  return rows.map((row) => row.doc_no);
};

/** Notes what of a run was taken back, and forgets documents that are not recorded any more. */
export const writeTakenBack = async (
  client: pg.ClientBase,
  schema: string,
  { runId, docNos, unrecorded, by, at }: TakenBack,
): Promise<void> => {
  const table = (name: string): string => qualified(schema, name);
  for (const name of ['reason', 'document', 'missing']) {
    await client.query(`DELETE FROM ${table(name)} WHERE doc_no = ANY($1)`, [unrecorded]);
  }
  await client.query(`DELETE FROM ${table('run_earlier')} WHERE run_id = $1 AND doc_no = ANY($2)`, [runId, docNos]);
  await client.query(`UPDATE ${table('decision')} SET undone_at = $3 WHERE run_id = $1 AND doc_no = ANY($2)`, [
    runId,
    docNos,
    at,
  ]);
  await client.query(
    `UPDATE ${table('run')} SET undone_at = coalesce(undone_at, $2), undone_by = coalesce(undone_by, $3) WHERE id = $1`,
    [runId, at, by],
  );
};
