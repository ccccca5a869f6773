import type pg from 'pg';
import { fcmsColumns } from './fcmsColumns.ts';

/** What keeps us from reading FCMS. */
export type SourceProblem =
  | { readonly problem: 'schema-missing'; readonly schema: string }
  | { readonly problem: 'schema-forbidden'; readonly schema: string }
  | { readonly problem: 'table-missing'; readonly table: string }
  | { readonly problem: 'table-forbidden'; readonly table: string }
  | { readonly problem: 'column-missing'; readonly table: string; readonly columns: readonly string[] }
  | { readonly problem: 'column-forbidden'; readonly table: string; readonly columns: readonly string[] };

/** FCMS as this role may see it: its problems, and the type of each column that is there. */
export interface SourceInspection {
  readonly problems: readonly SourceProblem[];
  /** `tr_orders` → `ARRIVAL_SHIPPING_NO` → `character` */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string | null;
  readonly type: string | null;
  readonly readable: boolean | null;
}

const problemsOf = (
  schema: string,
  table: string,
  needed: readonly string[],
  rows: readonly ColumnRow[],
): SourceProblem[] => {
  const name = `${schema}.${table}`;
  if (rows.length === 0) return [{ problem: 'table-missing', table: name }];
  const byName = new Map(rows.map((row) => [row.column_name, row]));
  const missing = needed.filter((column) => !byName.has(column));
  const forbidden = needed.filter((column) => byName.get(column)?.readable === false);
  const problems: SourceProblem[] = [];
  if (missing.length > 0) problems.push({ problem: 'column-missing', table: name, columns: missing });
  if (forbidden.length > 0 && forbidden.length + missing.length === needed.length) {
    problems.push({ problem: 'table-forbidden', table: name });
  } else if (forbidden.length > 0) {
    problems.push({ problem: 'column-forbidden', table: name, columns: forbidden });
  }
  return problems;
};

/** Looks whether tables and columns are there and may be read. Asks the catalog only: the tables themselves are neither read nor locked. */
export const inspectTables = async (
  client: pg.ClientBase,
  schema: string,
  needed: Readonly<Record<string, readonly string[]>>,
): Promise<SourceInspection> => {
  const tables = Object.keys(needed);
  const { rows: schemas } = await client.query<{ usable: boolean }>(
    `SELECT has_schema_privilege(oid, 'USAGE') AS usable FROM pg_namespace WHERE nspname = $1`,
    [schema],
  );
  const [found] = schemas;
  if (found === undefined) return { problems: [{ problem: 'schema-missing', schema }], types: new Map() };
  if (!found.usable) return { problems: [{ problem: 'schema-forbidden', schema }], types: new Map() };
  const { rows } = await client.query<ColumnRow>(
    `SELECT c.relname AS table_name, a.attname AS column_name, t.typname AS type,
            has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
     FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_type t ON t.oid = a.atttypid
     WHERE n.nspname = $1 AND c.relname = ANY($2) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    [schema, tables],
  );
  const byTable = Map.groupBy(rows, (row) => row.table_name);
  return {
    problems: tables.flatMap((table) => problemsOf(schema, table, needed[table] ?? [], byTable.get(table) ?? [])),
    types: new Map(
      [...byTable].map(([table, columns]) => [
        table,
        new Map(columns.map(({ column_name, type }): [string, string] => [column_name ?? '', type ?? ''])),
      ]),
    ),
  };
};

/** Looks whether FCMS is there and may be read. */
export const inspectSource = (client: pg.ClientBase, schema: string): Promise<SourceInspection> =>
  inspectTables(client, schema, fcmsColumns);
