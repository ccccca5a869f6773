import { resolve } from 'node:path';
import { openEmbeddedPostgres } from '../../src/embedded/openEmbeddedPostgres.ts';
import { session } from './session.ts';

/** Runs `work` on a database that exists only for it: on DATABASE_URL's server, else the embedded one in ./.cynow. */
export const withDatabase = async (name: string, work: (url: string) => Promise<void>): Promise<void> => {
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, close: async () => undefined }
    : await openEmbeddedPostgres({ directory: resolve('.cynow') });
  const database = `${name}_${process.pid}`;
  try {
    await session(server.url, (client) =>
      client.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`),
    );
    const url = new URL(server.url);
    url.pathname = `/${database}`;
    try {
      await work(url.href);
    } finally {
      await session(server.url, (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
    }
  } finally {
    await server.close();
  }
};
