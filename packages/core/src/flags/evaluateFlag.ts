import { bucketOf, buckets } from './bucketOf.ts';
import { type FlagState, flagKey, type Role } from './FlagState.ts';
import type { HardSwitch } from './hardSwitch.ts';

/** Who asks; null: nobody is signed in. `role` null: none that is known, so that no list of roles lets them in. */
export type FlagSubject = { readonly user: string; readonly role: Role | null } | null;

/** What the flag says to somebody, and why. */
export type FlagAnswer =
  | { readonly outcome: 'off'; readonly because: 'machine' | 'unknown' | 'stored' | 'not-let-in' | 'nobody' }
  | { readonly outcome: 'maintenance'; readonly text: string | null }
  | {
      readonly outcome: 'on';
      readonly because: 'everybody' | 'listed' | 'share';
      readonly readOnly: boolean;
      readonly notice: string | null;
    };

/** Whether a user is within the share, in percent. Raising it never takes anybody out. */
const isWithinShare = (percent: number, user: string): boolean =>
  bucketOf(flagKey, user) < Math.round((percent * buckets) / 100);

/**
 * Whether somebody has PO management (rules 10). `stored`: the last answer of the store; null when there never was one, which
 * is off.
 */
export const evaluateFlag = (machine: HardSwitch, stored: FlagState | null, subject: FlagSubject): FlagAnswer => {
  if (machine.state === 'off') return { outcome: 'off', because: 'machine' };
  if (stored === null) return { outcome: 'off', because: 'unknown' };
  const { state, users, roles, percent, readOnly, notice } = stored;
  if (state === 'off') return { outcome: 'off', because: 'stored' };
  if (state === 'maintenance') {
    return subject === null
      ? { outcome: 'off', because: 'nobody' }
      : { outcome: 'maintenance', text: stored.maintenanceText };
  }
  const on = (because: 'everybody' | 'listed' | 'share') => ({ outcome: 'on', because, readOnly, notice }) as const;
  if (users.length === 0 && roles.length === 0 && percent === null) return on('everybody');
  if (subject === null) return { outcome: 'off', because: 'nobody' };
  if (users.includes(subject.user)) return on('listed');
  if (subject.role !== null && roles.includes(subject.role)) return on('listed');
  if (percent !== null && isWithinShare(percent, subject.user)) return on('share');
  return { outcome: 'off', because: 'not-let-in' };
};
