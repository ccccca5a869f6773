import type { AuditAction, AuditEntry, AuditRecord, AuditSubject, Channel } from '@cynow/po-core';
import type pg from 'pg';
import { arraysOf, type Column, insertRows, qualified } from './columns.ts';

const columns: readonly Column<AuditEntry>[] = [
  { name: 'id', type: 'uuid', value: ({ id }) => id },
  { name: 'at', type: 'timestamptz', value: ({ at }) => at },
  { name: 'actor', type: 'text', value: ({ by }) => by.actor },
  { name: 'channel', type: 'text', value: ({ by }) => by.channel },
  { name: 'request_id', type: 'text', value: ({ by }) => by.requestId },
  { name: 'batch_id', type: 'uuid', value: ({ batchId }) => batchId },
  { name: 'action', type: 'text', value: ({ action }) => action },
  { name: 'note', type: 'text', value: ({ note }) => note },
  { name: 'before', type: 'json', value: ({ before }) => JSON.stringify(before ?? null) },
  { name: 'after', type: 'json', value: ({ after }) => JSON.stringify(after ?? null) },
  { name: 'undoes', type: 'uuid', value: ({ undoes }) => undoes },
];

/** Adds entries to the audit trail, for a transaction of the caller's: with what they tell of, or not at all. */
export const writeAudit = async (
  client: pg.ClientBase,
  schema: string,
  entries: readonly AuditEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  await client.query(insertRows(qualified(schema, 'audit'), columns), arraysOf(columns, entries));
  const subjects = entries.flatMap(({ id, subjects: about }) =>
    [...new Set(about)].map((subject) => ({ id, subject })),
  );
  await client.query(
    `INSERT INTO ${qualified(schema, 'audit_subject')} (subject, audit_id) SELECT * FROM unnest($1::text[], $2::uuid[])`,
    [subjects.map(({ subject }) => subject), subjects.map(({ id }) => id)],
  );
};

interface AuditRow {
  readonly id: string;
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly channel: Channel;
  readonly request_id: string | null;
  readonly batch_id: string | null;
  readonly action: AuditAction;
  readonly note: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly undoes: string | null;
  readonly undone_by: string | null;
  readonly subjects: readonly AuditSubject[];
}

const recordFrom = (row: AuditRow): AuditRecord => ({
  id: row.id,
  seq: row.seq,
  at: row.at,
  by: { actor: row.actor, channel: row.channel, requestId: row.request_id },
  batchId: row.batch_id,
  action: row.action,
  subjects: row.subjects,
  note: row.note,
  before: row.before,
  after: row.after,
  undoes: row.undoes,
  undoneBy: row.undone_by,
});

/** Entries by a condition on `a`, the table's alias, and an order. */
export const readAudit = async (
  client: pg.ClientBase,
  schema: string,
  rest: string,
  values: readonly unknown[],
): Promise<readonly AuditRecord[]> => {
  const audit = qualified(schema, 'audit');
  const { rows } = await client.query<AuditRow>(
    `SELECT a.*, u.id AS undone_by,
       ARRAY(SELECT s.subject FROM ${qualified(schema, 'audit_subject')} s WHERE s.audit_id = a.id ORDER BY s.subject) AS subjects
     FROM ${audit} a LEFT JOIN ${audit} u ON u.undoes = a.id ${rest}`,
    [...values],
  );
  return rows.map(recordFrom);
};

export const isUndone = async (client: pg.ClientBase, schema: string, id: string): Promise<boolean> =>
  (await client.query(`SELECT FROM ${qualified(schema, 'audit')} WHERE undoes = $1`, [id])).rows.length > 0;

/** Later entries about the same that are in force, oldest first. */
export const inForceAfter = (
  client: pg.ClientBase,
  schema: string,
  { id, subjects }: AuditEntry,
): Promise<readonly AuditRecord[]> =>
  readAudit(
    client,
    schema,
    `WHERE a.id IN (SELECT audit_id FROM ${qualified(schema, 'audit_subject')} WHERE subject = ANY($1))
       AND a.seq > (SELECT seq FROM ${qualified(schema, 'audit')} WHERE id = $2)
       AND a.undoes IS NULL AND u.id IS NULL ORDER BY a.seq`,
    [subjects, id],
  );
