import type { Changes } from '@cynow/po-core';
import type pg from 'pg';
import { arraysOf, insertRows, qualified, replaceOn } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { documentColumns, itemColumns, itemLines, poColumns, reasonColumns, reasonLines } from './poRows.ts';

/**
 * Writes what deciding changed, in a transaction of the caller's: a handful of statements, whatever the number of rows.
 * What is new goes in by COPY; what was known is replaced.
 */
export const createBatchWriter = (schema: string) => {
  const [po, item, document, reason] = ['po', 'item', 'document', 'reason'].map((name) => qualified(schema, name)) as [
    string,
    string,
    string,
    string,
  ];
  const replacePos = insertRows(po, poColumns, replaceOn(['id'], poColumns, ['created_at']));
  const replaceDocuments = insertRows(
    document,
    documentColumns,
    replaceOn(['doc_no'], documentColumns, ['recorded_at']),
  );
  const openReasons = insertRows(
    `${reason} AS held`,
    reasonColumns,
    `ON CONFLICT (doc_no, code) DO UPDATE SET facts = EXCLUDED.facts, closed_at = NULL,
       opened_at = CASE WHEN held.closed_at IS NULL THEN held.opened_at ELSE EXCLUDED.opened_at END`,
  );
  const closeReasons = `UPDATE ${reason} AS held SET closed_at = $1
    WHERE held.doc_no = ANY($2) AND held.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS still (doc_no, code)
                      WHERE still.doc_no = held.doc_no AND still.code = held.code)`;

  return async (client: pg.ClientBase, changes: Changes, at: Date): Promise<void> => {
    const { touched, added, removed, recorded, changed } = changes;
    const stamped = touched.map((entry) => ({ ...entry, at }));
    const [fresh, known] = [
      stamped.filter((entry) => added.has(entry.po.id)),
      stamped.filter((entry) => !added.has(entry.po.id)),
    ];
    if (removed.length > 0) await client.query(`DELETE FROM ${po} WHERE id = ANY($1)`, [removed]);
    if (known.length > 0) {
      await client.query(replacePos, arraysOf(poColumns, known));
      await client.query(`DELETE FROM ${item} WHERE po_id = ANY($1)`, [known.map((entry) => entry.po.id)]);
    }
    await copyRows(client, po, poColumns, fresh);
    await copyRows(client, item, itemColumns, itemLines(touched.map((entry) => entry.po)));
    if (changed.length > 0) {
      const open = reasonLines(changed, at);
      await client.query(
        replaceDocuments,
        arraysOf(
          documentColumns,
          changed.map((delivery) => ({ delivery, at })),
        ),
      );
      await client.query(closeReasons, [
        at,
        changed.map(({ docNo }) => docNo),
        open.map(({ docNo }) => docNo),
        open.map((each) => each.reason.code),
      ]);
      if (open.length > 0) await client.query(openReasons, arraysOf(reasonColumns, open));
    }
    await copyRows(
      client,
      document,
      documentColumns,
      recorded.map((delivery) => ({ delivery, at })),
    );
    await copyRows(client, reason, reasonColumns, reasonLines(recorded, at));
  };
};
