/**
 * npm run bench:progress -- [--docs N] [--histories M]: counts the progress of N generated documents from about M generated
 * histories, on a server with default durability (DATABASE_URL, else the embedded one in ./.cynow), in a database of its
 * own that it drops. Prints seconds, work, the longest transaction and the peak memory of our process for the first full
 * pass, for one that finds nothing new, and for passes after 1,000 new and after 1,000 altered histories; and compares all
 * counts with a plain recount. A document has about 50 histories at most.
 */
import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { refreshProgress } from '@cynow/po-core';
import pg from 'pg';
import { createPool } from '../src/connection/createPool.ts';
import type { PgSettings } from '../src/connection/PgSettings.ts';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { loadFcms } from '../src/demo/loadFcms.ts';
import { openEmbeddedPostgres } from '../src/embedded/openEmbeddedPostgres.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { pgProgressStore } from '../src/progress/pgProgressStore.ts';

const { values } = parseArgs({
  options: { docs: { type: 'string', default: '20000' }, histories: { type: 'string', default: '1000000' } },
});
const documents = Number(values.docs);
const histories = Number(values.histories);

const applicationName = 'cynow-po/bench';
const settingsFor = (url: string): PgSettings => ({
  url,
  schema: 'po',
  fcmsSchema: 'fcms_cdc',
  applicationName,
  statementTimeoutMs: 60_000,
  maxConnections: 2,
  docPrefix: 'FP',
});

/** What the measured process tells of a pass. */
interface Measured {
  readonly seconds: number;
  readonly text: string;
  readonly peakMb: number;
}

/** Makes one pass in this process. */
const refresh = async (url: string, full: boolean): Promise<Measured> => {
  const settings = settingsFor(url);
  const pool = createPool(settings);
  const count = (n: number): string => n.toLocaleString('en');
  // Not `maxRSS`: Linux hands a child the peak of the process that forked it.
  let peak = 0;
  const sampled = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    const started = performance.now();
    const progress = pgProgressStore(pool, settings);
    for await (const event of refreshProgress({ progress }, { at: new Date(), everyMs: 0, full })) {
      if (event.type !== 'finished') continue;
      const { looked, cylinders, histories: read, documents: changed } = event.work;
      return {
        seconds: (performance.now() - started) / 1000,
        text: `${event.pass}: looked through ${count(looked)} pages, read ${count(read)} of ${count(cylinders)} cylinders, ${count(changed)} documents changed`,
        peakMb: Math.round(peak / 2 ** 20),
      };
    }
    throw new Error('no pass was due');
  } finally {
    clearInterval(sampled);
    await pool.close();
  }
};

/** The same in a process of its own, so that the generator's memory does not count. */
const measured = (url: string, full: boolean): Promise<Measured> =>
  new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, BENCH_URL: url, BENCH_FULL: full ? 'yes' : 'no' },
    });
    child.once('message', (message) => done(message as Measured));
    child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)));
  });

/** Runs `work` and tells the longest transaction of the measured process, in seconds, as often looked at as said. */
async function watching<T>(client: pg.Client, work: Promise<T>): Promise<{ result: T; longest: number }> {
  let longest = 0;
  let ended = false;
  const watch = async (): Promise<void> => {
    while (!ended) {
      const { rows } = await client.query<{ seconds: number | null }>(
        `SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::float8 AS seconds
         FROM pg_stat_activity WHERE application_name = '${applicationName}'`,
      );
      longest = Math.max(longest, rows[0]?.seconds ?? 0);
      await pause(20);
    }
  };
  const watched = watch();
  try {
    return { result: await work, longest };
  } finally {
    ended = true;
    await watched;
  }
}

