import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyText } from './copyText.ts';
import type { FcmsOptions } from './FcmsOptions.ts';
import { type FcmsTableName, fcmsColumns, fcmsTableNames } from './fcmsTables.ts';
import { type FcmsChunk, type FcmsSummary, generateFcms } from './generateFcms.ts';

export interface LoadOptions extends FcmsOptions {
  /** The schema that holds the tables; by default `fcms_cdc`. */
  readonly schema?: string;
}

export interface LoadedFcms {
  readonly rows: Readonly<Record<FcmsTableName, number>>;
  readonly summary: FcmsSummary;
}

/** Bytes handed to the socket at once; the stream waits for the server in between. */
const piece = 256 * 1024;

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

async function loadThrough(
  client: pg.ClientBase,
  { schema = 'fcms_cdc', ...options }: LoadOptions,
): Promise<LoadedFcms> {
  const nameOf = (table: FcmsTableName): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
  const statementOf = (table: FcmsTableName): string => {
    const columns = fcmsColumns(table).map((column) => pg.escapeIdentifier(column));
    return `COPY ${nameOf(table)} (${columns.join(', ')}) FROM STDIN`;
  };
  const send = async (chunk: FcmsChunk): Promise<void> => {
    const bytes = Buffer.from(copyText(chunk));
    await pipeline(Readable.from(pieces(bytes)), client.query(copyFrom(statementOf(chunk.table))));
  };

  const rows = Object.fromEntries(fcmsTableNames.map((table) => [table, 0])) as Record<FcmsTableName, number>;
  const chunks = generateFcms(options);
  for (let next = chunks.next(); ; next = chunks.next()) {
    if (next.done) {
      await client.query(`ANALYZE ${fcmsTableNames.map(nameOf).join(', ')}`);
      return { rows, summary: next.value };
    }
    await send(next.value);
    rows[next.value.table] += next.value.rows.length;
  }
}

/**
 * Fills the empty tables of `createFcmsTables` with the demo data of the options, by COPY, and has them analysed.
 * With a connection string it is one transaction of its own, all or nothing; with a client, part of the client's.
 */
export async function loadFcms(target: string | pg.ClientBase, options: LoadOptions): Promise<LoadedFcms> {
  if (typeof target !== 'string') return loadThrough(target, options);
  const client = new pg.Client({ connectionString: target });
  await client.connect();
  try {
    await client.query('BEGIN');
    const loaded = await loadThrough(client, options);
    await client.query('COMMIT');
    return loaded;
  } finally {
    // Ends an unfinished transaction, too.
    await client.end();
  }
}
