/** A calendar day of Asia/Seoul, `YYYY-MM-DD`. */
export type Day = string;

const dayPrefix = /^(\d{4}-\d{2}-\d{2})(?:[ T][^B]*)?$/;

/** The day of a wall-clock timestamp `YYYY-MM-DD hh:mm:ss…`; null for none, infinity, years before 1 or after 9999. */
export const dayOf = (timestamp: string | null): Day | null =>
  timestamp === null ? null : (dayPrefix.exec(timestamp)?.[1] ?? null);

const earliest = '1990-01-01';
const latest = '2100-12-31';

/** Whether somebody can have meant the day: what is outside 1990–2100 is a typing error or a filler. */
export const isPlausibleDay = (day: Day): boolean => day >= earliest && day <= latest;

const plausible = (day: Day | null): Day | null => (day !== null && isPlausibleDay(day) ? day : null);

/**
 * The day that a document counts for: the day of `ORDER_DATE`, else of `ADD_DATETIME`, else null. A day outside
 * 1990–2100 is a typing error or a filler of the source and counts as null.
 */
export const effectiveDate = (orderDate: string | null, addDatetime: string | null): Day | null =>
  plausible(dayOf(orderDate)) ?? plausible(dayOf(addDatetime));

const seoulDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Seoul',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The Asia/Seoul day of an instant. */
export const seoulDayOf = (instant: Date): Day => seoulDay.format(instant);

/** `days` days later (earlier when negative). */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whether the text is a day that exists, from year 1 on: no calendar of a store has a year 0. */
export const isDay = (x: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(x) || x < '0001') return false;
  const instant = Date.parse(`${x}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === x;
};
