import type { ProgressPass, ProgressStanding } from '../ports/ProgressStore.ts';

/** Why a pass is made. */
export type PassReason =
  /** Somebody asked for a full pass. */
  | 'asked'
  /** There was no complete pass yet. */
  | 'first'
  /** A full pass was interrupted. */
  | 'interrupted'
  /** Only a full pass can tell what changed. */
  | 'lost'
  /** Rows of the histories were removed. */
  | 'removed'
  /** A day has passed since the last full pass. */
  | 'daily'
  /** Rows of the histories were added or altered. */
  | 'moved';

/** Whether a pass is to be made now, which, and why; or why not. */
export type ProgressDue =
  | { readonly pass: ProgressPass; readonly because: PassReason }
  | { readonly pass: null; readonly because: 'unchanged' | 'too-soon' };

const dayMs = 86_400_000;

/** A full pass that was not asked for may take up a twentieth of the time: one of 30 s comes every 10 minutes at most. */
const restPerWork = 20;

/**
 * Decides about the next pass. The first, an interrupted and a wanted full pass are made at once; others when the
 * histories changed, at most every `everyMs` milliseconds. A full pass is wanted by the clock once a day, and when
 * something changed that no other pass can find.
 */
export const progressDue = (
  standing: ProgressStanding,
  { at, everyMs, full }: { readonly at: Date; readonly everyMs: number; readonly full: boolean },
): ProgressDue => {
  const { readAt, full: lastFull, interrupted, moved, removed, lost } = standing;
  // A clock that was set back makes nothing wait for the time that it had shown.
  const passed = (since: Date, ms: number): boolean => at < since || at.getTime() - since.getTime() >= ms;

  if (full) return { pass: 'full', because: 'asked' };
  if (interrupted) return { pass: 'full', because: 'interrupted' };
  if (readAt === null || lastFull === null) return { pass: 'full', because: 'first' };
  const stale = moved || readAt > lastFull.at;
  const daily = stale && passed(lastFull.at, dayMs);
  if (!lost && !removed && !moved && !daily) return { pass: null, because: 'unchanged' };
  if (!passed(readAt, everyMs)) return { pass: null, because: 'too-soon' };
  if (passed(lastFull.at, restPerWork * lastFull.durationMs)) {
    if (lost) return { pass: 'full', because: 'lost' };
    if (removed) return { pass: 'full', because: 'removed' };
    if (daily) return { pass: 'full', because: 'daily' };
  }
  return moved && !lost ? { pass: 'changes', because: 'moved' } : { pass: null, because: 'too-soon' };
};
