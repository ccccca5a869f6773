import type { CdcObservation } from '../cdc/CdcObservation.ts';
import type { CdcSettings, DailyPause } from '../cdc/cdcState.ts';
import type { Standstill } from '../cdc/Standstill.ts';
import { type Span, staleSpans } from '../cdc/staleSpans.ts';
import { addDays, type Day, seoulDayOf } from '../document/days.ts';

/** The times that do not count for a reserved number, besides Saturdays and Sundays in Seoul. */
export interface NotCounting {
  readonly holidays: ReadonlySet<Day>;
  readonly pause: DailyPause | null;
  readonly stale: readonly Span[];
}

/** What does not count at a site: holidays, and, where the replication is watched, its pauses and when it was stale. */
export const notCounting = (
  settings: CdcSettings,
  past: readonly Standstill[],
  observation: CdcObservation | null,
): NotCounting => ({
  holidays: settings.workingHours.holidays,
  pause: settings.watch ? settings.pause : null,
  stale: staleSpans(settings, past, observation),
});

type Milliseconds = readonly [from: number, to: number];

const minute = 60_000;
const msOfDay = 24 * 60 * minute;

const without = (spans: readonly Milliseconds[], [from, to]: Milliseconds): readonly Milliseconds[] =>
  spans.flatMap(([start, end]): Milliseconds[] =>
    to <= start || from >= end
      ? [[start, end]]
      : [[start, Math.max(start, from)] as const, [Math.min(end, to), end] as const].filter(([a, b]) => a < b),
  );

const pausesOf = (pause: DailyPause | null): readonly Milliseconds[] => {
  if (pause === null) return [];
  const { from, to } = pause;
  return from <= to
    ? [[from, to]]
    : [
        [0, to],
        [from, 24 * 60],
      ];
};

/** Far more than any number is held for: a site whose every day is a holiday must not keep us here. */
const longestDays = 3660;

/** The spans that count from `from` on, in order. */
function* countingSpans(from: Date, { holidays, pause, stale }: NotCounting): Generator<Milliseconds> {
  const first = seoulDayOf(from);
  for (let i = 0; i < longestDays; i += 1) {
    const day = addDays(first, i);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6 || holidays.has(day)) continue;
    const start = Date.parse(`${day}T00:00:00+09:00`);
    let spans: readonly Milliseconds[] = [[Math.max(start, from.getTime()), start + msOfDay]];
    for (const [a, b] of pausesOf(pause)) spans = without(spans, [start + a * minute, start + b * minute]);
    for (const span of stale) spans = without(spans, [span.from.getTime(), span.to.getTime()]);
    yield* spans;
  }
}

/** The milliseconds between two instants that count. */
export const countedMs = (from: Date, to: Date, not: NotCounting): number => {
  let counted = 0;
  for (const [start, end] of countingSpans(from, not)) {
    if (start >= to.getTime()) break;
    counted += Math.min(end, to.getTime()) - start;
  }
  return counted;
};

/** The instant at which so many milliseconds have counted since `from`. */
export const whenCounted = (from: Date, ms: number, not: NotCounting): Date => {
  let left = ms;
  let last = from.getTime();
  for (const [start, end] of countingSpans(from, not)) {
    if (end - start >= left) return new Date(start + left);
    left -= end - start;
    last = end;
  }
  return new Date(last);
};
