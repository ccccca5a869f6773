import { cylinderStages } from '@cynow/po-core';
import type pg from 'pg';
import { qualified } from '../store/columns.ts';
import { staged } from './progressQueries.ts';

/** What a step read, and what it changed. */
export interface Merged {
  readonly cylinders: number;
  readonly histories: number;
  /** Documents under which a cylinder's stages changed. */
  readonly touched: readonly string[];
}

/** Keeps up our tables: the stages of each cylinder under each document, and the counts of each document. */
export const createProjection = (schema: string) => {
  const pairs = qualified(schema, 'progress_cylinder');
  const progress = qualified(schema, 'progress');
  const counts = cylinderStages
    .map((stage, i) => `count(*) FILTER (WHERE stages & ${2 ** i} <> 0)::integer AS ${stage}`)
    .join(', ');
  const columns = cylinderStages.join(', ');
  const columnsOf = (alias: string): string => cylinderStages.map((stage) => `${alias}.${stage}`).join(', ');

  /** Counts documents again, those of `where` (a condition on `doc_no`), and tells how many had other counts. */
  const recount = (where: (column: string) => string, at: number): string => `
    WITH counted AS MATERIALIZED (SELECT doc_no, ${counts} FROM ${pairs} WHERE ${where('doc_no')} GROUP BY doc_no),
    gone AS (
      DELETE FROM ${progress} p
      WHERE ${where('p.doc_no')} AND NOT EXISTS (SELECT FROM ${pairs} c WHERE c.doc_no = p.doc_no) RETURNING 1),
    put AS (
      INSERT INTO ${progress} (doc_no, ${columns}, changed_at)
      SELECT c.doc_no, ${columnsOf('c')}, $${at} FROM counted c LEFT JOIN ${progress} p ON p.doc_no = c.doc_no
      WHERE ROW(${columnsOf('p')}) IS DISTINCT FROM ROW(${columnsOf('c')})
      ON CONFLICT (doc_no) DO UPDATE
        SET ${cylinderStages.map((stage) => `${stage} = EXCLUDED.${stage}`).join(', ')}, changed_at = EXCLUDED.changed_at
      RETURNING 1)
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put) AS documents`;

  const merge = (touched: string): string => `
    WITH seen AS MATERIALIZED (SELECT DISTINCT cylinder_no FROM ${staged}),
    stale AS MATERIALIZED (
      SELECT p.cylinder_no, p.doc_no FROM seen s JOIN ${pairs} p ON p.cylinder_no = s.cylinder_no
      EXCEPT SELECT cylinder_no, doc_no FROM ${staged}),
    gone AS (
      DELETE FROM ${pairs} p USING stale s WHERE p.cylinder_no = s.cylinder_no AND p.doc_no = s.doc_no RETURNING p.doc_no),
    put AS (
      INSERT INTO ${pairs} AS held (cylinder_no, doc_no, stages)
      SELECT s.cylinder_no, s.doc_no, s.stages
      FROM ${staged} s LEFT JOIN ${pairs} p ON p.cylinder_no = s.cylinder_no AND p.doc_no = s.doc_no
      WHERE s.doc_no IS NOT NULL AND p.stages IS DISTINCT FROM s.stages
      ON CONFLICT (cylinder_no, doc_no) DO UPDATE SET stages = EXCLUDED.stages
      RETURNING held.doc_no)
    SELECT (SELECT count(*) FROM seen) AS cylinders,
           (SELECT coalesce(sum(histories), 0) FROM ${staged})::bigint AS histories,
           ${touched} AS touched`;
  const mergeOnly = merge(`'{}'::text[]`);
  const mergeAndTell = merge(
    `(SELECT coalesce(array_agg(doc_no), '{}') FROM (SELECT doc_no FROM gone UNION SELECT doc_no FROM put) AS changed)`,
  );

  const recountThese = recount((column) => `${column} = ANY($1)`, 2);
  const after = (column: string): string => `($1::text IS NULL OR ${column} > $1)`;
  const recountPage = recount((column) => `${after(column)} AND ($2::text IS NULL OR ${column} <= $2)`, 3);

  return {
    /** Makes our rows of the cylinders that were read what was read. */
    async merge(client: pg.ClientBase, tell: boolean): Promise<Merged> {
      const { rows } = await client.query<Merged>(tell ? mergeAndTell : mergeOnly);
      await client.query(`TRUNCATE ${staged}`);
      return rows[0]!;
    },
    async recount(client: pg.ClientBase, docNos: readonly string[], at: Date): Promise<number> {
      if (docNos.length === 0) return 0;
      const { rows } = await client.query<{ documents: number }>(recountThese, [docNos, at]);
      return rows[0]!.documents;
    },
    /** Counts a page of documents again: of about `size` rows, after the number `after`. `last`: null when none are left. */
    async recountPage(client: pg.ClientBase, after: string | null, size: number, at: Date) {
      const { rows: ends } = await client.query<{ doc_no: string }>(
        `SELECT doc_no FROM ${pairs} ${after === null ? '' : 'WHERE doc_no > $2'} ORDER BY doc_no OFFSET $1 LIMIT 1`,
        after === null ? [size] : [size, after],
      );
      const last = ends[0]?.doc_no ?? null;
      const { rows } = await client.query<{ documents: number }>(recountPage, [after, last, at]);
      return { last, documents: rows[0]!.documents };
    },
    /** The cylinders of at most `$2` of our rows, after the cylinder `$1`. */
    knownCylinders: `
      SELECT coalesce(array_agg(DISTINCT cylinder_no), '{}') AS cylinders
      FROM (SELECT cylinder_no FROM ${pairs} WHERE cylinder_no > $1 ORDER BY cylinder_no LIMIT $2) AS page`,
  };
};
