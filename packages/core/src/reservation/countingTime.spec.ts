import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CdcObservation, observed } from '../cdc/CdcObservation.ts';
import { type CdcSettings, cdcFreshness, inPause } from '../cdc/cdcState.ts';
import { type Standstill, standstillEnded } from '../cdc/Standstill.ts';
import { tries } from '../testing/tries.ts';
import { countedMs, type NotCounting, notCounting, whenCounted } from './countingTime.ts';

/** A time of the week of Monday 2025-11-17 in Seoul. */
const seoul = (day: number, time: string): Date =>
  new Date(Date.parse(`2025-11-17T${time}:00+09:00`) + day * 86_400_000);
const hours = (n: number): number => n * 3_600_000;
const always: NotCounting = { holidays: new Set(), pause: null, stale: [] };

describe('the time that a number is held for', () => {
  it('is 48 hours by the clock, nights included, within the week', () => {
    expect(whenCounted(seoul(0, '09:30'), hours(48), always)).toEqual(seoul(2, '09:30'));
  });

  it('leaves out weekends, from midnight to midnight in Seoul', () => {
    expect(whenCounted(seoul(3, '15:00'), hours(48), always)).toEqual(seoul(7, '15:00'));
    expect(whenCounted(seoul(5, '12:00'), hours(48), always)).toEqual(seoul(9, '00:00'));
    expect(whenCounted(seoul(2, '00:00'), hours(72), always)).toEqual(seoul(5, '00:00'));
    expect(countedMs(seoul(4, '23:00'), seoul(7, '01:00'), always)).toBe(hours(2));
  });

  it('leaves out listed holidays', () => {
    const not = { ...always, holidays: new Set(['2025-11-19']) };
    expect(whenCounted(seoul(1, '12:00'), hours(48), not)).toEqual(seoul(4, '12:00'));
  });

  it('leaves out the daily pause, also one that reaches over midnight', () => {
    const nightly = { ...always, pause: { from: 110, to: 150 } };
    expect(whenCounted(seoul(0, '12:00'), hours(48), nightly)).toEqual(seoul(2, '13:20'));
    expect(whenCounted(seoul(0, '01:50'), hours(1), nightly)).toEqual(seoul(0, '03:30'));
    const overMidnight = { ...always, pause: { from: 23 * 60, to: 60 } };
    expect(whenCounted(seoul(0, '22:00'), hours(2), overMidnight)).toEqual(seoul(1, '02:00'));
  });

  it('leaves out when the data was stale', () => {
    const not = { ...always, stale: [{ from: seoul(0, '11:00'), to: seoul(0, '16:00') }] };
    expect(whenCounted(seoul(0, '10:00'), hours(48), not)).toEqual(seoul(2, '15:00'));
    expect(whenCounted(seoul(0, '12:00'), hours(48), not)).toEqual(seoul(2, '16:00'));
    expect(countedMs(seoul(0, '10:00'), seoul(0, '17:00'), not)).toBe(hours(2));
  });

  it('never ends where no day counts, and we come back all the same', () => {
    const not = { ...always, pause: { from: 0, to: 24 * 60 } };
    expect(whenCounted(seoul(0, '10:00'), hours(48), not)).toEqual(seoul(0, '10:00'));
    expect(countedMs(seoul(0, '10:00'), seoul(7, '10:00'), not)).toBe(0);
  });
});

const settings: CdcSettings = {
  watch: true,
  pause: { from: 110, to: 150 },
  workingHours: {
    weekdays: new Set([1, 2, 3, 4, 5]),
    from: 8 * 60,
    to: 19 * 60,
    holidays: new Set(['2025-11-20', '2025-11-25']),
  },
};

/** Looks at these minutes after the beginning, each finding a change or not, as the monitor remembers them. */
const looked = (begin: Date, looks: readonly { readonly minute: number; readonly change: boolean }[]) => {
  let observation: CdcObservation | null = null;
  let counter = 0;
  const past: Standstill[] = [];
  for (const { minute, change } of looks) {
    if (change) counter += 1;
    const next = observed(observation, String(counter), new Date(begin.getTime() + minute * 60_000));
    const ended = standstillEnded(observation, next);
    if (ended !== null) past.push(ended);
    observation = next;
  }
  return { observation, past };
};

