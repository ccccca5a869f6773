import type { BackfillSettings } from '../backfill/runBackfill.ts';
import { carryOutRequest, type RunExecution, type RunExecutorPorts } from './carryOutRequest.ts';

export interface RunExecutor {
  /** Begins nothing more, ends what it carries out after the current batch, and lets others go on with it. */
  stop(): Promise<void>;
}

/** What an executor is given. */
export interface RunExecutorOptions extends RunExecution {
  /** How often it is looked for what to carry out, while there is nothing. */
  readonly idleMs: number;
  /** Called after a real run that has ended, however it did; the next run waits for it. */
  readonly afterRun?: (signal: AbortSignal) => Promise<void>;
}

/**
 * Carries out backfills that people ask for, until it is stopped: one real run and one dry run at a time. Any number of them
 * may be at work in any number of processes; each request is carried out by one.
 */
export const startRunExecutor = (
  ports: RunExecutorPorts,
  settings: BackfillSettings,
  options: RunExecutorOptions,
): RunExecutor => {
  const { process, mayRun, idleMs, pause, failed, afterRun } = options;
  const { requests, clock } = ports;
  const stopping = new AbortController();
  const { signal } = stopping;

  /** Carries out the next one, if there is one; true when the one after it may follow at once. */
  const next = async (dryRun: boolean): Promise<boolean> => {
    const claim = mayRun(dryRun) ? await requests.claim({ dryRun, process, at: clock.now() }) : null;
    if (claim === null) return false;
    const carriedOut = await carryOutRequest(ports, settings, claim, options, signal);
    if (carriedOut === 'ended' && !dryRun && afterRun !== undefined) await afterRun(signal);
    return carriedOut === 'ended';
  };

  const work = async (dryRun: boolean): Promise<void> => {
    let told = false;
    while (!signal.aborted) {
      let atOnce = false;
      try {
        atOnce = await next(dryRun);
        told = false;
      } catch (error) {
        // Once: the database may be away for long.
        if (!told) failed(error, null);
        told = true;
      }
      if (!atOnce) await pause(idleMs, signal);
    }
  };

  const working = Promise.all([work(false), work(true)]);
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
};
