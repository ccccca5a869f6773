import { describe, expect, it } from 'vitest';
import { type CdcObservation, observed } from './CdcObservation.ts';
import { type CdcSettings, cdcFreshness, inPause } from './cdcState.ts';

/** A time of the week of Monday 2025-11-17 in Seoul. */
const seoul = (day: number, time: string): Date => new Date(`2025-11-${17 + day}T${time}:00+09:00`);

const settings: CdcSettings = {
  watch: true,
  pause: { from: 110, to: 150 },
  workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 8 * 60, to: 19 * 60, holidays: new Set() },
};

const changedAt = (at: Date, lastAt = at): CdcObservation => ({
  counter: '7',
  firstAt: seoul(-7, '00:00'),
  lastAt,
  changedAt: at,
});

describe('looks at the change counter', () => {
  it('remember the first and the last look, and the last that found a change', () => {
    const first = observed(null, '5', seoul(0, '09:00'));
    expect(first).toEqual({
      counter: '5',
      firstAt: seoul(0, '09:00'),
      lastAt: seoul(0, '09:00'),
      changedAt: null,
    });
    const same = observed(first, '5', seoul(0, '09:01'));
    expect(same).toEqual({ ...first, lastAt: seoul(0, '09:01') });
    const changed = observed(same, '6', seoul(0, '09:02'));
    expect(changed).toEqual({
      counter: '6',
      firstAt: seoul(0, '09:00'),
      lastAt: seoul(0, '09:02'),
      changedAt: seoul(0, '09:02'),
    });
    expect(observed(changed, '6', seoul(0, '09:03'))).toMatchObject({ changedAt: seoul(0, '09:02') });
    // A counter that starts again is a change, too.
    expect(observed(changed, '0', seoul(0, '09:03'))).toMatchObject({ changedAt: seoul(0, '09:03') });
  });
});

describe('the replication', () => {
  const state = (observation: CdcObservation | null, at: Date, given: Partial<CdcSettings> = {}): string =>
    cdcFreshness(observation, { ...settings, ...given }, at).state;

  it('is live while changes arrive', () => {
    expect(state(changedAt(seoul(0, '10:00')), seoul(0, '10:59'))).toBe('live');
    expect(state(changedAt(seoul(5, '22:00')), seoul(5, '22:59'))).toBe('live');
  });

  it('is stale after 60 minutes of working hours without a change', () => {
    expect(state(changedAt(seoul(0, '10:00')), seoul(0, '11:00'))).toBe('stale');
    expect(state(changedAt(seoul(0, '18:30')), seoul(1, '08:29'))).toBe('live');
    expect(state(changedAt(seoul(0, '18:30')), seoul(1, '08:30'))).toBe('stale');
  });

  it('is live in the first hour of work after a quiet night', () => {
    expect(state(changedAt(seoul(0, '20:00')), seoul(1, '08:59'))).toBe('live');
    expect(state(changedAt(seoul(0, '20:00')), seoul(1, '09:00'))).toBe('stale');
  });

  it('is quiet without a change outside working hours', () => {
    expect(state(changedAt(seoul(0, '18:30')), seoul(0, '20:00'))).toBe('quiet');
    expect(state(changedAt(seoul(4, '18:59')), seoul(6, '12:00'))).toBe('quiet');
    expect(state(changedAt(seoul(0, '19:00')), seoul(0, '20:00'))).toBe('quiet');
  });

  it('is quiet on a holiday', () => {
    const workingHours = { ...settings.workingHours, holidays: new Set(['2025-11-18']) };
    expect(state(changedAt(seoul(0, '18:30')), seoul(1, '12:00'), { workingHours })).toBe('quiet');
    expect(state(changedAt(seoul(0, '18:30')), seoul(2, '08:30'), { workingHours })).toBe('stale');
  });

  it('is paused inside the daily pause, whatever was seen', () => {
    expect(state(changedAt(seoul(1, '01:00')), seoul(1, '01:50'))).toBe('paused');
    expect(state(null, seoul(1, '02:29'))).toBe('paused');
    expect(state(changedAt(seoul(1, '01:00')), seoul(1, '02:30'))).toBe('quiet');
    expect(state(changedAt(seoul(1, '01:00')), seoul(1, '02:00'), { pause: null })).toBe('quiet');
  });

  it('is unknown with fewer than two looks, or when it is not watched', () => {
    expect(state(null, seoul(0, '10:00'))).toBe('unknown');
    expect(state(observed(null, '5', seoul(0, '10:00')), seoul(0, '10:00'))).toBe('unknown');
    expect(state(changedAt(seoul(0, '10:00')), seoul(1, '02:00'), { watch: false })).toBe('unknown');
  });

  it('that never changed counts from the first look', () => {
    const twice = observed(observed(null, '5', seoul(0, '10:00')), '5', seoul(0, '10:59'));
    expect(state(twice, seoul(0, '10:59'))).toBe('live');
    expect(state(twice, seoul(0, '11:00'))).toBe('stale');
    expect(cdcFreshness(twice, settings, seoul(0, '11:00')).lastChangeAt).toBeNull();
  });

  it('tells when it last changed', () => {
    expect(cdcFreshness(changedAt(seoul(0, '10:00')), settings, seoul(0, '12:00'))).toEqual({
      state: 'stale',
      lastChangeAt: seoul(0, '10:00'),
    });
    expect(cdcFreshness(null, settings, seoul(0, '12:00')).lastChangeAt).toBeNull();
  });
});

describe('the daily pause', () => {
  it('begins with its first minute and ends before its last', () => {
    const pause = { from: 110, to: 150 };
    const times = ['01:49', '01:50', '02:29', '02:30'];
    expect(times.map((time) => inPause(pause, seoul(0, time)))).toEqual([false, true, true, false]);
  });

  it('may reach over midnight', () => {
    const pause = { from: 23 * 60 + 50, to: 20 };
    const times = ['23:49', '23:50', '00:00', '00:19', '00:20', '12:00'];
    expect(times.map((time) => inPause(pause, seoul(0, time)))).toEqual([false, true, true, true, false, false]);
  });
});
