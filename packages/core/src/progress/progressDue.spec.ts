import { describe, expect, it } from 'vitest';
import type { ProgressStanding } from '../ports/ProgressStore.ts';
import { type ProgressDue, progressDue } from './progressDue.ts';

const minute = 60_000;
const at = (minutes: number): Date => new Date(Date.UTC(2025, 10, 22, 3) + minutes * minute);

/** A full pass of 30 s was made at 0; nothing has changed since. */
const quiet: ProgressStanding = {
  readAt: at(0),
  full: { at: at(0), durationMs: 30_000 },
  interrupted: false,
  moved: false,
  removed: false,
  lost: false,
};
const none: ProgressStanding = { ...quiet, readAt: null, full: null };

const due = (standing: Partial<ProgressStanding>, minutes: number, full = false): ProgressDue =>
  progressDue({ ...quiet, ...standing }, { at: at(minutes), everyMs: 5 * minute, full });

const no = (because: 'unchanged' | 'too-soon'): ProgressDue => ({ pass: null, because });

describe('a pass is due', () => {
  it('at once when there was none, when one was interrupted, and when it is asked for', () => {
    expect(due(none, 0)).toEqual({ pass: 'full', because: 'first' });
    expect(due({ ...none, interrupted: true }, 0)).toEqual({ pass: 'full', because: 'interrupted' });
    expect(due({ interrupted: true }, 0)).toEqual({ pass: 'full', because: 'interrupted' });
    expect(due({}, 0, true)).toEqual({ pass: 'full', because: 'asked' });
  });

  it('when something moved, after its time', () => {
    expect(due({ moved: true }, 4.9)).toEqual(no('too-soon'));
    expect(due({ moved: true }, 5)).toEqual({ pass: 'changes', because: 'moved' });
    expect(due({}, 60)).toEqual(no('unchanged'));
  });

  it('over everything when rows were removed or the trace is lost, for a twentieth of the time at most', () => {
    expect(due({ moved: true, removed: true }, 9.9)).toEqual({ pass: 'changes', because: 'moved' });
    expect(due({ removed: true }, 9.9)).toEqual(no('too-soon'));
    expect(due({ removed: true }, 10)).toEqual({ pass: 'full', because: 'removed' });
    expect(due({ moved: true, lost: true }, 9.9)).toEqual(no('too-soon'));
    expect(due({ lost: true, removed: true }, 10)).toEqual({ pass: 'full', because: 'lost' });
    const slow = { at: at(0), durationMs: 60 * minute };
    expect(due({ removed: true, full: slow }, 1199)).toEqual(no('too-soon'));
    expect(due({ removed: true, full: slow }, 1200)).toEqual({ pass: 'full', because: 'removed' });
  });

  it('over everything once a day, when anything changed since', () => {
    const day = 24 * 60;
    expect(due({ moved: true }, day)).toEqual({ pass: 'full', because: 'daily' });
    expect(due({ readAt: at(60) }, day)).toEqual({ pass: 'full', because: 'daily' });
    expect(due({ readAt: at(60) }, day - 1)).toEqual(no('unchanged'));
    expect(due({}, day)).toEqual(no('unchanged'));
  });

  it('also after the clock was set back', () => {
    expect(due({ moved: true }, -600)).toEqual({ pass: 'full', because: 'daily' });
  });
});
