import type { Day } from '@cynow/po-core';
import pg from 'pg';
import { qualified } from '../store/columns.ts';
import type { FcmsTable } from './fcmsColumns.ts';
import type { SourceInspection } from './inspectSource.ts';

/** A document as it is read, and the day that was given with its key; all text, in the order of the columns of `ordersByKey`. */
export type OrderRow = [
  string,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  Day | null,
];

/** A move report as it is read. */
export type ReportRow = [string, string | null, string | null, string | null, string | null, number, string[]];

/** One page of the pass over the move reports: how many were read, the last key, and the keys that have no order. */
export interface MissingRow {
  readonly read: number;
  readonly last: string | null;
  readonly missing: readonly string[];
}

/** The statements on the source. */
export interface SourceQueries {
  /** Documents of the keys `$1`, in their order, with what their move reports say. */
  readonly ordersByKey: string;
  /** The same of those after number `$1` up to number `$2` of our session's order, with the day under which each was listed. */
  readonly ordersInOrder: string;
  /** Those of the keys `$1`, a JSON array, that no order has, as another. */
  readonly absentKeys: string;
  /** Move reports of the keys `$1`, with cylinders and the customer names of their histories. */
  readonly reportsByKey: string;
  /** A page of at most `$1` move reports, after the key `$2` unless it is the first; live ones without an order. */
  reportsWithoutOrder(first: boolean): string;
  /**
   * Reads a page of at most `$1` documents in key order, after the key `$2` unless it is the first, and puts those of the
   * window `$3`–`$4` into our session's list. Gives the number read and the last key.
   */
  listPage(first: boolean): string;
  /**
   * Takes a number that stands in the list more than once out of it but once; null where the key's type rules that out.
   * A varchar key may hold a number both with its padding and without: one document, which reads as its newest row says.
   */
  readonly withoutRepeats: string | null;
}

const cancelled = "'51'";

/** The width of FCMS's document and cylinder numbers. A site that holds them as varchar may have kept their padding. */
const charWidth = 12;

/**
 * Writes the statements for the types that the key columns have at this site. CHAR compares with CHAR without its padding
 * and keeps the primary key's index; a varchar key is compared with every padding that it may have.
 */
