import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import type { Cluster } from './Cluster.ts';

const presenceName = 'cynow-po/embedded';

/** The process that a connection of this name stands for; undefined when it is no presence. */
export function presentProcess(applicationName: string): number | undefined {
  const [name, pid] = applicationName.split(' ');
  return name === presenceName ? Number(pid) : undefined;
}

/** A connection that every process holds for as long as it uses the server, and that shows the others that it does. */
export interface Presence {
  readonly client: pg.Client;
  readonly url: string;
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
    application_name: `${presenceName} ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // Whoever works with a server that goes away learns it on a connection of their own; without a listener for it this
  // one would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // A copy of the directory has the same password, and names the port of the original's server.
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const served = rows.map((row) => resolve(row.data_directory));
    if (served.includes(resolve(cluster.data))) return { client, url };
    await client.end();
    return { error: new Error(`Port ${port} belongs to the server of ${served}.`) };
  } catch (error) {
    await client.end();
    return { error };
  }
}
