/**
 * Seoul wall-clock time as plain numbers: days since 1970-01-01 and seconds since its midnight, without any zone. The
 * source stores wall-clock times, so nothing here may convert one.
 */
export const secondsPerDay = 86_400;
const millisecondsPerDay = 86_400_000;

/** Number of a `YYYY-MM-DD` day, or null when there is no such day. */
export const parseDay = (text: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return null;
  const day = milliseconds / millisecondsPerDay;
  return dayText(day) === text ? day : null;
};

/** Seconds of a `YYYY-MM-DD HH:MM:SS` time, or null when there is no such time. */
export const parseTime = (text: string): number | null => {
  const day = parseDay(text.slice(0, 10));
  const clock = /^ ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(text.slice(10));
  if (day === null || clock === null) return null;
  return day * secondsPerDay + Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
};

export const dayOf = (seconds: number): number => Math.floor(seconds / secondsPerDay);

/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (day + 4) % 7;

export const dateParts = (
  day: number,
): { readonly year: number; readonly month: number; readonly dayOfYear: number } => {
  const date = new Date(day * millisecondsPerDay);
  const year = date.getUTCFullYear();
  return { year, month: date.getUTCMonth() + 1, dayOfYear: day - Date.UTC(year, 0, 1) / millisecondsPerDay + 1 };
};

// Ten million time stamps are written from at most some ten thousand days: the texts of days and clock times are kept.
const dayTexts = new Map<number, string>();
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
const clockTexts = Array.from({ length: 1440 }, (_, minute) => ` ${two(Math.floor(minute / 60))}:${two(minute % 60)}:`);

/** `YYYY-MM-DD` of a day. */
export const dayText = (day: number): string => {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
  dayTexts.set(day, text);
  return text;
};

/** `YYYY-MM-DD HH:MM:SS` of whole seconds. */
export const timeText = (seconds: number): string => {
  const day = Math.floor(seconds / secondsPerDay);
  const inDay = seconds - day * secondsPerDay;
  const minute = Math.floor(inDay / 60);
  return dayText(day) + clockTexts[minute] + two(inDay - minute * 60);
};
