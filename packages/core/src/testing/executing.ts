import type { RunExecution, RunExecutorPorts } from '../runRequest/carryOutRequest.ts';
import type { World } from './World.ts';

/** A process of ours. */
export const here = { host: 'plant-1', pid: 11 };
/** Another one. */
export const there = { host: 'plant-2', pid: 22 };

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    if (signal.aborted) resolve();
  });

/** What requested runs are carried out with in this world. */
export const portsOf = (world: World): RunExecutorPorts => ({ ...world.ports, requests: world.runRequests });

/** How they are carried out, but for what is given: what goes wrong fails the test. */
export const execution = (over: Partial<RunExecution> = {}): RunExecution => ({
  process: here,
  mayRun: () => true,
  batchSize: 2,
  everyMs: 5,
  pause,
  failed: (error) => {
    throw error;
  },
  ...over,
});

/** Ports of which `act` is called as the n-th batch is looked up, and awaited. */
export const atBatch = (ports: RunExecutorPorts, n: number, act: () => Promise<void> | void): RunExecutorPorts => {
  let looked = 0;
  const counted = async (): Promise<void> => {
    looked += 1;
    if (looked === n) await act();
  };
  const { pos } = ports;
  return {
    ...ports,
    pos: {
      ...pos,
      async lookUp(...given) {
        await counted();
        return pos.lookUp(...given);
      },
    },
  };
};

/** Ports of a process that dies, or stands still, at the n-th batch: nothing of it happens any more until it is woken. */
export const dyingAt = (ports: RunExecutorPorts, n: number) => {
  const woken = Promise.withResolvers<void>();
  const died = Promise.withResolvers<void>();
  let dead = false;
  const alive = async (): Promise<void> => {
    if (dead) await woken.promise;
  };
  const { requests } = ports;
  const dying = atBatch(
    {
      ...ports,
      requests: {
        ...requests,
        async report(...given) {
          await alive();
          return requests.report(...given);
        },
        async settle(...given) {
          await alive();
          return requests.settle(...given);
        },
        async giveBack(...given) {
          await alive();
          return requests.giveBack(...given);
        },
      },
    },
    n,
    () => {
      dead = true;
      died.resolve();
      return woken.promise;
    },
  );
  return { ports: dying, died: died.promise, wake: woken.resolve };
};
