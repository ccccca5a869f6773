import { flagKey, initialFlag } from '../flags/FlagState.ts';
import { flagChanged, isSameFlag } from '../flags/flagChange.ts';
import type { FlagProcess, FlagStore, StoredFlag } from '../ports/FlagStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryAuditTrail } from './inMemoryAuditTrail.ts';

const placeOf = ({ host, command, pid }: FlagProcess): string =>
  `${host}\n${command}\n${String(pid).padStart(10, '0')}`;

/** The flag in memory, for embedding and trying out. */
export const inMemoryFlagStore = (audit: InMemoryAuditTrail, newId: () => string): FlagStore => {
  let flag: StoredFlag = { ...initialFlag, version: 0, changedAt: null, changedBy: null };
  const processes = new Map<string, FlagProcess>();
  return {
    read: async () => flag,
    async change(by, at, change) {
      const next = flagChanged(change(flag), {});
      if (isSameFlag(next, flag)) return flag;
      audit.add([
        {
          id: newId(),
          at,
          by,
          batchId: null,
          action: 'set-flag',
          subjects: [`flag:${flagKey}`],
          note: null,
          before: flagChanged(flag, {}),
          after: next,
          undoes: null,
        },
      ]);
      flag = { ...next, version: flag.version + 1, changedAt: at, changedBy: by.actor };
      return flag;
    },
    async report(process) {
      processes.set(process.id, process);
    },
    async forget(id) {
      processes.delete(id);
    },
    processes: async (since) =>
      [...processes.values()]
        .filter(({ seenAt }) => seenAt >= since)
        .sort((a, b) => compareCodePoints(placeOf(a), placeOf(b))),
  };
};