export const createSourceQueries = (schema: string, docPrefix: string, { types }: SourceInspection): SourceQueries => {
  const orders = qualified(schema, 'tr_orders');
  const reports = qualified(schema, 'tr_move_reports');
  const details = qualified(schema, 'tr_move_report_details');
  const histories = qualified(schema, 'tr_cylinder_status_histories');

  /** `column = value`, ignoring padding, in a form that keeps the column's index. */
  const same = (table: FcmsTable, alias: string, column: string, value: string): string => {
    const name = `${alias}."${column}"`;
    return types.get(table)?.get(column) === 'bpchar'
      ? `${name} = (${value})::bpchar`
      : `${name} IN (rtrim((${value})::text, ' '), (${value})::text, rpad(rtrim((${value})::text, ' '), ${charWidth}))`;
  };
  const order = (alias: string, value: string): string => same('tr_orders', alias, 'ARRIVAL_SHIPPING_NO', value);
  const report = (alias: string, value: string): string => same('tr_move_reports', alias, 'MOVE_REPORT_NO', value);
  const detail = (alias: string, value: string): string =>
    same('tr_move_report_details', alias, 'MOVE_REPORT_NO', value);
  const docNo = (value: string): string => `rtrim(${value}::text, ' ')`;
  /** Day and time in Seoul, whether the column is a timestamp with a zone or without one, or a date. */
  const wallClock = (column: string): string => `${column}::timestamp::text`;

  const plausible = (column: string): string => `${column} >= '1990-01-01' AND ${column} < '2101-01-01'`;
  const prefix = pg.escapeLiteral(docPrefix);
  const wellFormed = pg.escapeLiteral(`^${docPrefix.replace(/[^A-Za-z0-9]/g, '\\$&')}[0-9]{6,10}$`);

  // Whatever the planner thinks of tables that nobody has analysed, or that were empty when somebody did: keys come first
  // (MATERIALIZED), and of each table only the rows of one key at a time are asked for (OFFSET 0).
  const ordersOf = (keys: string): string => `
      WITH k AS MATERIALIZED (${keys})
      SELECT DISTINCT ON (k.n)
             ${docNo('o."ARRIVAL_SHIPPING_NO"')}, o."CUSTOMER_ORDER_NO"::text, o."SUPPLIER_USER_CODE"::text,
             o."SUPPLIER_USER_NAME"::text, o."TRADE_CONDITION_CODE"::text, o."ITEM_NAME"::text, o."PACKING_NAME"::text,
             o."INSTRUCTION_COUNT"::text, ${wallClock('o."ORDER_DATE"')}, ${wallClock('o."ADD_DATETIME"')},
             ${wallClock('o."DELIVERY_DATE"')}, r."PROGRESS_CODE"::text, k.listed_on
      FROM k
      CROSS JOIN LATERAL (
        SELECT "ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "SUPPLIER_USER_NAME", "TRADE_CONDITION_CODE",
               "ITEM_NAME", "PACKING_NAME", "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME", "DELIVERY_DATE", "UPDATE_DATETIME"
        FROM ${orders} f WHERE ${order('f', 'k.doc_no')} OFFSET 0) AS o
      LEFT JOIN LATERAL (
        SELECT "MOVE_REPORT_NO", "PROGRESS_CODE", "UPDATE_DATETIME" FROM ${reports} f
        WHERE ${report('f', 'o."ARRIVAL_SHIPPING_NO"')} OFFSET 0) AS r ON true
      ORDER BY k.n, o."UPDATE_DATETIME" DESC NULLS LAST, o."ARRIVAL_SHIPPING_NO" DESC,
               r."UPDATE_DATETIME" DESC NULLS LAST, r."MOVE_REPORT_NO" DESC`;

  return {
    ordersByKey: ordersOf(
      'SELECT doc_no, NULL::date AS listed_on, n FROM unnest($1::text[]) WITH ORDINALITY AS given (doc_no, n)',
    ),
    ordersInOrder: ordersOf('SELECT doc_no, listed_on, n FROM pg_temp.cynow_po_order WHERE n > $1 AND n <= $2'),
    absentKeys: `
      SELECT coalesce(json_agg(k.key), '[]') AS absent FROM json_array_elements_text($1) AS k (key)
      WHERE NOT EXISTS (SELECT FROM ${orders} o WHERE ${order('o', 'k.key')} OFFSET 0)`,
    reportsByKey: `
      SELECT DISTINCT ON (1)
             ${docNo('r."MOVE_REPORT_NO"')}, r."PROGRESS_CODE"::text, ${wallClock('r."FILLING_DATE"')},
             ${wallClock('r."SHIPPING_DATE"')}, ${wallClock('r."ADD_DATETIME"')},
             (SELECT count(*)::integer FROM ${details} d WHERE ${detail('d', 'r."MOVE_REPORT_NO"')}),
             (SELECT coalesce(json_agg(DISTINCT names.name), '[]')
              FROM (SELECT "CYLINDER_NO" FROM ${details} f WHERE ${detail('f', 'r."MOVE_REPORT_NO"')} OFFSET 0) AS d
              CROSS JOIN LATERAL (
                SELECT "SUPPLIER_USER_NAME", "CUSTOMER_USER_NAME" FROM ${histories} f
                WHERE ${same('tr_cylinder_status_histories', 'f', 'CYLINDER_NO', 'd."CYLINDER_NO"')}
                  AND ${docNo('f."MOVE_REPORT_NO"')} = ${docNo('r."MOVE_REPORT_NO"')} OFFSET 0) AS h
              CROSS JOIN LATERAL (VALUES (h."SUPPLIER_USER_NAME"::text), (h."CUSTOMER_USER_NAME"::text)) AS v (raw)
              CROSS JOIN LATERAL (SELECT btrim(v.raw, E' \\u3000') AS name) AS names
              WHERE names.name <> '')
      FROM unnest($1::text[]) AS k (key)
      CROSS JOIN LATERAL (
        SELECT "MOVE_REPORT_NO", "PROGRESS_CODE", "FILLING_DATE", "SHIPPING_DATE", "ADD_DATETIME", "UPDATE_DATETIME"
        FROM ${reports} f WHERE ${report('f', 'k.key')} OFFSET 0) AS r
      ORDER BY 1, r."UPDATE_DATETIME" DESC NULLS LAST, r."MOVE_REPORT_NO" DESC`,
    reportsWithoutOrder: (first) => `
      WITH page AS MATERIALIZED (
        SELECT "MOVE_REPORT_NO" AS key, "PROGRESS_CODE"::text AS progress FROM ${reports}
        ${first ? '' : 'WHERE "MOVE_REPORT_NO" > $2'}
        ORDER BY "MOVE_REPORT_NO" LIMIT $1)
      SELECT (SELECT count(*)::integer FROM page) AS read,
             (SELECT key::text FROM page ORDER BY key DESC LIMIT 1) AS last,
             (SELECT coalesce(json_agg(${docNo('p.key')}), '[]') FROM page p
              WHERE btrim(p.progress) IS DISTINCT FROM ${cancelled}
                AND NOT EXISTS (SELECT FROM ${orders} o WHERE ${order('o', 'p.key')} OFFSET 0)) AS missing`,
    listPage: (first) => `
      WITH page AS MATERIALIZED (
        SELECT "ARRIVAL_SHIPPING_NO" AS key, ${docNo('"ARRIVAL_SHIPPING_NO"')} AS doc_no,
               CASE WHEN ${plausible('"ORDER_DATE"')} THEN "ORDER_DATE"::date
                    WHEN ${plausible('"ADD_DATETIME"')} THEN "ADD_DATETIME"::date END AS effective_on
        FROM ${orders} ${first ? '' : 'WHERE "ARRIVAL_SHIPPING_NO" > $2'}
        ORDER BY "ARRIVAL_SHIPPING_NO" LIMIT $1),
      listed AS (
        INSERT INTO pg_temp.cynow_po_listing (doc_no, effective_on, year, sequence)
        SELECT doc_no, effective_on,
               CASE WHEN well_formed THEN substr(doc_no, length(${prefix}) + 1, 2)::integer END,
               CASE WHEN well_formed THEN substr(doc_no, length(${prefix}) + 3)::integer END
        FROM page, LATERAL (SELECT doc_no ~ ${wellFormed} AS well_formed) AS form
        WHERE effective_on IS NULL
           OR (($${first ? 2 : 3}::date IS NULL OR effective_on >= $${first ? 2 : 3}) AND ($${first ? 3 : 4}::date IS NULL OR effective_on <= $${first ? 3 : 4})))
      SELECT (SELECT count(*)::integer FROM page) AS read, (SELECT key::text FROM page ORDER BY key DESC LIMIT 1) AS last`,
    withoutRepeats:
      types.get('tr_orders')?.get('ARRIVAL_SHIPPING_NO') === 'bpchar'
        ? null
        : `
      DELETE FROM pg_temp.cynow_po_listing WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY doc_no ORDER BY effective_on) AS n
                          FROM pg_temp.cynow_po_listing) AS each WHERE n > 1))`,
  };
};
