import type pg from 'pg';

/** How many POs, and how many of them have open reasons. */
export interface ReviewsToFill {
  readonly pos: number;
  readonly open: number;
}

/** The reasons of a flagged PO, by its place among them: `m` counts from 1. The rare one is on the last few only. */
const reasons = `
  CASE WHEN m % 10 < 3 THEN 'PROBABLE_MATCH' WHEN m % 10 < 5 THEN 'QTY_MISMATCH' WHEN m % 10 = 5 THEN 'MISSING_CUSTOMER'
       WHEN m % 10 = 6 THEN 'MISSING_PO_NO' WHEN m % 10 = 7 THEN 'INVALID_DOC_NO' ELSE 'SOURCE_CHANGED' END`;
const priorities = `
  CASE WHEN m % 10 = 3 THEN 0 WHEN m % 10 IN (5, 6) THEN 1 WHEN m % 10 = 7 THEN 3 ELSE 2 END`;
const facts = `
  CASE WHEN m % 10 < 3 THEN (
      SELECT json_build_object('none', 0.2, 'ambiguous', false, 'candidates', json_agg(json_build_object(
        'id', c, 'customer', 'K7', 'poNo', 'PO-' || m || c, 'score', 0.1, 'evidence', (
          SELECT json_agg(json_build_object('feature', 'number', 'effect', 'for', 'code', 'number.swapped',
            'facts', json_build_object('document', 'PO-' || m, 'candidate', 'PO-' || m || e))) FROM generate_series(1, 5) e))))
      FROM generate_series(1, 5) c)
    WHEN m % 10 < 5 THEN json_build_object('product', 'KF001', 'ordered', 100, 'instructed', 120 + m % 90, 'difference',
      20 + m % 90, 'percent', 20 + m % 90)
    ELSE json_build_object('raw', m) END`;

/**
 * Fills empty tables of the schema `po` with POs of 400 customers, one of which has a tenth of them, two documents each; every
 * so many of them have open reasons, spread over all, some with two. The queue of reviews stays empty: opening the database
 * fills it.
 */
export const fillReviews = async (client: pg.ClientBase, { pos, open }: ReviewsToFill): Promise<void> => {
  const every = Math.floor(pos / open);
  const id = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const mixed = 'abs(hashint4(n) / 2)';
  const customer = `'K' || CASE WHEN ${mixed} % 10 = 1 THEN 7 ELSE ${mixed} % 400 END`;
  const doc = (k: string): string => `'FP25' || lpad((2 * n + ${k})::text, 8, '0')`;
  const at = `timestamptz '2025-11-01 00:00+09' + m * interval '37 seconds'`;
  await client.query(`
    INSERT INTO po.po (id, customer_key, po_key, identity_doc_no, customer, po_no, manual, reviewed, received_on, memo, deliveries, priority, created_at, updated_at)
    SELECT ${id}, ${customer}, CASE WHEN ${mixed} % 10 <> 2 THEN 'PO-' || n % 9 || '-' || n END,
           CASE WHEN ${mixed} % 10 = 2 THEN ${doc('0')} END, ${customer}, 'PO-' || n, ${mixed} % 3 = 0, false,
           '2025-11-20'::date - n % 700, '', 2, CASE WHEN n % ${every} = 0 AND m <= ${open} THEN ${priorities} END, now(), now()
    FROM generate_series(1, ${pos}) n, LATERAL (SELECT n / ${every} AS m) AS flagged;
    INSERT INTO po.document (doc_no, po_id, delivery, hash, cancelled, effective_on, doc_year, doc_sequence, link, run_id, recorded_at)
    SELECT ${doc('k')}, ${id}, k + 1, 'hash', false, '2025-11-20'::date - n % 700, 25, 2 * n + k, 'new',
           '01900000-0000-7000-8000-000000000000', now()
    FROM generate_series(1, ${pos}) n, generate_series(0, 1) k;
    INSERT INTO po.reason (doc_no, code, facts, opened_at)
    SELECT ${doc('0')}, ${reasons}, ${facts}, ${at}
    FROM (SELECT m * ${every} AS n, m FROM generate_series(1, ${open}) m) AS flagged
    UNION ALL
    SELECT ${doc('1')}, CASE WHEN m > ${open} - 20 THEN 'ALIAS_LINK' ELSE 'INVALID_QTY' END, '{}', ${at}
    FROM (SELECT m * ${every} AS n, m FROM generate_series(1, ${open}) m) AS flagged
    WHERE m % 5 = 0 OR m > ${open} - 20;
    INSERT INTO po.revision (revision) VALUES (1)`);
};
