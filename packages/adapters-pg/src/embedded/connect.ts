import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import type { Cluster } from './Cluster.ts';

/** The name under which every process that uses the server holds one connection, for as long as it does. */
export const presenceName = 'cynow-po/embedded';

/** A connection that shows the others that the server is in use. */
export interface Presence {
  readonly client: pg.Client;
  readonly url: string;
  /** Whether the server went away meanwhile. */
  lost: boolean;
}

/** Why there is no connection. */
export interface NoPresence {
  readonly error: unknown;
}

/** Connects to the cluster's server on the port, unless another one answers there, or none. */
export async function connect(cluster: Cluster, port: number): Promise<Presence | NoPresence> {
  const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const client = new pg.Client({
    connectionString: url,
    application_name: presenceName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  const presence: Presence = { client, url, lost: false };
  // Losing the server ends the presence; whoever works with the server learns it on a connection of their own.
  client.on('error', () => {
    presence.lost = true;
  });
  try {
    await client.connect();
    // A copy of the directory has the same password, and names the port of the original's server.
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const served = rows.map((row) => resolve(row.data_directory));
    if (served.includes(resolve(cluster.data))) return presence;
    await client.end();
    return { error: new Error(`Port ${port} belongs to the server of ${served}.`) };
  } catch (error) {
    await client.end();
    return { error };
  }
}
