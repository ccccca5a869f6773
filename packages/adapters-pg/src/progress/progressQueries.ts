import { cylinderStages, moveCodes } from '@cynow/po-core';
import pg from 'pg';
import type { FcmsTable } from '../source/fcmsColumns.ts';
import type { SourceInspection } from '../source/inspectSource.ts';
import { qualified } from '../store/columns.ts';

/** The statements on the source; what they find goes into tables of our session. */
export interface ProgressQueries {
  /** Makes the session's tables. */
  readonly prepare: string;
  /** The table's oid and file, null when it leaves no trace, and its counters. */
  readonly counters: string;
  /** The horizon, and where the last page of the table `$1` (its oid) begins. */
  readonly extent: string;
  /** Counts the rows from page `$1` on. */
  readonly rowsFrom: string;
  /** Looks at the rows of the pages `$1` up to `$2` and lists the cylinders of those that are not older than horizon `$3`. */
  readonly look: string;
  /** A page of at most `$1` listed cylinders after `$2`. */
  readonly listed: string;
  /** The key of the cylinder to which the `$1`th history after the key `$2` (if not the first page) belongs. */
  pageEnd(first: boolean): string;
  /** Reads the histories after the key `$1` up to the key `$2`; each of them is absent at an end of the table. */
  readPage(first: boolean, last: boolean): string;
  /** Reads all histories of the cylinders `$1`. */
  readonly readCylinders: string;
  /** Which of the cylinders `$1` have no history. */
  readonly vanished: string;
  /** The moves that count under the document `$1`, of the cylinders on its move report and of those that a pass found. */
  readonly evidence: string;
}

/** Cylinders to read again, and what was read of cylinders, both of the session. */
const listed = 'pg_temp.cynow_po_cylinders';
export const staged = 'pg_temp.cynow_po_staged';

/** The width of FCMS's numbers. A site that holds them as varchar may have kept their padding. */
const charWidth = 12;

const stageBits = `CASE ${cylinderStages
  .map(
    (stage, i) => `WHEN code IN (${moveCodes[stage].map((code) => pg.escapeLiteral(code)).join(', ')}) THEN ${2 ** i}`,
  )
  .join(' ')} ELSE 0 END`;
const countingCodes = cylinderStages
  .flatMap((stage) => moveCodes[stage].map((code) => pg.escapeLiteral(code)))
  .join(', ');

const trimmed = (value: string): string => `rtrim(${value}::text, ' ')`;

