import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { vi } from 'vitest';

/** A statement as it went to the server. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What passes through the driver while `work` goes on, each text once, with the values that it was sent with last. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<readonly Statement[]> => {
  const found = new Map<string, Statement>();
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const given =
      typeof first === 'string' ? { text: first, values: second } : (first as { text?: string; values?: unknown });
    const { text, values = second } = given;
    if (text !== undefined) found.set(text, { text, values: Array.isArray(values) ? values : [] });
    return query.apply(this, args);
  } as never);
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return [...found.values()];
};

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** How a plan comes to the rows of a table. */
export interface Access {
  readonly node: string;
  /** The table, or of a bitmap the index alone. */
  readonly on: string;
  /** Whether a condition leads into the index; without one, all of it is read, or its beginning when a limit stands above. */
  readonly led: boolean;
}

const accessesOf = (node: PlanNode): readonly Access[] => {
  const below = (node.Plans ?? []).flatMap(accessesOf);
  const kind = node['Node Type'];
  const on = node['Relation Name'] === undefined ? node['Index Name'] : `${node.Schema}.${node['Relation Name']}`;
  return on !== undefined && /Scan$/.test(kind) && kind !== 'Bitmap Heap Scan'
    ? [{ node: kind, on, led: node['Index Cond'] !== undefined }, ...below]
    : below;
};

/** How the statement would come to its rows. It is planned with its values, and not carried out. */
export const plannedAccesses = async (
  client: pg.ClientBase,
  { text, values }: Statement,
): Promise<readonly Access[]> => {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON, VERBOSE) ${text}`,
    [...values],
  );
  return accessesOf(rows[0]!['QUERY PLAN'][0].Plan);
};

/**
 * Of each table of the schema, how often it was read from beginning to end. Waits for the ends of all other sessions,
 * which tell it only then.
 */
export const sequentialScans = async (
  client: pg.ClientBase,
  schema: string,
): Promise<Readonly<Record<string, number>>> => {
  const others = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'`;
  while ((await client.query(others)).rows.length > 0) await pause(10);
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ name: string; scans: string }>(
    'SELECT relname AS name, seq_scan AS scans FROM pg_stat_user_tables WHERE schemaname = $1 ORDER BY relname',
    [schema],
  );
  return Object.fromEntries(rows.map(({ name, scans }) => [name, Number(scans)]));
};
