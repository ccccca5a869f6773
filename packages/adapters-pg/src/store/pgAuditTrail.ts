import type { AuditTrail } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { readAudit } from './auditRows.ts';
import { qualified } from './columns.ts';
import { isUuid } from './isUuid.ts';

/** The audit trail in our schema. */
export const pgAuditTrail = (pool: Pool, schema: string): AuditTrail => ({
  find: async (id) =>
    isUuid(id) ? ((await pool.use((client) => readAudit(client, schema, 'WHERE a.id = $1', [id])))[0] ?? null) : null,
  ofBatch: async (batchId) =>
    isUuid(batchId)
      ? pool.use((client) => readAudit(client, schema, 'WHERE a.batch_id = $1 ORDER BY a.seq', [batchId]))
      : [],
  latest: (limit, before) =>
    pool.use((client) =>
      readAudit(client, schema, 'WHERE $2::bigint IS NULL OR a.seq < $2 ORDER BY a.seq DESC LIMIT $1', [
        limit,
        before ?? null,
      ]),
    ),
  about: (subject, limit, before) =>
    pool.use((client) =>
      readAudit(
        client,
        schema,
        `WHERE a.id IN (SELECT audit_id FROM ${qualified(schema, 'audit_subject')} WHERE subject = $1)
           AND ($3::bigint IS NULL OR a.seq < $3) ORDER BY a.seq DESC LIMIT $2`,
        [subject, limit, before ?? null],
      ),
    ),
});
