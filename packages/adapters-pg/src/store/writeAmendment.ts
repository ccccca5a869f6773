import type { Amendment } from '@cynow/po-core';
import type pg from 'pg';
import { writeAudit } from './auditRows.ts';
import { qualified } from './columns.ts';
import { putOrphans } from './orphanRows.ts';
import { writeTakenBack } from './runTraces.ts';

/** Writes what people's change is besides POs: where addresses lead, for whom numbers are reserved, orphans, the audit trail. */
export const writeAmendment = async (
  client: pg.ClientBase,
  schema: string,
  { merged = new Map(), reservedFor = new Map(), orphans = [], audit = [], takenBack }: Amendment<unknown>,
): Promise<void> => {
  if (merged.size > 0) {
    const table = qualified(schema, 'merged');
    await client.query(`DELETE FROM ${table} WHERE po_id = ANY($1)`, [[...merged.keys()]]);
    const gone = [...merged].filter(([, into]) => into !== null);
    await client.query(`INSERT INTO ${table} (po_id, into_po_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])`, [
      gone.map(([id]) => id),
      gone.map(([, into]) => into),
    ]);
  }
  if (reservedFor.size > 0) {
    await client.query(
      `UPDATE ${qualified(schema, 'reservation')} AS held SET po_id = given.po_id
       FROM unnest($1::text[], $2::uuid[]) AS given (doc_no, po_id) WHERE held.doc_no = given.doc_no`,
      [[...reservedFor.keys()], [...reservedFor.values()]],
    );
  }
  if (takenBack !== undefined) await writeTakenBack(client, schema, takenBack);
  const refused = await putOrphans(client, schema, orphans);
  if (refused.length > 0)
    throw new Error(`these orphans were not found before they were changed: ${refused.join(', ')}`);
  await writeAudit(client, schema, audit);
};
