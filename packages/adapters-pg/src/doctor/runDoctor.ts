import { type AuthMethod, type CdcSettings, cdcFreshness, PoError } from '@cynow/po-core';
import type pg from 'pg';
import { connect } from '../connection/connect.ts';
import { createPool } from '../connection/createPool.ts';
import { type PgSettings, targetOf } from '../connection/PgSettings.ts';
import { pgCdcMonitor } from '../store/pgCdcMonitor.ts';
import { checkAccounts } from './checkAccounts.ts';
import { checkMigrations } from './checkMigrations.ts';
import { checkNumbers } from './checkNumbers.ts';
import { checkServer } from './checkServer.ts';
import { checkSource } from './checkSource.ts';
import { type Finding, failed, ok, warning } from './Finding.ts';

/** The databases of the server that was reached, when the one that was meant is not there; null when they cannot be read. */
const databasesBeside = async (settings: PgSettings): Promise<readonly string[] | null> => {
  const url = new URL(settings.url);
  url.pathname = '/postgres';
  try {
    const client = await connect({ ...settings, url: url.href });
    try {
      const { rows } = await client.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname',
      );
      return rows.map(({ datname }) => datname);
    } finally {
      await client.end();
    }
  } catch (error) {
    if (PoError.is(error)) return null;
    throw error;
  }
};

/** How fresh the source is, as far as anything has been remembered. */
const checkFreshness = async (
  settings: PgSettings,
  cdc: CdcSettings,
  migrated: boolean,
  at: Date,
): Promise<Finding> => {
  const pool = createPool({ ...settings, maxConnections: 1 });
  try {
    const monitor = pgCdcMonitor(pool, settings.schema, settings.fcmsSchema);
    const freshness = cdcFreshness(migrated ? await monitor.look(at, false) : null, cdc, at);
    const facts = { ...freshness, watched: cdc.watch };
    return freshness.state === 'stale' || freshness.state === 'paused'
      ? warning('cdc', freshness.state, facts)
      : ok('cdc', facts);
  } finally {
    await pool.close();
  }
};

const examine = async (
  client: pg.ClientBase,
  settings: PgSettings,
  cdc: CdcSettings,
  at: Date,
  methods: readonly AuthMethod[],
): Promise<readonly Finding[]> => {
  const server = await checkServer(client, settings, at);
  const source = await checkSource(client, settings.fcmsSchema);
  const migrations = await checkMigrations(client, settings.schema);
  const migrated = migrations.state === 'ok';
  const readable = migrated && source.every(({ state }) => state === 'ok');
  const accounts = await checkAccounts(client, methods);
  return [
    ...server,
    ...source,
    migrations,
    ...accounts,
    await checkFreshness(settings, cdc, migrated, at),
    ...(readable ? [await checkNumbers(client, settings, at)] : []),
  ];
};

/**
 * Looks at every precondition of working with this database, those of the ways to sign in that are open among them. Reads
 * catalogs, our own schema, and of CYNOW's passwords how they are hashed; changes nothing.
 */
export const runDoctor = async (
  settings: PgSettings,
  cdc: CdcSettings,
  at: Date,
  methods: readonly AuthMethod[] = ['own'],
): Promise<readonly Finding[]> => {
  const target = targetOf(settings.url);
  let client: pg.Client;
  try {
    client = await connect(settings);
  } catch (error) {
    if (!PoError.is(error)) throw error;
    const problem = String(error.facts.problem);
    const databases = problem === 'no-database' ? await databasesBeside(settings) : null;
    return [failed('connection', problem, { ...target, databases })];
  }
  try {
    return [ok('connection', { ...target }), ...(await examine(client, settings, cdc, at, methods))];
  } finally {
    await client.end();
  }
};

export type { Finding };
