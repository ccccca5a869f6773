import type { Missed, MissingStore } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { qualified } from './columns.ts';

/** Numbers a page: 100 of them are a million, and each takes some 10 ms. */
const pageSize = 10_000;

interface MissedRow {
  readonly doc_no: string;
  readonly first_missed_at: Date;
  readonly accepted: boolean;
}

/** What looks have missed, in our schema. */
export const pgMissingStore = (pool: Pool, schema: string): MissingStore => {
  const [document, missing] = [qualified(schema, 'document'), qualified(schema, 'missing')];
  const change = (text: string, values: unknown[]): Promise<void> =>
    pool.use(async (client) => {
      await client.query(text, values);
    });

  return {
    async *recorded({ since, until }) {
      let last = '';
      for (;;) {
        // As one value: a row for each number costs more than reading them.
        const page: { read: number; last: string | null; numbers: readonly string[] } = await pool.use(
          async (client) => {
            const { rows } = await client.query(
              `WITH page AS MATERIALIZED (
                 SELECT doc_no, effective_on FROM ${document} WHERE doc_no > $1 ORDER BY doc_no LIMIT $2)
               SELECT (SELECT count(*)::integer FROM page) AS read, (SELECT max(doc_no) FROM page) AS last,
                 (SELECT coalesce(json_agg(doc_no), '[]') FROM page
                  WHERE effective_on IS NULL
                     OR (($3::date IS NULL OR effective_on >= $3) AND ($4::date IS NULL OR effective_on <= $4))) AS numbers`,
              [last, pageSize, since, until],
            );
            return rows[0];
          },
        );
        if (page.numbers.length > 0) yield page.numbers;
        if (page.last === null || page.read < pageSize) return;
        last = page.last;
      }
    },
    async *missed() {
      let last = '';
      for (;;) {
        const rows: readonly MissedRow[] = await pool.use(
          async (client) =>
            (
              await client.query<MissedRow>(
                `SELECT doc_no, first_missed_at, accepted FROM ${missing} WHERE doc_no > $1 ORDER BY doc_no LIMIT $2`,
                [last, pageSize],
              )
            ).rows,
        );
        const end = rows.at(-1);
        if (end === undefined) return;
        yield rows.map((row): Missed => ({ docNo: row.doc_no, since: row.first_missed_at, accepted: row.accepted }));
        last = end.doc_no;
      }
    },
    remember: (docNos, at) =>
      change(
        `INSERT INTO ${missing} (doc_no, first_missed_at) SELECT doc_no, $2 FROM unnest($1::text[]) AS k (doc_no)
         ON CONFLICT (doc_no) DO NOTHING`,
        [docNos, at],
      ),
    accept: (docNos) => change(`UPDATE ${missing} SET accepted = true WHERE doc_no = ANY($1)`, [docNos]),
    forget: (docNos) => change(`DELETE FROM ${missing} WHERE doc_no = ANY($1)`, [docNos]),
  };
};
