import type { FlagState } from '../flags/FlagState.ts';
import type { HardSwitch } from '../flags/hardSwitch.ts';

/**
 * Whether runs that people asked for are carried out: while the feature is on (rules 10). In read-only times only dry runs
 * are. `stored`: the last answer of the store; null when there never was one.
 */
export const runsMayGoOn = (machine: HardSwitch, stored: FlagState | null, dryRun: boolean): boolean =>
  machine.state === 'store' && stored?.state === 'on' && (dryRun || !stored.readOnly);
