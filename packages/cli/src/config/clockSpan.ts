const pattern = /^(\d{2}):(\d{2})\s*[-–~]\s*(\d{2}):(\d{2})$/;

/** A span of the day in minutes. */
export interface ClockSpan {
  readonly from: number;
  readonly to: number;
}

const minuteOf = (hours: string, minutes: string): number | null => {
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && minute <= 24 * 60 ? minute : null;
};

/** Reads `01:50-02:30`; the end may be `24:00`, and before the beginning. Null when it is no span. */
export const clockSpan = (text: string): ClockSpan | null => {
  const [, fromHours = '', fromMinutes = '', toHours = '', toMinutes = ''] = pattern.exec(text.trim()) ?? [];
  if (fromHours === '') return null;
  const from = minuteOf(fromHours, fromMinutes);
  const to = minuteOf(toHours, toMinutes);
  return from === null || to === null || from === to || from === 24 * 60 ? null : { from, to };
};
