import type { Changes, IndexChanges, PoId } from '@cynow/po-core';
import { aliasColumns } from './aliasRows.ts';
import { createKeyWriter } from './candidateRows.ts';
import { arraysOf, insertRows, qualified, replaceOn, updateRows } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { createCustomerWriter } from './customerRows.ts';
import { query, type Statement } from './inTurn.ts';
import { documentColumns, itemColumns, itemLines, poColumns, reasonColumns, reasonLines } from './poRows.ts';
import { createReviewWriter } from './reviewRows.ts';

/** When, and at which revision, changes are written. */
export interface Writing {
  readonly at: Date;
  readonly version: number;
  /** What the changes change in blocking keys. */
  readonly index: IndexChanges;
  /** When POs that come back were made; others are made now. */
  readonly createdAt?: ReadonlyMap<PoId, Date> | undefined;
}

/**
 * Writes what deciding changed, for a transaction of the caller's: a handful of statements, whatever the number of rows.
 * What is new goes in by COPY; what was known is replaced.
 */
export const createBatchWriter = (schema: string) => {
  const [po, item, document, reason, alias] = ['po', 'item', 'document', 'reason', 'alias'].map((name) =>
    qualified(schema, name),
  ) as [string, string, string, string, string];
  const writeKeys = createKeyWriter(schema);
  const updatePos = updateRows(po, 'id', poColumns, ['created_at']);
  const updateDocuments = updateRows(document, 'doc_no', documentColumns, ['recorded_at']);
  const replaceItems = `${insertRows(`${item} AS held`, itemColumns, replaceOn(['po_id', 'line'], itemColumns))}
    WHERE (${itemColumns.map(({ name }) => `held.${name}`).join(', ')})
      IS DISTINCT FROM (${itemColumns.map(({ name }) => `EXCLUDED.${name}`).join(', ')})`;
  const removeItems = `DELETE FROM ${item} AS held USING unnest($1::uuid[], $2::integer[]) AS kept (po_id, lines)
    WHERE held.po_id = kept.po_id AND held.line > kept.lines`;
  const takeAliases = `DELETE FROM ${alias} AS held
    USING unnest($1::text[], $2::text[]) AS taken (customer_key, po_key)
    WHERE held.customer_key = taken.customer_key AND held.po_key = taken.po_key`;
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

  const writeReviews = createReviewWriter(schema);
  const writeCustomers = createCustomerWriter(schema);

  return function* writeChanges(
    changes: Changes,
    { at, version, index, createdAt }: Writing,
  ): Generator<Statement | null> {
    const { touched, added, removed, recorded, changed, aliases } = changes;
    const stamped = touched.map((entry) => ({ ...entry, at, version, createdAt: createdAt?.get(entry.po.id) ?? at }));
    const fresh = stamped.filter((entry) => added.has(entry.po.id));
    const known = stamped.filter((entry) => !added.has(entry.po.id));
    if (removed.length > 0) yield query(`DELETE FROM ${po} WHERE id = ANY($1)`, [removed]);
    if (aliases.taken.length > 0) {
      yield query(takeAliases, [
        aliases.taken.map(({ customerKey }) => customerKey),
        aliases.taken.map(({ poKey }) => poKey),
      ]);
    }
    if (known.length > 0) {
      const pos = known.map((entry) => entry.po);
      yield query(updatePos, arraysOf(poColumns, known));
      yield query(removeItems, [pos.map(({ id }) => id), pos.map(({ items }) => items.length)]);
      yield query(replaceItems, arraysOf(itemColumns, itemLines(pos)));
    }
    yield copyRows(po, poColumns, fresh);
    yield copyRows(
      alias,
      aliasColumns,
      aliases.given.map((given) => ({ ...given, at })),
    );
    yield copyRows(item, itemColumns, itemLines(fresh.map((entry) => entry.po)));
    if (changed.length > 0) {
      const open = reasonLines(changed, at);
      yield query(
        updateDocuments,
        arraysOf(
          documentColumns,
          changed.map((delivery) => ({ delivery, at })),
        ),
      );
      yield query(closeReasons, [
        at,
        changed.map(({ docNo }) => docNo),
        open.map(({ docNo }) => docNo),
        open.map((each) => each.reason.code),
      ]);
      if (open.length > 0) yield query(openReasons, arraysOf(reasonColumns, open));
    }
    yield copyRows(
      document,
      documentColumns,
      recorded.map((delivery) => ({ delivery, at })),
    );
    yield copyRows(reason, reasonColumns, reasonLines(recorded, at));
    yield* writeReviews(changes);
    yield writeCustomers(changes);
    yield* writeKeys(index, added);
  };
};
