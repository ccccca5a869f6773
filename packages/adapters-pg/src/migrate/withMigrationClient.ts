import { Client, type ClientBase } from 'pg';

/** Where to migrate: an address, or a connection that the caller keeps for this alone. */
export type MigrationTarget = string | ClientBase;

/** Runs `body` with the connection that is given, or with one of its own that it closes. */
export async function withMigrationClient<T>(
  target: MigrationTarget,
  body: (client: ClientBase) => Promise<T>,
): Promise<T> {
  if (typeof target !== 'string') return body(target);
  const client = new Client({ connectionString: target, application_name: 'cynow-po/migrate' });
  // A connection that breaks between two statements says so here; the next statement fails with the same news.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}