describe('what does not count', () => {
  const everyMinute = (changes: (minute: number) => boolean, minutes: number) =>
    looked(
      seoul(0, '00:00'),
      Array.from({ length: minutes }, (_, minute) => ({ minute, change: changes(minute) })),
    );

  it('is the time from the 60th working minute without a change to the next change', () => {
    const { observation, past } = everyMinute((minute) => minute < 600 || minute >= 900, 1000);
    expect(notCounting(settings, past, observation).stale).toEqual([
      { from: seoul(0, '10:59'), to: seoul(0, '15:00') },
    ]);
  });

  it('is the time until now while nothing has come yet', () => {
    const { observation, past } = everyMinute((minute) => minute < 600, 720);
    expect(notCounting(settings, past, observation).stale).toEqual([
      { from: seoul(0, '10:59'), to: seoul(0, '11:59') },
    ]);
  });

  it('is not a quiet night, nor the time between two looks of which the second found a change', () => {
    const night = everyMinute((minute) => minute < 1140 || minute >= 1940, 1950);
    expect(notCounting(settings, night.past, night.observation).stale).toEqual([]);
    const seldom = looked(seoul(0, '09:00'), [
      { minute: 0, change: false },
      { minute: 1, change: true },
      { minute: 300, change: true },
    ]);
    expect(notCounting(settings, seldom.past, seldom.observation).stale).toEqual([]);
  });

  it('is only weekends and holidays where the replication is not watched', () => {
    const { observation, past } = everyMinute((minute) => minute < 600 || minute >= 900, 1000);
    expect(notCounting({ ...settings, watch: false }, past, observation)).toEqual({
      holidays: settings.workingHours.holidays,
      pause: null,
      stale: [],
    });
  });
});

const daysOfTest = 16;
const beginArb = fc.integer({ min: 0, max: 5 * 24 * 60 });
const looksArb = fc
  .uniqueArray(fc.integer({ min: 0, max: daysOfTest * 24 * 60 }), { minLength: 2, maxLength: 60 })
  .chain((minutes) =>
    fc.tuple(
      fc.constant(minutes.toSorted((a, b) => a - b)),
      fc.array(fc.boolean(), { minLength: minutes.length, maxLength: minutes.length }),
    ),
  )
  .map(([minutes, changes]) => minutes.map((minute, i) => ({ minute, change: changes[i] ?? false })));

/**
 * Whether the source was stale at a minute, by what looks showed: a look at it or later, before the next change, found it
 * stale, and so would every look between that one and the 60th working minute.
 */
const isStaleAt = (at: Date, standstills: readonly Standstill[]): boolean =>
  standstills.some(({ from, lastLookAt, to }) => {
    if (at < from || at >= to) return false;
    const stateAt = (look: Date) =>
      cdcFreshness(
        { counter: '0', firstAt: new Date(from.getTime() - 1), lastAt: look, changedAt: from },
        { ...settings, pause: null },
        look,
      ).state;
    return stateAt(lastLookAt) === 'stale' && stateAt(at) === 'stale';
  });

const weekend = new Set(['Sat', 'Sun']);
const dayName = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Seoul', weekday: 'short' });
const dayText = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul', dateStyle: 'short' });

describe('expiry in business time', () => {
  it('agrees with counting minute by minute', () => {
    fc.assert(
      fc.property(beginArb, fc.integer({ min: 1, max: 72 }), looksArb, (begin, held, looks) => {
        const start = seoul(0, '00:00');
        const { observation, past } = looked(start, looks);
        const not = notCounting(settings, past, observation);
        const from = new Date(start.getTime() + begin * 60_000);
        const current: readonly Standstill[] =
          observation === null
            ? []
            : [
                {
                  from: observation.changedAt ?? observation.firstAt,
                  lastLookAt: observation.lastAt,
                  to: observation.lastAt,
                },
              ];
        let minute = from.getTime();
        let left = held * 60;
        while (left > 0) {
          const at = new Date(minute);
          const counts =
            !weekend.has(dayName.format(at)) &&
            !settings.workingHours.holidays.has(dayText.format(at)) &&
            !inPause(settings.pause!, at) &&
            !isStaleAt(at, [...past, ...current]);
          if (counts) left -= 1;
          minute += 60_000;
        }
        expect(whenCounted(from, hours(held), not)).toEqual(new Date(minute));
        expect(countedMs(from, new Date(minute), not)).toBe(hours(held));
      }),
      tries(0.25),
    );
  });
});
