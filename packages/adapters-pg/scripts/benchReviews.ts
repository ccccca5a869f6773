/**
 * npm run bench:reviews -- [--pos N] [--open M] [--limit L] [--plans]: fills a database of its own with N POs, M of which have
 * open reasons, on a server with default durability (DATABASE_URL, else the embedded one in ./.cynow), and drops it. Prints for
 * every filter, and the first, a middle and the last page of it, how long the database takes (planning and execution,
 * EXPLAIN ANALYZE), how many pages of 8 kB it touches, and how long it takes as seen from our process; `--plans` prints the
 * plans too.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { openEmbeddedPostgres } from '../src/embedded/openEmbeddedPostgres.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { openPg } from '../src/openPg.ts';
import { fillReviews } from '../src/proofs/fillReviews.spec.support.ts';
import { filters, pagePlaces } from '../src/proofs/reviewPages.spec.support.ts';
import { session, timed } from './bench/session.ts';

const { values } = parseArgs({
  options: {
    pos: { type: 'string', default: '1000000' },
    open: { type: 'string', default: '50000' },
    limit: { type: 'string', default: '50' },
    plans: { type: 'boolean', default: false },
  },
});
const [pos, open, limit] = [Number(values.pos), Number(values.open), Number(values.limit)];
const repetitions = 15;

interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The last statement on the queue that passed through the driver. */
let sent: Sent | null = null;
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first, second] = args;
  const given = typeof first === 'string' ? { text: first } : (first as { text?: string; values?: unknown[] });
  const bound = ('values' in given ? given.values : second) ?? [];
  if (given.text?.includes('"review"')) sent = { text: given.text, values: Array.isArray(bound) ? bound : [] };
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

interface Plan {
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
  readonly Plan: Readonly<Record<string, number>>;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const ms = (n: number): string => n.toFixed(1).padStart(7);

const measure = async (url: string): Promise<void> => {
  const settings = {
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'cynow-po/bench',
    statementTimeoutMs: 600_000,
    maxConnections: 3,
    docPrefix: 'FP',
  };
  const filling = await timed(async () => (await openPg(settings)).close());
  console.log(`filling the queue from what is recorded: ${filling.toFixed(1)} s`);
  await session(url, (client) => client.query('VACUUM ANALYZE'));
  const { reviews, close } = await openPg(settings);
  console.log(`${''.padEnd(38)} rows  in the database, ms (worst)   pages  seen from us, ms (worst)`);
  await session(url, async (client) => {
    for (const [name, filter] of Object.entries(filters)) {
      for (const [page, after] of Object.entries(await pagePlaces(client, reviews, filter, limit))) {
        const seen: number[] = [];
        let rows = 0;
        for (let i = 0; i < repetitions; i += 1) {
          seen.push(
            1000 * (await timed(async () => (rows = (await reviews.list(filter, { limit, after })).entries.length))),
          );
        }
        const { text, values: bound } = sent!;
        const inside: number[] = [];
        let pages = 0;
        for (let i = 0; i < repetitions; i += 1) {
          const explained = await client.query<{ 'QUERY PLAN': readonly [Plan] }>(
            `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
            [...bound],
          );
          const [plan] = explained.rows[0]!['QUERY PLAN'];
          inside.push(plan['Planning Time'] + plan['Execution Time']);
          pages = plan.Plan['Shared Hit Blocks']! + plan.Plan['Shared Read Blocks']!;
        }
        console.log(
          `${name.padEnd(30)} ${page.padEnd(7)} ${String(rows).padStart(4)}  ${ms(median(inside))} (${ms(Math.max(...inside))})  ${String(pages).padStart(12)}  ${ms(median(seen))} (${ms(Math.max(...seen))})`,
        );
        if (values.plans) {
          const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
            `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) ${text}`,
            [...bound],
          );
          for (const line of lines) console.log(`      ${line['QUERY PLAN']}`);
        }
      }
    }
    const whole = await timed(() => reviews.ids({}));
    console.log(`all ${open.toLocaleString('en')} addresses for a bulk decision: ${(1000 * whole).toFixed(0)} ms`);
  });
  await close();
};

const server = process.env.DATABASE_URL
  ? { url: process.env.DATABASE_URL, close: async () => undefined }
  : await openEmbeddedPostgres({ directory: resolve('.cynow') });
const database = `cynow_bench_${process.pid}`;
try {
  await session(server.url, async (admin) => {
    const { rows } = await admin.query<{ version: string; setup: string }>(
      `SELECT version(), format('fsync %s, synchronous_commit %s, shared_buffers %s', current_setting('fsync'),
         current_setting('synchronous_commit'), current_setting('shared_buffers')) AS setup`,
    );
    console.log(`${rows[0]?.version}\n${rows[0]?.setup}`);
    console.log(
      `${pos.toLocaleString('en')} POs, ${open.toLocaleString('en')} with open reasons, ${limit} a page; median of ${repetitions}`,
    );
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
    try {
      const url = new URL(server.url);
      url.pathname = `/${database}`;
      await session(url.href, (client) => createFcmsTables(client));
      const { outcome } = await migrateUp(url.href, { schema: 'po', migrations: await ownMigrations() });
      if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
      await session(url.href, (client) => fillReviews(client, { pos, open }));
      await measure(url.href);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    }
  });
} finally {
  await server.close();
}
