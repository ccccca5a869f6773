import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrative address of the run's server, given by `globalSetup.ts`. */
    postgresUrl: string;
  }
}

/** A database that one spec file has to itself. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Removes the database, and ends the connections that are still open to it. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database with a random name on the server, by default the test run's, or a copy of `template`, to
 * which nobody may be connected meanwhile. It is UTF-8 with C collation whatever the server's own default is.
 */
export async function createDatabase({
  template,
  serverUrl = inject('postgresUrl'),
}: {
  template?: string;
  serverUrl?: string;
} = {}): Promise<TestDatabase> {
  const name = `cynow_test_${randomBytes(8).toString('hex')}`;
  const source = template === undefined ? `template0 ENCODING 'UTF8' LOCALE 'C'` : pg.escapeIdentifier(template);
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY FILE_COPY`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
