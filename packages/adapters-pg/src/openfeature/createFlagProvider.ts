import { setTimeout as after } from 'node:timers/promises';
import { flagKey, type HardSwitch, type StoredFlag } from '@cynow/po-core';
import {
  ErrorCode,
  OpenFeatureEventEmitter,
  type Provider,
  type ResolutionDetails,
  ServerProviderEvents,
  StandardResolutionReasons,
} from '@openfeature/server-sdk';
import { type FlagPlace, type FlagWatch, watchFlag } from '../flags/watchFlag.ts';
import { flagDetails } from './flagDetails.ts';

/** How long the first answer of the store is waited for; without one the flag is off, and the service starts all the same. */
const firstAnswerMs = 500;

const notReadable = (why: unknown): string =>
  `the flag cannot be read${why instanceof Error ? `: ${why.message}` : ''}`;

/** There is one flag, a boolean one. */
const refused = <T>(key: string, value: T): ResolutionDetails<T> => ({
  value,
  reason: StandardResolutionReasons.ERROR,
  ...(key === flagKey
    ? { errorCode: ErrorCode.TYPE_MISMATCH, errorMessage: `${flagKey} is a boolean` }
    : { errorCode: ErrorCode.FLAG_NOT_FOUND, errorMessage: `there is no flag but ${flagKey}` }),
});

/**
 * The flag `po_management` for `@openfeature/server-sdk`, as all processes of ours see it (rules 10). `machine`: the hard switch
 * of this machine, asked at each evaluation (`readHardSwitch` of `@cynow/po-adapters-pg/switch` reads it).
 *
 * Its status is READY while the store can be read; ERROR while it never could, and the flag is off; STALE while it no longer can,
 * and the last answer holds.
 */
export const createFlagProvider = (place: FlagPlace, machine: () => HardSwitch): Provider => {
  const events = new OpenFeatureEventEmitter();
  let stored: StoredFlag | null = null;
  let reachable = false;
  /** While it starts, how that ends is told by the SDK. */
  let starting = true;
  let watching: Promise<FlagWatch> | null = null;
  let watch: FlagWatch | null = null;

  const listener = {
    changed(flag: StoredFlag): void {
      const known = stored !== null;
      stored = flag;
      if (known) events.emit(ServerProviderEvents.ConfigurationChanged, { flagsChanged: [flagKey] });
    },
    reached(now: boolean): void {
      reachable = now;
      if (starting) return;
      if (now) events.emit(ServerProviderEvents.Ready);
      else events.emit(ServerProviderEvents.Stale, { message: notReadable(watch?.problem()) });
    },
  };

  return {
    metadata: { name: 'cynow-po' },
    runsOn: 'server',
    events,
    async initialize() {
      starting = true;
      watching ??= watchFlag(place, listener);
      const opened = watching.then((one) => {
        watch = one;
      });
      await Promise.race([opened, after(firstAnswerMs, undefined, { ref: false })]);
      starting = false;
      if (!reachable) throw new Error(notReadable(watch?.problem()));
    },
    async onClose() {
      const open = watching;
      watching = null;
      watch = null;
      reachable = false;
      await (await open)?.close();
    },
    resolveBooleanEvaluation: async (key, value, context) =>
      key === flagKey ? flagDetails({ machine: machine(), stored, reachable }, context) : refused(key, value),
    resolveStringEvaluation: async (key, value) => refused(key, value),
    resolveNumberEvaluation: async (key, value) => refused(key, value),
    resolveObjectEvaluation: async (key, value) => refused(key, value),
  };
};
