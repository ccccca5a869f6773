import { cylinderStages, moveCodes } from '@cynow/po-core';
import pg from 'pg';
import type { FcmsTable } from '../source/fcmsColumns.ts';
import type { SourceInspection } from '../source/inspectSource.ts';
import { qualified } from '../store/columns.ts';

/** The statements on the source; what they find goes into tables of our session. */
export interface ProgressQueries {
  /** Makes the session's tables if they are not there. */
  readonly makeTables: string;
  /** The table's oid and file, its counters, and whether it leaves a trace of its changes that we can read. */
  readonly counters: string;
  /** The oldest transaction under way and the next to begin, and the last page of the table `$1` (its oid). */
  readonly extent: string;
  /**
   * Looks at the rows of the pages `$1` up to `$2` and lists the cylinders of those that transaction `$3` or a later one wrote;
   * counts those of them that were written by transactions before `$4`.
   */
  readonly look: string;
  /** A page of at most `$1` listed cylinders after `$2`. */
  readonly listed: string;
  /** The cylinder of the history that comes `$1` after the first one of its page; `$2` is the key before a later page. */
  pageEnd(first: boolean): string;
  /** Reads the histories after the key `$1` up to the key `$2`; each of them is absent at an end of the table. */
  readPage(first: boolean, last: boolean): string;
  /** Reads all histories of the cylinders `$1`. */
  readonly readCylinders: string;
  /** Which of the cylinders `$1` have no history. */
  readonly vanished: string;
  /** The cylinders on the move report of the document `$1`, and those that a pass found under it. */
  readonly cylindersOf: string;
  /** The moves of the cylinders `$2` that count under the document `$1`. */
  readonly evidence: string;
  /** The parts of the lot on the move report of the document `$1`; null where they cannot be read. */
  readonly lotOf: string | null;
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

/** How many transactions ago this one began, counted modulo 2^32, as the server numbers them. */
const ageOf = (transaction: string): string => `(SELECT age(((${transaction}::bigint % 4294967296)::text)::xid))`;

/** Writes the statements for the types that the key columns have at this site. */
export const createProgressQueries = (
  fcmsSchema: string,
  schema: string,
  { types, problems }: SourceInspection,
): ProgressQueries => {
  const histories = qualified(fcmsSchema, 'tr_cylinder_status_histories');
  const details = qualified(fcmsSchema, 'tr_move_report_details');
  const reports = qualified(fcmsSchema, 'tr_move_reports');
  const lotIsReadable = !problems.some((found) => 'table' in found && found.table === `${fcmsSchema}.tr_move_reports`);

  const isChar = (table: FcmsTable, column: string): boolean => types.get(table)?.get(column) === 'bpchar';
  /** The column as text without padding, which CHAR loses by itself. */
  const trimmed = (table: FcmsTable, alias: string, column: string): string =>
    isChar(table, column) ? `${alias}."${column}"::text` : `rtrim(${alias}."${column}"::text, ' ')`;
  /** `column = value`, ignoring padding, in a form that keeps the column's index; `value` is text without padding. */
  const same = (table: FcmsTable, alias: string, column: string, value: string): string =>
    isChar(table, column)
      ? `${alias}."${column}" = (${value})::bpchar`
      : `${alias}."${column}" IN (${value}, rpad(${value}, ${charWidth}))`;
  // Values come as parameters: those of our own columns would bring their collation along, for which the index has no order.
  const cylinder = (value: string): string => same('tr_cylinder_status_histories', 'h', 'CYLINDER_NO', value);

  const cylinderNo = trimmed('tr_cylinder_status_histories', 'h', 'CYLINDER_NO');
  const docNo = `nullif(${trimmed('tr_cylinder_status_histories', 'h', 'MOVE_REPORT_NO')}, '')`;
  const code = `btrim(h."MOVE_CODE"::text, ' ')`;

  /** The stages of each cylinder under each document. Every cylinder has a row without a document besides, unless all its moves count. */
  const stage = (key: string, from: string): string => `
    INSERT INTO ${staged} (cylinder_no, doc_no, stages, histories)
    SELECT cylinder_no, CASE WHEN bits > 0 THEN doc_no END, bit_or(bits), count(present)
    FROM (SELECT ${key} AS cylinder_no, ${docNo} AS doc_no, ${code} AS code, h."CYLINDER_NO" AS present FROM ${from}) AS moves,
         LATERAL (SELECT (${stageBits})::smallint AS bits) AS counted
    GROUP BY 1, 2`;

  // A varchar key may stand with and without its padding; a page takes all forms of its last cylinder.
  const end = (parameter: string): string =>
    isChar('tr_cylinder_status_histories', 'CYLINDER_NO')
      ? parameter
      : `greatest(${parameter}::text, rpad(rtrim(${parameter}::text, ' '), ${charWidth}))`;

  return {
    makeTables: `
      CREATE TEMPORARY TABLE IF NOT EXISTS cynow_po_cylinders (cylinder_no text COLLATE "C" PRIMARY KEY);
      CREATE TEMPORARY TABLE IF NOT EXISTS cynow_po_staged
        (cylinder_no text COLLATE "C" NOT NULL, doc_no text COLLATE "C", stages smallint NOT NULL, histories integer NOT NULL)`,
    counters: `
      SELECT c.oid::bigint AS oid, c.relfilenode::bigint AS file,
             c.relkind = 'r' AND am.amname = 'heap' AND has_table_privilege(c.oid, 'SELECT')
               AND s.relid IS NOT NULL AND current_setting('track_counts')::boolean AS traced,
             coalesce(s.n_tup_ins, 0)::text AS inserted, coalesce(s.n_tup_upd, 0)::text AS updated,
             coalesce(s.n_tup_del, 0)::text AS deleted
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am am ON am.oid = c.relam
      LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
      WHERE n.nspname = ${pg.escapeLiteral(fcmsSchema)} AND c.relname = 'tr_cylinder_status_histories'`,
    extent: `
      SELECT pg_snapshot_xmin(snapshot)::text AS horizon, pg_snapshot_xmax(snapshot)::text AS next,
             greatest(pg_relation_size($1::bigint::oid) / current_setting('block_size')::integer - 1, 0)::integer AS tail
      FROM pg_current_snapshot() AS snapshot`,
    look: `
      WITH written AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE age(h.xmin) > ${ageOf('$4')}) AS found,
               array_agg(DISTINCT ${cylinderNo}) AS cylinders
        FROM ${histories} h
        WHERE h.ctid >= format('(%s,0)', $1::integer)::tid AND h.ctid < format('(%s,0)', $2::integer)::tid
          AND age(h.xmin) <= ${ageOf('$3')} AND age(h.xmin) >= 0),
      listed AS (INSERT INTO ${listed} SELECT unnest(cylinders) FROM written ON CONFLICT DO NOTHING)
      SELECT found FROM written`,
    listed: `
      SELECT coalesce(array_agg(cylinder_no), '{}') AS cylinders
      FROM (SELECT cylinder_no FROM ${listed} WHERE cylinder_no > $2 ORDER BY cylinder_no LIMIT $1) AS page`,
    pageEnd: (first) => `
      SELECT "CYLINDER_NO"::text AS key FROM ${histories} ${first ? '' : 'WHERE "CYLINDER_NO" > $2'}
      ORDER BY "CYLINDER_NO" OFFSET $1 LIMIT 1`,
    readPage: (first, last) =>
      stage(
        cylinderNo,
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
    cylindersOf: `
      SELECT array_agg(cylinder_no) AS cylinders
      FROM (SELECT ${trimmed('tr_move_report_details', 'd', 'CYLINDER_NO')} COLLATE "C" AS cylinder_no FROM ${details} d
            WHERE ${same('tr_move_report_details', 'd', 'MOVE_REPORT_NO', '$1::text')}
            UNION SELECT cylinder_no FROM ${qualified(schema, 'progress_cylinder')} WHERE doc_no = $1) AS c`,
    evidence: `
      SELECT k.cylinder_no AS "cylinderNo", h."HISTORY_SEQ"::text AS seq, ${code} AS code, ${docNo} AS "docNo",
             h."MOVE_DATE"::text AS "movedAt"
      FROM unnest($2::text[]) AS k (cylinder_no) JOIN ${histories} h ON ${cylinder('k.cylinder_no')}
      WHERE ${docNo} = $1 AND ${code} IN (${countingCodes})
      ORDER BY k.cylinder_no COLLATE "C", h."HISTORY_SEQ"`,
    lotOf: lotIsReadable
      ? `SELECT r."FILLING_LOT_HEADER"::text AS header, r."FILLING_LOT_NO"::text AS no, r."FILLING_LOT_BRANCH"::text AS branch
         FROM ${reports} r WHERE ${same('tr_move_reports', 'r', 'MOVE_REPORT_NO', '$1::text')} LIMIT 1`
      : null,
  };
};
