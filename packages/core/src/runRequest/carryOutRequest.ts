import type { RunOwner } from '../backfill/Run.ts';
import { type BackfillPorts, type BackfillSettings, runBackfill } from '../backfill/runBackfill.ts';
import { type RunResult, runResult } from '../backfill/runResult.ts';
import { emptyTally } from '../backfill/tally.ts';
import { PoError } from '../errors.ts';
import type { RunClaim, RunRequestEnd, RunRequests } from '../ports/RunRequests.ts';
import type { RunHolder } from '../ports/RunStore.ts';
import { createTelling } from './createTelling.ts';

/** The world in which requests are carried out. */
export interface RunExecutorPorts extends BackfillPorts {
  readonly requests: RunRequests;
}

/** How requests are carried out. */
export interface RunExecution {
  readonly process: Pick<RunOwner, 'host' | 'pid'>;
  /** Whether runs may go on at this moment; what has begun then ends after its batch, and waits. */
  readonly mayRun: (dryRun: boolean) => boolean;
  /** Documents a batch: a run ends after the current one. It has no effect on the result. */
  readonly batchSize: number;
  /** How often what happens is told, and asked whether the run is still wanted. */
  readonly everyMs: number;
  /** Settles after so long, or as soon as the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told of every error that is not an answer to whoever asked; null: of no request. */
  readonly failed: (error: unknown, requestId: string | null) => void;
}

/** `ended`: the next one may begin. `waits`: it was given back. `lost`: another process goes on with it. */
export type CarriedOut = 'ended' | 'waits' | 'lost';

/** A request under which so many processes died is not begun again: it may be what kills them. */
const mostLost = 3;
/** As many decisions may wait to be told before the run waits for that. */
const mostWaiting = 2000;
/** A request waits for so long for another run, or after the database was lost. */
const busyMs = 1000;
const brokenMs = 5000;

/** Errors after which another try is worth it: nothing is wrong with what was asked for. */
const passing: ReadonlySet<string> = new Set(['NO_CONNECTION', 'RUN_TAKEN_OVER']);

type Halt = 'stopped' | 'paused' | 'cancelled' | 'lost';

/** What has become of the run, as far as this process goes. */
type Outcome =
  | { readonly end: RunRequestEnd }
  | { readonly back: { readonly inMs: number; readonly waitsFor: RunHolder | null } };

const failure = (code: string, facts: Readonly<Record<string, unknown>> = {}): Outcome => ({
  end: { state: 'failed', failure: { code, facts } },
});

/**
 * Carries a request out, from where an earlier process left a real run, until it has ended, may not go on, or `signal`
 * stops this process. It tells what happens as it goes, at most every `everyMs`.
 */
export const carryOutRequest = async (
  ports: RunExecutorPorts,
  settings: BackfillSettings,
  claim: RunClaim,
  { process, mayRun, batchSize, everyMs, pause, failed }: RunExecution,
  signal: AbortSignal,
): Promise<CarriedOut> => {
  const { requests, runs, clock } = ports;
  const { request } = claim;
  const { id, dryRun, actor, acceptMissing } = request;
  const halting = new AbortController();
  let halted: Halt | null = null;
  const halt = (because: Halt): void => {
    halted ??= because;
    halting.abort();
  };
  const stop = (): void => halt('stopped');
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });

  const fresh = { indexing: 0, listed: null, read: 0 };
  const telling = createTelling(request, {
    ...fresh,
    tally: dryRun ? emptyTally : (request.progress?.tally ?? emptyTally),
  });
  const tellOnce = async (): Promise<void> => {
    const told = telling.take(clock.now());
    try {
      const answer = await requests.report(claim, told);
      telling.heard(told);
      if (answer === 'lost') halt('lost');
      if (answer === 'cancel') halt('cancelled');
    } catch (error) {
      // Told again the next time; the run itself shows whether the database is away.
      failed(error, id);
    }
  };
  let last: Promise<void> = Promise.resolve();
  const tell = (): Promise<void> => {
    last = last.then(tellOnce);
    return last;
  };

  /** What the record of a real run says that another process has brought to its end. */
  const recorded = async (): Promise<Outcome> => {
    const run = await runs.find(id);
    if (run === null) return failure('UNEXPECTED');
    const durationMs = (run.finishedAt ?? run.startedAt).getTime() - run.startedAt.getTime();
    const { tally, orphans } = run;
    return { end: { state: 'completed', result: runResult({ run, dryRun, tally, orphans, durationMs }) } };
  };

  const ofResult = (result: RunResult): Outcome => {
    if (result.run.state === 'completed') return { end: { state: 'completed', result } };
    if (halted === 'cancelled') return { end: { state: 'cancelled', result } };
    return { back: { inMs: 0, waitsFor: null } };
  };

  const run = async (): Promise<Outcome> => {
    if (request.lost >= mostLost) return failure('PROCESS_LOST', { times: request.lost });
    if (request.cancel !== null) return { end: { state: 'cancelled', result: null } };
    const begun = !dryRun && (await runs.find(id)) !== null;
    const events = runBackfill(ports, settings, {
      id,
      owner: { actor, ...process },
      options: begun ? { resume: id } : request.options,
      dryRun,
      batchSize,
      waitMs: 0,
      signal: halting.signal,
      ...(acceptMissing !== null && { acceptMissing }),
    });
    for await (const event of events) {
      switch (event.type) {
        case 'busy':
          return { back: { inMs: busyMs, waitsFor: event.holder } };
        case 'not-resumable':
          return recorded();
        case 'undone':
          return { end: { state: 'interrupted', failure: { code: 'UNDONE', facts: {} } } };
        case 'started':
          telling.progress({ tally: event.run.tally });
          break;
        case 'indexing':
          telling.progress({ indexing: event.left });
          break;
        case 'listed':
          telling.progress({ indexing: 0, listed: event.count });
          break;
        case 'decided':
          telling.progress({ read: event.read, tally: event.tally });
          telling.decided(event.decisions);
          if (telling.waiting >= mostWaiting) await tell();
          break;
        case 'failed':
          telling.progress({ tally: event.tally });
          break;
        case 'finished':
          return ofResult(runResult(event.result));
        default:
      }
    }
    return failure('UNEXPECTED');
  };

  const outcomeOf = async (): Promise<Outcome> => {
    try {
      return await run();
    } catch (error) {
      if (PoError.is(error) && passing.has(error.code)) {
        failed(error, id);
        return { back: { inMs: brokenMs, waitsFor: null } };
      }
      if (PoError.is(error)) return failure(error.code, error.facts);
      failed(error, id);
      return failure('UNEXPECTED');
    }
  };

  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      if (!mayRun(dryRun)) halt('paused');
      await tell();
      await pause(everyMs, ended.signal);
    }
  })();
  const outcome = await outcomeOf();
  ended.abort();
  signal.removeEventListener('abort', stop);
  await watching;
  if ((halted as Halt | null) === 'lost') return 'lost';
  const at = clock.now();
  const rest = telling.take(at);
  if ('end' in outcome) return (await requests.settle(claim, outcome.end, rest)) ? 'ended' : 'lost';
  const { inMs, waitsFor } = outcome.back;
  const back = { notBefore: new Date(at.getTime() + inMs), waitsFor };
  return (await requests.giveBack(claim, back, rest)) ? 'waits' : 'lost';
};
