import type { Changes } from '@cynow/po-core';
import type pg from 'pg';
import { arraysOf, insertRows, qualified, replaceOn } from './columns.ts';
import { documentColumns, itemColumns, itemLines, poColumns, reasonColumns, reasonLines } from './poRows.ts';

/** Writes what deciding changed, in a transaction of the caller's: a handful of statements, whatever the number of rows. */
export const createBatchWriter = (schema: string) => {
  const table = (name: string): string => qualified(schema, name);
  const putPos = insertRows(table('po'), poColumns, replaceOn(['id'], poColumns, ['created_at']));
  const putItems = insertRows(table('item'), itemColumns);
  const putDocuments = insertRows(
    table('document'),
    documentColumns,
    replaceOn(['doc_no'], documentColumns, ['recorded_at']),
  );
  const openReasons = insertRows(
    `${table('reason')} AS held`,
    reasonColumns,
    `ON CONFLICT (doc_no, code) DO UPDATE SET facts = EXCLUDED.facts, closed_at = NULL,
       opened_at = CASE WHEN held.closed_at IS NULL THEN held.opened_at ELSE EXCLUDED.opened_at END`,
  );
  const closeReasons = `UPDATE ${table('reason')} AS held SET closed_at = $1
    WHERE held.doc_no = ANY($2) AND held.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS still (doc_no, code)
                      WHERE still.doc_no = held.doc_no AND still.code = held.code)`;

  return async (client: pg.ClientBase, { touched, added, removed, deliveries }: Changes, at: Date): Promise<void> => {
    if (touched.length === 0 && removed.length === 0) return;
    if (removed.length > 0) await client.query(`DELETE FROM ${table('po')} WHERE id = ANY($1)`, [removed]);
    if (touched.length === 0) return;
    await client.query(
      putPos,
      arraysOf(
        poColumns,
        touched.map((entry) => ({ ...entry, at })),
      ),
    );
    const known = touched.filter(({ po }) => !added.has(po.id)).map(({ po }) => po.id);
    if (known.length > 0) await client.query(`DELETE FROM ${table('item')} WHERE po_id = ANY($1)`, [known]);
    await client.query(putItems, arraysOf(itemColumns, itemLines(touched.map(({ po }) => po))));
    if (deliveries.length === 0) return;
    await client.query(
      putDocuments,
      arraysOf(
        documentColumns,
        deliveries.map((delivery) => ({ delivery, at })),
      ),
    );
    const open = reasonLines(deliveries, at);
    await client.query(closeReasons, [
      at,
      deliveries.map(({ docNo }) => docNo),
      open.map(({ docNo }) => docNo),
      open.map(({ reason }) => reason.code),
    ]);
    if (open.length > 0) await client.query(openReasons, arraysOf(reasonColumns, open));
  };
};
