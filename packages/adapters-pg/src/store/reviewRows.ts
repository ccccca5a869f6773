import { type Changes, type PoId, priorityOf } from '@cynow/po-core';
import { qualified } from './columns.ts';
import { query, type Statement } from './inTurn.ts';

const columns = ['po_id', 'priority', 'since', 'codes', 'customer_key', 'po_key', 'manual'];
const changing = columns.filter((name) => name !== 'po_id');

/**
 * Writes the queue's rows of the POs `p` that `from` gives, as their open reasons make them; of those whose reasons are all
 * closed, nothing. OFFSET keeps each look within a document: a join starts from all open reasons while nothing is analysed.
 */
export const insertReviews = (schema: string, from: string): string => {
  const [document, reason, review] = ['document', 'reason', 'review'].map((name) => qualified(schema, name));
  const row = (of: string): string => `(${changing.map((name) => `${of}.${name}`).join(', ')})`;
  return `INSERT INTO ${review} AS held (${columns.join(', ')})
    SELECT p.id, p.priority, open.since, open.codes, p.customer_key, p.po_key, p.manual
    FROM ${from}
    CROSS JOIN LATERAL (
      SELECT min(r.opened_at) AS since, array_agg(DISTINCT r.code) AS codes
      FROM ${document} d
      CROSS JOIN LATERAL (SELECT code, opened_at FROM ${reason} WHERE doc_no = d.doc_no AND closed_at IS NULL OFFSET 0) AS r
      WHERE d.po_id = p.id) AS open
    WHERE p.priority IS NOT NULL AND open.since IS NOT NULL
    ON CONFLICT (po_id) DO UPDATE SET ${changing.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
    WHERE ${row('held')} IS DISTINCT FROM ${row('EXCLUDED')}`;
};

/**
 * Brings the queue of reviews up to what was just written of POs and reasons, for the same transaction: POs with open reasons
 * are in it, the others are not.
 */
export const createReviewWriter = (schema: string) => {
  const [po, review] = ['po', 'review'].map((name) => qualified(schema, name));
  const add = insertReviews(schema, `unnest($1::uuid[]) AS given (id) JOIN ${po} p ON p.id = given.id`);
  const remove = `DELETE FROM ${review} WHERE po_id = ANY($1)`;

  return function* writeReviews({ touched, added }: Changes): Generator<Statement | null> {
    const flagged: PoId[] = [];
    const calm: PoId[] = [];
    for (const { po: own, deliveries } of touched) {
      if (priorityOf(deliveries.flatMap(({ reasons }) => reasons)) !== null) flagged.push(own.id);
      else if (!added.has(own.id)) calm.push(own.id);
    }
    if (calm.length > 0) yield query(remove, [calm]);
    if (flagged.length > 0) yield query(add, [flagged]);
  };
};
