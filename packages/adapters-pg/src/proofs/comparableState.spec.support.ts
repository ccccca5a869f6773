import type pg from 'pg';
import { expect } from 'vitest';

/** The tables of our schema whose rows say what was done, not what came of it. */
const records = new Set([
  ...['run', 'run_earlier', 'revision', 'schema_version', 'cdc_observation'],
  // What people did, in the order in which they did it, and what they met.
  ...['audit', 'audit_subject'],
  // Every name that a PO had, also in between.
  'customer_name',
]);

/**
 * A reason that opened and closed again while a run went on is a trace of how the run was cut into transactions: the
 * same run in one batch never wrote it. Only open ones are compared.
 */
const closed: ReadonlyMap<string, string> = new Map([['reason', 'WHERE t.closed_at IS NULL']]);

/** An address of a PO as that PO's identity, so that rows still tell to which PO they belong. */
const identityOf = (column: string): string =>
  `(SELECT coalesce(p.customer_key || ' ' || p.po_key, '/' || p.identity_doc_no) FROM po.po p WHERE p.id = t.${column})`;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const moment = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z';

/** A text without addresses and moments in it. */
const anonymous = (column: string): string => `regexp_replace(t.${column}::text, '${uuid}|${moment}', '…', 'g')`;

/** What a column is compared by: addresses and moments differ between databases that mean the same. */
const comparable = (table: string, column: string, type: string): string => {
  if (column === 'po_id' || (table === 'po' && column === 'id')) return identityOf(column);
  // How often a row was written tells how the work was cut.
  if (column === 'version') return "'…'";
  // Facts name POs by their addresses, and tell moments.
  if (type === 'json') return `${anonymous(column)}::json`;
  return type === 'uuid' || type === 'timestamptz' ? `CASE WHEN t.${column} IS NOT NULL THEN '…' END` : `t.${column}`;
};

/** The rows of each table, as sorted JSON text. */
export type ComparableState = Readonly<Record<string, readonly string[]>>;

/**
 * Every row of the schema `po`, comparable between databases: ids, run ids and moments set aside, what refers to a PO
 * named by its identity. Left out are the records of runs, closed reasons, and
 * the columns named, `table.column`.
 */
export const comparableState = async (
  client: pg.ClientBase,
  without: readonly string[] = [],
): Promise<ComparableState> => {
  const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, t.typname AS type
     FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type t ON t.oid = a.atttypid
     WHERE c.relnamespace = 'po'::regnamespace AND c.relkind = 'r' ORDER BY c.relname, a.attnum`,
  );
  const state: Record<string, readonly string[]> = {};
  for (const [table, own] of Map.groupBy(columns, ({ table }) => table)) {
    if (records.has(table)) continue;
    const list = own
      .filter(({ column }) => !without.includes(`${table}.${column}`))
      .map(({ column, type }) => `${comparable(table, column, type)} AS ${column}`);
    const { rows } = await client.query<{ row: string }>(
      `SELECT to_json(r)::text AS row FROM (SELECT ${list.join(', ')} FROM po.${table} t ${closed.get(table) ?? ''}) r`,
    );
    state[table] = rows.map(({ row }) => row).sort();
  }
  return state;
};

/**
 * A state without what looking at other POs showed, where these came in another order. The
 * queue of reviews and the priorities follow from the reasons.
 */
export const withoutMatches = ({ review: _review, ...state }: ComparableState): ComparableState => ({
  ...state,
  po: (state.po ?? []).map((row) => row.replace(/"priority":(?:null|\d)/, '"priority":"…"')).sort(),
  reason: (state.reason ?? []).filter((row) => !/"(?:PROBABLE_MATCH|SUSPECT_LINK)"/.test(row)),
});

/** What stands in one of two lists only; equal lines count as often as they occur. */
const unmatched = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const left = new Map<string, number>();
  for (const each of others) left.set(each, (left.get(each) ?? 0) + 1);
  return some.filter((each) => {
    const n = left.get(each) ?? 0;
    left.set(each, n - 1);
    return n <= 0;
  });
};

/** The rows of a table that stand in one of two states only. */
export interface TableDifference {
  readonly table: string;
  readonly unexpected: readonly string[];
  readonly missing: readonly string[];
}

/** The tables in which two states differ. */
export const differencesOf = (actual: ComparableState, expected: ComparableState): readonly TableDifference[] =>
  [...new Set([...Object.keys(actual), ...Object.keys(expected)])]
    .map((table) => ({
      table,
      unexpected: unmatched(actual[table] ?? [], expected[table] ?? []),
      missing: unmatched(expected[table] ?? [], actual[table] ?? []),
    }))
    .filter(({ unexpected, missing }) => unexpected.length + missing.length > 0);

/** A line for each row that only one of the states has. */
export const differenceLines = (differences: readonly TableDifference[]): readonly string[] =>
  differences.flatMap(({ table, unexpected, missing }) => [
    ...unexpected.map((row) => `unexpected in ${table}: ${row}`),
    ...missing.map((row) => `missing from ${table}: ${row}`),
  ]);

/** Fails with the rows in which two states differ. */
export const expectSameState = (actual: ComparableState, expected: ComparableState): void => {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  expect(differenceLines(differencesOf(actual, expected))).toEqual([]);
};
