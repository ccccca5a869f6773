import type { Cursor, Day, DocNoParts, Window } from '@cynow/po-core';
import type pg from 'pg';
import { shortly, sourceTimeoutMs } from './shortly.ts';
import type { SourceQueries } from './sourceQueries.ts';

const pageSize = 20_000;

/** Documents of a window as listed by this session. */
interface Listing {
  readonly count: number;
  /** Document numbers in decision order, at most `size` at a time, and beside them the days under which they were listed. */
  keys(size: number): AsyncIterable<{ readonly docNos: readonly string[]; readonly days: readonly (Day | null)[] }>;
}

/** Where a listing starts: after this document. */
interface ListingStart extends Cursor {
  readonly parts: DocNoParts | null;
}

/** Decision order, as the core defines it. */
const decisionOrder = 'effective_on ASC NULLS LAST, year ASC NULLS LAST, sequence ASC, doc_no ASC';

/** What comes after the cursor in decision order; every column may be null, and null comes last. */
const afterCursor = `
  (coalesce(effective_on, 'infinity'), coalesce(year, 100), coalesce(sequence, 0), doc_no)
  > (SELECT coalesce($1::date, 'infinity'), coalesce($2::integer, 100), coalesce($3::integer, 0), $4::text COLLATE "C")`;

/**
 * Lists the documents of a window in a temporary table of the session, page after page in short statements, and opens a
 * held cursor on it: from then on the order costs neither memory here nor a transaction on the source.
 */
export const listDocuments = async (
  client: pg.ClientBase,
  queries: SourceQueries,
  { since, until }: Window,
  after: ListingStart | null,
): Promise<Listing> => {
  await client.query(`CREATE TEMPORARY TABLE cynow_po_listing
    (doc_no text COLLATE "C", effective_on date, year integer, sequence integer)`);
  await client.query('SET default_transaction_read_only = on');
  let last: string | null = null;
  for (;;) {
    const { rows }: pg.QueryResult<{ read: number; last: string | null }> = await shortly(() =>
      client.query(
        queries.listPage(last === null),
        last === null ? [pageSize, since, until] : [pageSize, last, since, until],
      ),
    );
    const page = rows[0];
    if (page === undefined || page.read < pageSize) break;
    last = page.last;
  }
  // From here on the source is not touched: sorting a million numbers may take longer than a look at it may.
  await client.query(`SELECT set_config('statement_timeout', '60s', false), set_config('work_mem', '64MB', false)`);
  if (queries.withoutRepeats !== null) await client.query(queries.withoutRepeats);
  const listing = await holdCursor(client, after);
  await client.query(`SELECT set_config('statement_timeout', '${sourceTimeoutMs}ms', false)`);
  return listing;
};

const holdCursor = async (client: pg.ClientBase, after: ListingStart | null): Promise<Listing> => {
  if (after !== null) {
    await client.query(`DELETE FROM pg_temp.cynow_po_listing WHERE NOT (${afterCursor})`, [
      after.effectiveOn,
      after.parts?.year ?? null,
      after.parts?.sequence ?? null,
      after.docNo,
    ]);
  }
  const { rows } = await client.query<{ n: number }>('SELECT count(*) AS n FROM pg_temp.cynow_po_listing');
  await client.query(`DECLARE cynow_po_documents NO SCROLL CURSOR WITH HOLD FOR
    SELECT doc_no, effective_on FROM pg_temp.cynow_po_listing ORDER BY ${decisionOrder}`);
  return {
    count: rows[0]?.n ?? 0,
    async *keys(size) {
      for (;;) {
        const page = await client.query<[string, Day | null]>({
          text: `FETCH ${size} FROM cynow_po_documents`,
          rowMode: 'array',
        });
        if (page.rows.length === 0) return;
        yield { docNos: page.rows.map(([docNo]) => docNo), days: page.rows.map(([, day]) => day) };
      }
    },
  };
};
