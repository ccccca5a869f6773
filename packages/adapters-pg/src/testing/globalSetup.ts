import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openThrowAwayPostgres } from './openThrowAwayPostgres.ts';
import { placeForClusters } from './placeForClusters.ts';

/** Nothing here has to survive a crash, and most of a test's time would go into waiting for the disk. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Gives a project's specs a PostgreSQL server, under the key `postgresUrl`: the one that DATABASE_URL names, or a
 * cluster of the project's own, which is gone with the run, however the run ends.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await checkServer(given);
    project.provide('postgresUrl', given);
    return async () => undefined;
  }

  const server = await openThrowAwayPostgres(settings, await placeForClusters());
  project.provide('postgresUrl', server.url);
  return server.close;
}

async function checkServer(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number; creates: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, rolsuper OR rolcreatedb AS creates
       FROM pg_roles WHERE rolname = current_user`,
    );
    if (rows.some(({ version, creates }) => version >= 150_000 && creates)) return;
    throw new Error(
      'The specs cannot use the server of DATABASE_URL: it has to be PostgreSQL 15 or later, and the role has to be ' +
        'allowed to create databases (ALTER ROLE … CREATEDB). Without DATABASE_URL they bring their own server.',
    );
  } finally {
    await client.end();
  }
}
