/**
 * npm run bench:backfill -- [--docs N] [--batch N]: backfills N generated documents on a server with default durability
 * (DATABASE_URL, else the embedded one in ./.cynow), in a database of its own that it drops, and prints documents per
 * second and the peak memory of this process; then the same window again, which finds everything recorded.
 */
import { fork } from 'node:child_process';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BackfillSettings, defaultSiteRules, runBackfill } from '@cynow/po-core';
import pg from 'pg';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { loadFcms } from '../src/demo/loadFcms.ts';
import { openEmbeddedPostgres } from '../src/embedded/openEmbeddedPostgres.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { openPg } from '../src/openPg.ts';

const { values } = parseArgs({
  options: { docs: { type: 'string', default: '100000' }, batch: { type: 'string', default: '1000' } },
});
const documents = Number(values.docs);
const batchSize = Number(values.batch);

const settings: BackfillSettings = {
  rules: defaultSiteRules,
  cdc: { watch: false, pause: null, workingHours: { weekdays: new Set(), from: 0, to: 0, holidays: new Set() } },
  orphanAfterMinutes: 60,
};

const execute = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
};

/** What the measured process tells of a run. */
interface Measured {
  readonly seconds: number;
  readonly checked: number;
  readonly text: string;
  readonly peakMb: number;
}

/** Backfills everything in this process. */
const backfill = async (url: string): Promise<Measured> => {
  const opened = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'cynow-po/bench',
    statementTimeoutMs: 60_000,
    maxConnections: 5,
    docPrefix: 'FP',
  });
  try {
    const started = performance.now();
    for await (const event of runBackfill({ ...opened.ports, clock: { now: () => new Date() } }, settings, {
      owner: { actor: 'bench', host: hostname(), pid: process.pid },
      options: { window: { since: null, until: null }, limit: null, force: false },
      dryRun: false,
      batchSize,
      waitMs: 0,
    })) {
      if (event.type !== 'finished') continue;
      const { checked, created, needsReview, skipped } = event.result.tally;
      return {
        seconds: (performance.now() - started) / 1000,
        checked,
        text: `created ${created.total}, needs review ${needsReview.total}, skipped ${skipped.total}`,
        peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      };
    }
    throw new Error('another run holds the place');
  } finally {
    await opened.close();
  }
};

const tables = ['run', 'po', 'item', 'document', 'reason', 'decision', 'orphan'];

/**
 * The least that writing the same result can cost, in seconds: all finished rows at once, from copies of the finished
 * tables into the same tables, emptied, with all their indexes and constraints.
 */
const finishedRowsAtOnce = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE SCHEMA finished');
    for (const table of tables) await client.query(`CREATE TABLE finished.${table} AS TABLE po.${table}`);
    await client.query(`TRUNCATE ${tables.map((table) => `po.${table}`).join(', ')} CASCADE`);
    await client.query('ANALYZE');
    await client.query('CHECKPOINT');
    const started = performance.now();
    await client.query('BEGIN');
    for (const table of tables) await client.query(`INSERT INTO po.${table} SELECT * FROM finished.${table}`);
    await client.query('COMMIT');
    return (performance.now() - started) / 1000;
  } finally {
    await client.end();
  }
};

/** The same in a process of its own, so that the generator's memory does not count. */
const measured = (url: string): Promise<Measured> =>
  new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, BENCH_URL: url },
    });
    child.once('message', (message) => done(message as Measured));
    child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)));
  });

const measuredHere = process.env.BENCH_URL;
if (measuredHere !== undefined) {
  process.send?.(await backfill(measuredHere));
  process.disconnect();
} else {
  await compare();
}

async function compare(): Promise<void> {
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, close: async () => undefined }
    : await openEmbeddedPostgres({ directory: resolve('.cynow') });
  const database = `cynow_bench_${process.pid}`;
  try {
    await execute(server.url, `CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
    const url = new URL(server.url);
    url.pathname = `/${database}`;
    try {
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await createFcmsTables(client);
      await loadFcms(client, { seed: 1, documents, endOn: '2025-11-22', historiesPerDocument: 0 });
      await client.end();
      const { outcome } = await migrateUp(url.href, { schema: 'po', migrations: await ownMigrations() });
      if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
      const first = await measured(url.href);
      const again = await measured(url.href);
      const limit = await finishedRowsAtOnce(url.href);
      const [setup] = await execute<Record<string, string>>(
        url.href,
        `SELECT version() AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
              current_setting('shared_buffers') AS shared_buffers`,
      );
      const rate = ({ checked, seconds }: Measured): string =>
        `${Math.round(checked / seconds).toLocaleString('en')} documents/s`;
      console.log(
        `${setup?.version}\nfsync ${setup?.fsync}, synchronous_commit ${setup?.synchronous_commit}, shared_buffers ${setup?.shared_buffers}`,
      );
      console.log(`documents        ${documents.toLocaleString('en')}, ${batchSize} a batch`);
      console.log(`first run        ${first.seconds.toFixed(1)} s, ${rate(first)} (${first.text})`);
      console.log(
        `second run       ${again.seconds.toFixed(1)} s, ${rate(again)} (${again.text}), ${(again.seconds / first.seconds).toFixed(2)} of the first`,
      );
      console.log(
        `limit            ${limit.toFixed(1)} s: INSERT … SELECT of all finished rows, one transaction; first run = ${(first.seconds / limit).toFixed(2)} × limit`,
      );
      console.log(`peak memory      ${first.peakMb} MB first run, ${again.peakMb} MB second run (our process)`);
    } finally {
      await execute(server.url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    }
  } finally {
    await server.close();
  }
}
