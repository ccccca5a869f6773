import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { OrdersLog } from '@cynow/po-http';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import { createMetricsSum } from './createMetricsSum.ts';
import { pause } from './pause.ts';
import type { FlagKnown, FromWorker, Parting, ToWorker } from './WorkerMessage.ts';

export interface WorkersOptions {
  readonly count: number;
  /** `follows`: one that was there before. */
  readonly fork: (follows: boolean) => ChildProcess;
  /** Whether connections come through a socket in the file system. */
  readonly local: boolean;
  readonly log: OrdersLog;
}

/** Processes that answer on the connections that this one accepts. */
export interface Workers {
  /** Starts all. @throws CommandFailure as the first says that cannot start */
  start(): Promise<void>;
  /** Hands a connection to the next worker that can take one; until there is one, it waits. */
  take(socket: Socket): void;
  /** Has new workers take the place of all that there are. When one cannot start, those stay that there are. */
  reload(): void;
  /** All counts of all workers, those that have ended included, as Prometheus reads them. */
  metrics(): Promise<string>;
  /** No longer ready: every answer ends its connection. Connections may still come. */
  part(): void;
  /** Everything under way is answered; then no worker is left. */
  end(): Promise<void>;
}

interface Worker {
  readonly child: ChildProcess;
  readonly sum: ReturnType<ReturnType<typeof createMetricsSum>['add']>;
  state: 'starting' | 'ready' | 'leaving';
  /** The connection that was handed to it and that it has not taken yet: until then it is in our hands, too. */
  handed: Socket | null;
  processId: string | null;
}

type Started =
  | { readonly outcome: 'ready'; readonly worker: Worker }
  | { readonly outcome: 'failed'; readonly failure: CommandFailure };

/** Old workers wait long for clients that say nothing: nobody waits for them. */
const replaced: Parting = { quietMs: 8000, withinMs: 9000 };
/** Whoever stops the server waits for it. */
const stopped: Parting = { quietMs: 1000, withinMs: 7000 };
/** A worker that has not ended by then does not any more. */
const killAfterMs = 9500;
/** How often it is looked whether the last connections have been handed out. */
const lookMs = 5;
/** Deaths within this time count together. */
const deathsWithinMs = 60_000;
const longestPauseMs = 30_000;
/** Connections that may wait for a worker; more are refused. */
const mostWaiting = 1000;

/** How long to wait before another is started, when so many have died lately: the first is replaced at once. */
const pauseAfter = (deaths: number): number => (deaths < 2 ? 0 : Math.min(longestPauseMs, 250 * 2 ** deaths));

const tell = (worker: Worker, message: ToWorker, socket?: Socket): void => {
  if (!worker.child.connected) return;
  // An error means that it has died, which its end tells, too. Kept open here: by itself Node never closes a connection that
  // was on the way to a process that died, and whoever is at its other end waits without end.
  worker.child.send(message, socket, { keepOpen: true }, () => undefined);
};

