import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { full } from './fullSize.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { startProcess } from './startProcess.spec.support.ts';

const documents = full ? 100_000 : 20_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await loadedTemplate(documents);
});
afterAll(() => database.drop());

const sampleEveryMs = 20;
const alterEveryMs = 150;

interface Sample {
  /** The oldest transaction of the run, and the longest that one of them has stood idle, in milliseconds. */
  readonly oldest: number;
  readonly idle: number;
  /** The oldest transaction of the run that holds a lock on a table of FCMS, and how many of those stand idle. */
  readonly oldestOnSource: number;
  readonly idleOnSource: number;
  /** Locks on others' tables that are more than those of reading. */
  readonly locks: readonly string[];
}

/** Catalogs are left out: whoever creates a temporary table writes to them. */
const sample = `
  WITH ours AS (SELECT * FROM pg_stat_activity WHERE application_name = 'cynow-po/proof' AND datname = current_database()),
  held AS (SELECT l.pid, l.mode, n.nspname, c.relname FROM ours JOIN pg_locks l USING (pid)
           JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE l.locktype = 'relation')
  SELECT
    (SELECT coalesce(max(1000 * extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM ours)::float8 AS oldest,
    (SELECT coalesce(max(1000 * extract(epoch FROM clock_timestamp() - state_change)), 0) FROM ours
     WHERE state LIKE 'idle in transaction%')::float8 AS idle,
    (SELECT coalesce(max(1000 * extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM ours
     WHERE pid IN (SELECT pid FROM held WHERE nspname = 'fcms_cdc'))::float8 AS "oldestOnSource",
    (SELECT count(*) FROM ours
     WHERE state LIKE 'idle in transaction%' AND pid IN (SELECT pid FROM held WHERE nspname = 'fcms_cdc'))::int AS "idleOnSource",
    (SELECT coalesce(json_agg(DISTINCT mode || ' on ' || nspname || '.' || relname), '[]') FROM held
     WHERE nspname <> 'po' AND nspname !~ '^pg_(catalog|toast|temp_|toast_temp_)' AND mode <> 'AccessShareLock') AS locks`;

describe('while a run goes on', () => {
  it('nobody who alters the tables of FCMS, or reads them behind that, has to wait for it', async () => {
    await using alterer = await openClient(database.url);
    await using reader = await openClient(database.url);
    await using sampler = await openClient(database.url);
    const run = startProcess(database.url, { batchSize: 1000 });
    await run.told('started');
    let over = false;
    const ended = run.ended.then(() => {
      over = true;
    });
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const from = performance.now();
      await work();
      return performance.now() - from;
    };

    const altered: number[] = [];
    const read: number[] = [];
    const samples: Sample[] = [];
    const altering = async (): Promise<void> => {
      for (let n = 0; !over; n += 1) {
        const table = n % 3 === 2 ? 'tr_move_reports' : 'tr_orders';
        altered.push(await timed(() => alterer.query(`ALTER TABLE fcms_cdc.${table} ADD COLUMN extra_${n} text`)));
        await pause(alterEveryMs);
      }
    };
    const reading = async (): Promise<void> => {
      while (!over) {
        read.push(
          await timed(() => reader.query('SELECT FROM fcms_cdc.tr_orders o, fcms_cdc.tr_move_reports r LIMIT 1')),
        );
        await pause(10);
      }
    };
    const sampling = async (): Promise<void> => {
      while (!over) {
        samples.push(...(await sampler.query<Sample>(sample)).rows);
        await pause(sampleEveryMs);
      }
    };
    await Promise.all([altering(), reading(), sampling(), ended]);

    const { checked } = await run.told('finished');
    const most = (figures: readonly number[]): number => Math.round(Math.max(...figures));
    console.info(
      `${checked} documents, ${altered.length} alterations: ${most(altered)} ms at most; ${read.length} reads: ${most(read)} ms; ` +
        `${samples.length} samples: transactions ${most(samples.map(({ oldest }) => oldest))} ms, on the source ` +
        `${most(samples.map(({ oldestOnSource }) => oldestOnSource))} ms, idle ${most(samples.map(({ idle }) => idle))} ms`,
    );
    expect(checked).toBe(documents);
    expect(altered.length).toBeGreaterThan(5);
    expect(most(altered)).toBeLessThan(2000);
    expect(most(read)).toBeLessThan(2000);
    expect(most(samples.map(({ oldestOnSource }) => oldestOnSource))).toBeLessThan(2000);
    expect(most(samples.map(({ oldest }) => oldest))).toBeLessThan(2000);
    expect(most(samples.map(({ idleOnSource }) => idleOnSource))).toBe(0);
    expect([...new Set(samples.flatMap(({ locks }) => locks))]).toEqual([]);
  });

  it('it outlasts somebody who keeps everybody else from a table', async () => {
    await using owner = await openClient(database.url);
    const run = startProcess(database.url, { batchSize: 500, dryRun: true });
    await run.told('decided');
    await owner.query('BEGIN; LOCK TABLE fcms_cdc.tr_orders IN ACCESS EXCLUSIVE MODE');
    // A statement of ours gives up after 1 s and comes again.
    await pause(2500);
    expect(run.events.some(({ type }) => type === 'finished')).toBe(false);
    await owner.query('ROLLBACK');
    expect((await run.told('finished')).checked).toBe(documents);
    await run.ended;
  });
});
