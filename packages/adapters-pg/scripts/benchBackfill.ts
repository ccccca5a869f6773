/**
 * npm run bench:backfill -- [--docs N] [--batch N]: backfills N generated documents on a server with default durability
 * (DATABASE_URL, else the embedded one in ./.cynow), in a database of its own that it drops. Prints documents per second and
 * the peak memory of our process, for a first run and for a second one over the same window, and sets them against what the
 * same data costs otherwise, measured in the same run: all finished rows at once, a plain read, and row by row.
 */
import { fork } from 'node:child_process';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BackfillSettings, defaultSiteRules, runBackfill } from '@cynow/po-core';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { loadFcms } from '../src/demo/loadFcms.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { openPg } from '../src/openPg.ts';
import { finishedRowsAtOnce, plainRead, rowByRow } from './bench/baselines.ts';
import { session } from './bench/session.ts';
import { watchSessions } from './bench/watchSessions.ts';
import { withDatabase } from './bench/withDatabase.ts';

const { values } = parseArgs({
  options: { docs: { type: 'string', default: '100000' }, batch: { type: 'string', default: '2000' } },
});
const documents = Number(values.docs);
const batchSize = Number(values.batch);
const rowByRowDocuments = Math.min(documents, 5000);
const applicationName = 'cynow-po/bench';

const settings: BackfillSettings = {
  rules: defaultSiteRules,
  cdc: { watch: false, pause: null, workingHours: { weekdays: new Set(), from: 0, to: 0, holidays: new Set() } },
  orphanAfterMinutes: 60,
};

/** What the measured process tells of a run. */
interface Measured {
  readonly seconds: number;
  readonly checked: number;
  readonly text: string;
  readonly peakMb: number;
}

/** Backfills everything in this process. */
const backfill = async (url: string, looks: boolean): Promise<Measured> => {
  const opened = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName,
    statementTimeoutMs: 60_000,
    maxConnections: 3,
    docPrefix: 'FP',
  });
  // Not `maxRSS`: Linux hands a child the peak of the process that forked it.
  let peak = 0;
  const sampled = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    const started = performance.now();
    for await (const event of runBackfill(
      { ...opened.ports, clock: { now: () => new Date() } },
      looks ? settings : { ...settings, looks },
      {
        owner: { actor: 'bench', host: hostname(), pid: process.pid },
        options: { window: { since: null, until: null }, limit: null, force: false },
        dryRun: false,
        batchSize,
        waitMs: 0,
      },
    )) {
      if (event.type !== 'finished') continue;
      const { checked, created, needsReview, skipped } = event.result.tally;
      return {
        seconds: (performance.now() - started) / 1000,
        checked,
        text: `created ${created.total}, needs review ${needsReview.total}, skipped ${skipped.total}`,
        peakMb: Math.round(peak / 2 ** 20),
      };
    }
    throw new Error('another run holds the place');
  } finally {
    clearInterval(sampled);
    await opened.close();
  }
};

/** The same in a process of its own, so that the generator's memory does not count. */
const measured = (url: string, looks = true): Promise<Measured> =>
  new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      execArgv: [...process.execArgv, '--max-semi-space-size=16'],
      env: { ...process.env, BENCH_URL: url, ...(looks ? {} : { BENCH_WITHOUT_MATCHING: 'yes' }) },
    });
    child.once('message', (message) => done(message as Measured));
    child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)));
  });

const times = (a: number, b: number): string => `${(a / b).toFixed(2)} ×`;

/** Prints what the database of this address says and does. */
const compare = async (url: string): Promise<void> => {
  await session(url, async (client) => {
    await createFcmsTables(client);
    await loadFcms(client, { seed: 1, documents, endOn: '2025-11-22', historiesPerDocument: 0 });
    // As a replica is that has lived for a while: else the server's own housekeeping is measured with the first run.
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query<Record<string, string>>(
      `SELECT version() AS version, current_setting('fsync') AS fsync, current_setting('shared_buffers') AS buffers,
              current_setting('synchronous_commit') AS commit`,
    );
    const { version, fsync, commit, buffers } = rows[0]!;
    console.log(`${version}\nfsync ${fsync}, synchronous_commit ${commit}, shared_buffers ${buffers}`);
  });
  const migrated = async (): Promise<void> => {
    await session(url, (client) => client.query('DROP SCHEMA IF EXISTS po CASCADE'));
    const { outcome } = await migrateUp(url, { schema: 'po', migrations: await ownMigrations() });
    if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
    await session(url, (client) => client.query('CHECKPOINT'));
  };
  await migrated();
  const without = await measured(url, false);
  await migrated();
  const { result: first, watched } = await watchSessions(url, applicationName, () => measured(url));
  const again = await measured(url);
  const read = await plainRead(url);
  const limit = await finishedRowsAtOnce(url);
  const plain = (await rowByRow(url, rowByRowDocuments)) * documents;
  const line = (name: string, { checked, seconds, text }: Measured): void =>
    console.log(
      `${name.padEnd(16)} ${seconds.toFixed(1)} s, ${Math.round(checked / seconds).toLocaleString('en')} documents/s (${text})`,
    );
  console.log(`documents        ${documents.toLocaleString('en')}, ${batchSize.toLocaleString('en')} a batch`);
  line('first run', first);
  line('second run', again);
  line('without matching', without);
  console.log(
    `limit            ${limit.toFixed(1)} s, INSERT … SELECT of all finished rows at once: the first run takes ${times(first.seconds, limit)}`,
  );
  console.log(
    `row by row       ${plain.toFixed(0)} s, from ${rowByRowDocuments.toLocaleString('en')} documents: takes ${times(plain, first.seconds)} the first run`,
  );
  console.log(
    `plain read       ${read.toFixed(1)} s, one statement and a cursor: the second run takes ${times(again.seconds, read)}`,
  );
  console.log(`peak memory      ${first.peakMb} MB first run, ${again.peakMb} MB second run (our process)`);
  console.log(
    `to others        in ${watched.samples.toLocaleString('en')} looks: longest transaction on FCMS ${watched.onSourceMs.toFixed(0)} ms, of all ${watched.transactionMs.toFixed(0)} ms, longest idle in one ${watched.idleMs.toFixed(0)} ms; locks outside our schema beyond AccessShare: ${watched.foreignLocks.join(', ') || 'none'}`,
  );
};

const measuredHere = process.env.BENCH_URL;
if (measuredHere !== undefined) {
  process.send?.(await backfill(measuredHere, process.env.BENCH_WITHOUT_MATCHING === undefined));
  process.disconnect();
} else {
  await withDatabase('cynow_bench', compare);
}
