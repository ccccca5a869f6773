import { setTimeout as after } from 'node:timers/promises';

/** Waits for so many milliseconds, or until somebody has no more time for that; which of the two, the signal tells. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  after(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