export const superviseWorkers = ({ count, fork, local, log }: WorkersOptions): Workers => {
  const workers = new Set<Worker>();
  const waiting: Socket[] = [];
  const sums = createMetricsSum();
  let flag: FlagKnown | null = null;
  let stopping = false;
  let deaths: number[] = [];
  let pausing = new AbortController();
  /** Starting and replacing, one after the other. */
  let turn: Promise<void> = Promise.resolve();
  let reloadWaits = false;

  const ready = (): readonly Worker[] => [...workers].filter(({ state }) => state === 'ready');

  const handOut = (): void => {
    for (const worker of ready()) {
      const socket = worker.handed === null && worker.child.connected ? waiting.shift() : undefined;
      if (socket === undefined) continue;
      worker.handed = socket;
      // To the end of the row: all have their turn.
      workers.delete(worker);
      workers.add(worker);
      tell(worker, { kind: 'connection', local }, socket);
    }
  };

  const leave = (worker: Worker, stoppingNow: boolean, parting: Parting): void => {
    if (worker.state === 'ready') tell(worker, { kind: 'part', stopping: stoppingNow });
    worker.state = 'leaving';
    tell(worker, { kind: 'end', ...parting });
    const kill = setTimeout(() => worker.child.kill('SIGKILL'), killAfterMs);
    worker.child.once('exit', () => clearTimeout(kill));
  };

  const start = (follows: boolean): Promise<Started> =>
    new Promise((resolve) => {
      const child = fork(follows);
      const worker: Worker = { child, sum: sums.add(), state: 'starting', handed: null, processId: null };
      workers.add(worker);
      if (flag !== null) tell(worker, { kind: 'flag', stored: flag });
      const pid = child.pid ?? null;
      const fail = (failure: CommandFailure): void => resolve({ outcome: 'failed', failure });
      child.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'ready':
            worker.processId = message.processId;
            if (worker.state === 'starting') worker.state = 'ready';
            log.info({ pid }, 'worker answers');
            resolve({ outcome: 'ready', worker });
            handOut();
            return;
          case 'failed':
            fail(new CommandFailure(message.exitCode, message.code, message.explanation));
            return;
          case 'flag':
            flag = message.stored;
            return;
          case 'taken':
            worker.handed?.destroy();
            worker.handed = null;
            handOut();
            return;
          case 'leaving':
            log.info({ pid }, 'worker was told to end');
            if (worker.state === 'ready' && !stopping) void inTurn(() => replace([worker]));
            return;
          case 'metrics':
            worker.sum.answered(message.id, message.ofProcess, message.ofDatabase);
            return;
          case 'ended':
            worker.sum.last(message.ofProcess);
        }
      });
      child.on('error', (error) => log.error({ pid, err: error }, 'worker cannot be reached'));
      // Its last messages come before this.
      child.once('close', (code, signal) => {
        workers.delete(worker);
        worker.sum.end();
        if (worker.handed !== null) waiting.unshift(worker.handed);
        handOut();
        const how = signal ?? `exit ${code}`;
        fail(new CommandFailure(exitCodes.failed, 'FAILED', { what: how }));
        if (worker.state === 'leaving') {
          log.info({ pid }, 'worker has ended');
          return;
        }
        deaths.push(performance.now());
        if (worker.state === 'starting') return;
        log.error({ pid, how }, 'worker died');
        const [heir] = ready();
        const { processId } = worker;
        if (heir !== undefined && processId !== null) tell(heir, { kind: 'died', processId });
        void inTurn(keepUp);
      });
    });

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: unknown) => log.error({ err: error }, 'workers cannot be looked after'));
    return turn;
  };

  const say = ({ explanation: { what, why } }: CommandFailure): string =>
    why === undefined ? what : `${what}: ${why}`;

  /** Starts workers until there are as many as there should be. */
  const keepUp = async (): Promise<void> => {
    while (!stopping && ready().length < count) {
      const now = performance.now();
      deaths = deaths.filter((at) => now - at < deathsWithinMs);
      pausing = new AbortController();
      await pause(pauseAfter(deaths.length), pausing.signal);
      if (stopping || reloadWaits) return;
      const started = await start(true);
      if (started.outcome === 'failed') log.error({ problem: say(started.failure) }, 'worker cannot start');
    }
  };

  /** Has new workers take the place of these, unless one cannot start. */
  const replace = async (old: readonly Worker[]): Promise<void> => {
    const fresh: Worker[] = [];
    for (let i = 0; i < old.length && !stopping; i += 1) {
      const started = await start(true);
      if (started.outcome === 'ready') {
        fresh.push(started.worker);
        continue;
      }
      for (const worker of fresh) leave(worker, false, replaced);
      log.error({ problem: say(started.failure) }, 'new workers cannot start: those stay that there are');
      return;
    }
    if (stopping) return;
    for (const worker of old) leave(worker, false, replaced);
  };

  const reload = async (): Promise<void> => {
    reloadWaits = false;
    if (stopping) return;
    log.info({}, 'reload');
    await replace(ready());
    await keepUp();
  };

  return {
    start() {
      const all = async (): Promise<void> => {
        for (let i = 0; i < count && !stopping; i += 1) {
          const started = await start(false);
          if (started.outcome === 'failed') throw started.failure;
        }
      };
      const starting = all();
      turn = starting.catch(() => undefined);
      return starting;
    },

    take(socket) {
      if (waiting.length >= mostWaiting) {
        socket.destroy();
        return;
      }
      waiting.push(socket);
      handOut();
    },

    reload() {
      // One that waits will find everything as it is then.
      if (reloadWaits) return;
      reloadWaits = true;
      pausing.abort();
      void inTurn(reload);
    },

    metrics() {
      const [first] = ready();
      return sums.text(
        [...workers]
          .filter(({ state }) => state !== 'starting')
          .map((worker) => ({
            sum: worker.sum,
            ask: (id: number) => tell(worker, { kind: 'metrics', id, withDatabase: worker === first }),
          })),
      );
    },

    part() {
      stopping = true;
      pausing.abort();
      for (const worker of ready()) tell(worker, { kind: 'part', stopping: true });
    },

    async end() {
      stopping = true;
      while (waiting.length > 0 && ready().length > 0) await after(lookMs);
      const ends = [...workers].map(({ child }) => once(child, 'close'));
      for (const worker of workers) {
        // One that starts has nothing to finish, and hears nothing until it has started.
        if (worker.state === 'starting') worker.child.kill('SIGKILL');
        if (worker.state !== 'leaving') leave(worker, true, stopped);
      }
      await Promise.all(ends);
      for (const socket of waiting) socket.destroy();
    },
  };
};
