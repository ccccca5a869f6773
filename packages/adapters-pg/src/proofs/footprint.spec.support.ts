import type pg from 'pg';
import { type CatalogObject, readCatalogFingerprint } from '../migrate/catalogFingerprint.ts';

/** All that a database holds: every row, sequence and definition, and how many rows were ever written. */
export interface Footprint {
  /** Of each table, a digest of its rows in order. */
  readonly rows: Readonly<Record<string, string>>;
  /** Of each sequence, where it stands. */
  readonly sequences: Readonly<Record<string, string>>;
  /** Of each table, rows inserted, updated and deleted since the statistics began. */
  readonly written: Readonly<Record<string, string>>;
  readonly catalog: readonly CatalogObject[];
}

const ofPeople = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`;

/** Reads the footprint; sessions whose work it is to show must have ended, for they tell their counts at the end only. */
export const readFootprint = async (client: pg.ClientBase): Promise<Footprint> => {
  const { rows: relations } = await client.query<{ name: string; kind: 'r' | 'S' }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'S') AND ${ofPeople} ORDER BY 1`,
  );
  const rows: Record<string, string> = {};
  const sequences: Record<string, string> = {};
  for (const { name, kind } of relations) {
    const expression =
      kind === 'r'
        ? `md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) || ' ' || count(*)`
        : `min(last_value) || ' ' || bool_or(is_called)`;
    const { rows: found } = await client.query<{ digest: string }>(`SELECT ${expression} AS digest FROM ${name} t`);
    (kind === 'r' ? rows : sequences)[name] = found[0]?.digest ?? '';
  }
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rows: written } = await client.query<{ name: string; counts: string }>(
    `SELECT format('%I.%I', s.schemaname, s.relname) AS name, format('%s %s %s', s.n_tup_ins, s.n_tup_upd, s.n_tup_del) AS counts
     FROM pg_stat_user_tables s JOIN pg_namespace n ON n.nspname = s.schemaname WHERE ${ofPeople} ORDER BY 1`,
  );
  const catalog = await readCatalogFingerprint(client, undefined);
  return {
    rows,
    sequences,
    written: Object.fromEntries(written.map(({ name, counts }) => [name, counts])),
    catalog: catalog.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
};