/** Documents whose counts differ from a plain recount of all histories. */
async function differences(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>(`
    WITH counted AS (
      SELECT rtrim("MOVE_REPORT_NO"::text) AS doc_no,
             count(DISTINCT "CYLINDER_NO") FILTER (WHERE "MOVE_CODE" IN ('22', '31')) AS filled,
             count(DISTINCT "CYLINDER_NO") FILTER (WHERE "MOVE_CODE" = '50') AS warehoused,
             count(DISTINCT "CYLINDER_NO") FILTER (WHERE "MOVE_CODE" = '60') AS shipped
      FROM fcms_cdc.tr_cylinder_status_histories
      WHERE "MOVE_CODE" IN ('22', '31', '50', '60') AND "MOVE_REPORT_NO" <> '' GROUP BY 1)
    SELECT count(*) AS n FROM counted FULL JOIN po.progress p USING (doc_no)
    WHERE (counted.filled, counted.warehoused, counted.shipped) IS DISTINCT FROM (p.filled, p.warehoused, p.shipped)`);
  return Number(rows[0]?.n);
}

/** The next history of 1,000 cylinders, as the replication adds them, each under a document that it was not on. */
const append = `
  INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO", "MOVE_DATE")
  SELECT "CYLINDER_NO", 1000000 + row_number() OVER (ORDER BY mixed), '60', lead("MOVE_REPORT_NO") OVER (ORDER BY mixed),
         now()::timestamp
  FROM (SELECT *, md5("CYLINDER_NO" || "MOVE_REPORT_NO") AS mixed FROM fcms_cdc.tr_move_report_details) AS d
  ORDER BY mixed LIMIT 1000`;

const alter = `
  UPDATE fcms_cdc.tr_cylinder_status_histories SET "MOVE_CODE" = '50' WHERE "HISTORY_SEQ" > 1000000`;

async function compare(): Promise<void> {
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, close: async () => undefined }
    : await openEmbeddedPostgres({ directory: resolve('.cynow') });
  const database = `cynow_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.url });
  try {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
    try {
      await inDatabase(admin, server.url, database);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    }
  } finally {
    await admin.end();
    await server.close();
  }
}

async function inDatabase(admin: pg.Client, serverUrl: string, database: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  /** A connection of its own, so that the server's counters tell of the change as soon as it is closed. */
  const inFcms = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  const loaded = await inFcms(async (client) => {
    await createFcmsTables(client);
    return loadFcms(client, {
      seed: 1,
      documents,
      endOn: '2025-11-22',
      historiesPerDocument: histories / documents,
    });
  });
  const { outcome } = await migrateUp(url.href, { schema: 'po', migrations: await ownMigrations() });
  if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
  const { rows } = await admin.query<{ version: string; setup: string }>(
    `SELECT version(), format('fsync %s, synchronous_commit %s, shared_buffers %s', current_setting('fsync'),
       current_setting('synchronous_commit'), current_setting('shared_buffers')) AS setup`,
  );
  console.log(`${rows[0]?.version}\n${rows[0]?.setup}`);
  console.log(
    `${loaded.rows.tr_orders.toLocaleString('en')} documents, ${loaded.rows.tr_cylinder_status_histories.toLocaleString('en')} histories`,
  );

  const pass = async (title: string, full: boolean): Promise<void> => {
    const { result, longest } = await watching(admin, measured(url.href, full));
    const { seconds, text, peakMb } = result;
    const wrong = await inFcms(differences);
    console.log(
      `${title.padEnd(18)} ${seconds.toFixed(1)} s, longest transaction ${longest.toFixed(2)} s, peak memory ${peakMb} MB (our process)\n` +
        `${''.padEnd(18)} ${text}; ${wrong} differ from a recount`,
    );
  };
  await pass('first pass', true);
  await pass('full pass again', true);
  await inFcms((client) => client.query(append));
  await pass('1,000 new', false);
  await inFcms((client) => client.query(alter));
  await pass('1,000 altered', false);
}

const measuredHere = process.env.BENCH_URL;
if (measuredHere !== undefined) {
  process.send?.(await refresh(measuredHere, process.env.BENCH_FULL === 'yes'));
  process.disconnect();
} else {
  await compare();
}
