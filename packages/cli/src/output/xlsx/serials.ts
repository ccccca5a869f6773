import { type Day, isDay } from '@cynow/po-core';

const msOfDay = 86_400_000;
/** Days from 1899-12-30, which Excel's dates since 1900-03-01 count from, to 1970-01-01. */
const epoch1900 = 25_569;
const epoch1904 = 24_107;
/** Before it Excel counts a 29th of February 1900 that never was. */
const firstOfMarch1900 = 61;
/** Asia/Seoul is nine hours ahead of UTC, without summer time since 1988. */
const seoulMs = 9 * 3_600_000;

/** The day as a spreadsheet counts days; null when it cannot. */
export const serialOfDay = (day: Day): number | null => {
  const serial = Date.parse(`${day}T00:00:00Z`) / msOfDay + epoch1900;
  return serial >= firstOfMarch1900 ? serial : null;
};

/** The moment as the clock in Seoul showed it. A spreadsheet knows no time zones. */
export const serialOfMoment = (moment: Date): number => (moment.getTime() + seoulMs) / msOfDay + epoch1900;

/** What a serial number shows, `2025-11-22` or `2025-11-22 21:47:10`; null when it is no date. */
export const dateText = (serial: number, from1904: boolean): string | null => {
  if (!(serial >= (from1904 ? 0 : firstOfMarch1900))) return null;
  const seconds = Math.round(serial * 86_400);
  const moment = new Date((seconds - (from1904 ? epoch1904 : epoch1900) * 86_400) * 1_000);
  if (Number.isNaN(moment.getTime())) return null;
  const [day = '', time = ''] = moment.toISOString().split(/[T.]/);
  if (!isDay(day)) return null;
  return time === '00:00:00' ? day : `${day} ${time}`;
};