/** Writes the statements for the types that the key columns have at this site. */
export const createProgressQueries = (
  fcmsSchema: string,
  schema: string,
  { types }: SourceInspection,
): ProgressQueries => {
  const histories = qualified(fcmsSchema, 'tr_cylinder_status_histories');
  const details = qualified(fcmsSchema, 'tr_move_report_details');

  const isChar = (table: FcmsTable, column: string): boolean => types.get(table)?.get(column) === 'bpchar';
  /** `column = value`, ignoring padding, in a form that keeps the column's index; `value` is text without padding. */
  const same = (table: FcmsTable, alias: string, column: string, value: string): string =>
    isChar(table, column)
      ? `${alias}."${column}" = (${value})::bpchar`
      : `${alias}."${column}" IN (${value}, rpad(${value}, ${charWidth}))`;
  const cylinder = (value: string): string => same('tr_cylinder_status_histories', 'h', 'CYLINDER_NO', value);

  const docNo = `nullif(${trimmed('h."MOVE_REPORT_NO"')}, '')`;
  const code = `btrim(h."MOVE_CODE"::text, ' ')`;

  /** The stages of each cylinder under each document. Every cylinder has a row without a document besides, unless all its moves count. */
  const stage = (cylinderNo: string, from: string): string => `
    INSERT INTO ${staged} (cylinder_no, doc_no, stages, histories)
    SELECT cylinder_no, CASE WHEN bits > 0 THEN doc_no END, bit_or(bits), count(present)
    FROM (SELECT ${cylinderNo} AS cylinder_no, ${docNo} AS doc_no, ${code} AS code, h."CYLINDER_NO" AS present FROM ${from}) AS moves,
         LATERAL (SELECT (${stageBits})::smallint AS bits) AS counted
    GROUP BY 1, 2`;

  // A varchar key may stand with and without its padding; a page takes all forms of its last cylinder.
  const end = (parameter: string): string =>
    isChar('tr_cylinder_status_histories', 'CYLINDER_NO')
      ? parameter
      : `greatest(${parameter}::text, rpad(rtrim(${parameter}::text, ' '), ${charWidth}))`;

  return {
    prepare: `
      CREATE TEMPORARY TABLE cynow_po_cylinders (cylinder_no text COLLATE "C" PRIMARY KEY);
      CREATE TEMPORARY TABLE cynow_po_staged
        (cylinder_no text COLLATE "C" NOT NULL, doc_no text COLLATE "C", stages smallint NOT NULL, histories integer NOT NULL)`,
    counters: `
      SELECT c.oid::bigint AS oid, c.relfilenode::bigint AS file,
             c.relkind = 'r' AND am.amname = 'heap' AND s.relid IS NOT NULL AND current_setting('track_counts')::boolean AS traced,
             coalesce(s.n_tup_ins, 0)::text AS inserted, coalesce(s.n_tup_upd, 0)::text AS updated,
             coalesce(s.n_tup_del, 0)::text AS deleted
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am am ON am.oid = c.relam
      LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
      WHERE n.nspname = ${pg.escapeLiteral(fcmsSchema)} AND c.relname = 'tr_cylinder_status_histories'`,
    extent: `
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
             greatest(pg_relation_size($1::bigint::oid) / current_setting('block_size')::integer - 1, 0)::integer AS tail`,
    rowsFrom: `SELECT count(*) AS rows FROM ${histories} WHERE ctid >= format('(%s,0)', $1::integer)::tid`,
    look: `
      WITH looked AS MATERIALIZED (
        SELECT count(*) AS rows,
               array_agg(DISTINCT ${trimmed('h."CYLINDER_NO"')}) FILTER (
                 WHERE age(h.xmin) <= (SELECT age((($3::bigint % 4294967296)::text)::xid)) AND age(h.xmin) >= 0) AS cylinders
        FROM ${histories} h WHERE h.ctid >= format('(%s,0)', $1::integer)::tid AND h.ctid < format('(%s,0)', $2::integer)::tid),
      listed AS (INSERT INTO ${listed} SELECT unnest(cylinders) FROM looked ON CONFLICT DO NOTHING)
      SELECT rows FROM looked`,
    listed: `
      SELECT coalesce(array_agg(cylinder_no), '{}') AS cylinders
      FROM (SELECT cylinder_no FROM ${listed} WHERE cylinder_no > $2 ORDER BY cylinder_no LIMIT $1) AS page`,
    pageEnd: (first) => `
      SELECT "CYLINDER_NO"::text AS key FROM ${histories} ${first ? '' : 'WHERE "CYLINDER_NO" > $2'}
      ORDER BY "CYLINDER_NO" OFFSET $1 LIMIT 1`,
    readPage: (first, last) =>
      stage(
        trimmed('h."CYLINDER_NO"'),
        `${histories} h WHERE ${first ? 'true' : 'h."CYLINDER_NO" > $1'}
           AND ${last ? 'true' : `h."CYLINDER_NO" <= ${end(first ? '$1' : '$2')}`}`,
      ),
    readCylinders: stage(
      'k.cylinder_no',
      `unnest($1::text[]) AS k (cylinder_no) LEFT JOIN ${histories} h ON ${cylinder('k.cylinder_no')}`,
    ),
    vanished: `
      SELECT coalesce(array_agg(k.cylinder_no), '{}') AS cylinders FROM unnest($1::text[]) AS k (cylinder_no)
      WHERE NOT EXISTS (SELECT FROM ${histories} h WHERE ${cylinder('k.cylinder_no')})`,
    evidence: `
      SELECT c.cylinder_no AS "cylinderNo", h."HISTORY_SEQ"::text AS seq, ${code} AS code, ${docNo} AS "docNo",
             h."MOVE_DATE"::text AS "movedAt"
      FROM (SELECT ${trimmed('d."CYLINDER_NO"')} COLLATE "C" AS cylinder_no FROM ${details} d
            WHERE ${same('tr_move_report_details', 'd', 'MOVE_REPORT_NO', '$1::text')}
            UNION SELECT cylinder_no FROM ${qualified(schema, 'progress_cylinder')} WHERE doc_no = $1) AS c
      JOIN ${histories} h ON ${cylinder('c.cylinder_no')}
      WHERE ${docNo} = $1 AND ${code} IN (${countingCodes})
      ORDER BY c.cylinder_no, h."HISTORY_SEQ"`,
  };
};
