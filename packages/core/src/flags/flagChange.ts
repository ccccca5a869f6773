import { type FlagState, initialFlag } from './FlagState.ts';

/** What somebody wants of the flag; what is not named stays. */
export type FlagChange = Partial<FlagState>;

const sorted = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort();

/** The flag after a change. Lists hold each entry once; a maintenance text goes with the maintenance state. */
export const flagChanged = (now: FlagState, change: FlagChange): FlagState => {
  const next = { ...now, ...change };
  return {
    state: next.state,
    readOnly: next.readOnly,
    users: sorted(next.users),
    roles: sorted(next.roles),
    percent: next.percent === null ? null : Math.round(next.percent * 100) / 100,
    maintenanceText: next.state === 'maintenance' ? next.maintenanceText : initialFlag.maintenanceText,
    notice: next.notice,
  };
};

/** Whether two states say the same. */
export const isSameFlag = (a: FlagState, b: FlagState): boolean =>
  JSON.stringify(flagChanged(a, {})) === JSON.stringify(flagChanged(b, {}));
