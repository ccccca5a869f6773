import { addDays, type Day, seoulDayOf } from '../document/days.ts';

/** When changes are to be expected: weekdays (0 = Sunday) and minutes of the Asia/Seoul day, holidays excepted. */
export interface WorkingHours {
  readonly weekdays: ReadonlySet<number>;
  readonly from: number;
  readonly to: number;
  readonly holidays: ReadonlySet<Day>;
}

const minute = 60_000;
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00+09:00`);

const spanOf = (hours: WorkingHours, day: Day): readonly [number, number] | null => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (!hours.weekdays.has(weekday) || hours.holidays.has(day)) return null;
  return [startOf(day) + hours.from * minute, startOf(day) + hours.to * minute];
};

/** Whether the instant lies in working hours. */
export const isWorking = (hours: WorkingHours, at: Date): boolean => {
  const span = spanOf(hours, seoulDayOf(at));
  return span !== null && at.getTime() >= span[0] && at.getTime() < span[1];
};

/** Whole working minutes between two instants, counted up to `enough`. */
export const workingMinutes = (hours: WorkingHours, from: Date, to: Date, enough: number): number => {
  let total = 0;
  const lastDay = seoulDayOf(to);
  for (let day = seoulDayOf(from); day <= lastDay && total < enough; day = addDays(day, 1)) {
    const span = spanOf(hours, day);
    if (span === null) continue;
    const overlap = Math.min(span[1], to.getTime()) - Math.max(span[0], from.getTime());
    total += Math.max(0, Math.floor(overlap / minute));
  }
  return Math.min(total, enough);
};

/** The instant at which so many whole working minutes have passed since `from`; null when that is later than `until`. */
export const whenWorked = (hours: WorkingHours, from: Date, until: Date, minutes: number): Date | null => {
  let left = minutes;
  const lastDay = seoulDayOf(until);
  for (let day = seoulDayOf(from); day <= lastDay; day = addDays(day, 1)) {
    const span = spanOf(hours, day);
    if (span === null) continue;
    const begin = Math.max(span[0], from.getTime());
    const worked = Math.max(0, Math.floor((span[1] - begin) / minute));
    if (worked >= left) {
      const instant = begin + left * minute;
      return instant <= until.getTime() ? new Date(instant) : null;
    }
    left -= worked;
  }
  return null;
};
