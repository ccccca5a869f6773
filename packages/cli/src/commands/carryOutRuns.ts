import { setTimeout as after } from 'node:timers/promises';
import { type HardSwitch, runsMayGoOn, type StoredFlag, startRunExecutor } from '@cynow/po-core';
import type { OrdersLog } from '@cynow/po-http';
import type { Application } from '../composition/compose.ts';
import { pause } from '../serving/pause.ts';
import type { Context } from './Command.ts';
import type { Database } from './openDatabase.ts';
import { backfillSettings } from './settings.ts';

/** What is told of a run, and how soon it heeds that it is cancelled or the feature is off. */
const everyMs = 500;
/** How soon what somebody asks for is begun. */
const idleMs = 1000;
/** A batch of less than a second: whoever stops or cancels waits for it. */
const batchSize = 500;

/**
 * Carries out the backfills that people ask for through pages and API, while the feature is on. `part` has it end after the
 * current batch, so that another process goes on; `ended` waits for that, and after `withinMs` another one finds out by
 * itself.
 */
export const carryOutRuns = (
  { config, surroundings: { hostname: host, pid } }: Context,
  database: Database,
  { orders, refreshProgress }: Pick<Application, 'orders' | 'refreshProgress'>,
  flag: { readonly machine: () => HardSwitch; readonly stored: () => StoredFlag | null },
  log: OrdersLog,
): { part(): void; ended(withinMs: number): Promise<void> } => {
  const { clock } = orders;
  const executor = startRunExecutor({ ...orders, requests: orders.runRequests }, backfillSettings(config, database), {
    process: { host, pid },
    mayRun: (dryRun) => runsMayGoOn(flag.machine(), flag.stored(), dryRun),
    batchSize,
    everyMs,
    idleMs,
    pause,
    failed: (error, runId) => log.error({ runId, err: error }, 'run failed'),
    async afterRun(signal) {
      try {
        const events = refreshProgress({ at: clock.now(), everyMs: config.PO_PROGRESS_EVERY, signal });
        for await (const event of events) if (event.type === 'finished') log.info({ ...event.work }, 'progress read');
      } catch (error) {
        // The run is done all the same; the next one reads again.
        log.warn({ err: error }, 'progress could not be read');
      }
    },
  });
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= executor.stop();
    return stopped;
  };
  return {
    part: () => void stop().catch((error: unknown) => log.error({ err: error }, 'runs did not end well')),
    async ended(withinMs) {
      const late = after(withinMs, 'late' as const, { ref: false });
      if ((await Promise.race([stop(), late])) === 'late') log.warn({}, 'a run is left to another process');
    },
  };
};
