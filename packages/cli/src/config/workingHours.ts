import type { WorkingHours } from '@cynow/po-core';
import { clockSpan } from './clockSpan.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const daysOf = (part: string): readonly number[] | null => {
  const [first = '', last = first, ...rest] = part.split(/[-–]/).map((name) => name.trim().toLowerCase());
  const from = weekdays.indexOf(first);
  const to = weekdays.indexOf(last);
  if (from < 0 || to < 0 || rest.length > 0) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7);
};

/** Reads `Mon-Fri 08:00-19:00` or `Mon,Wed,Sat 09:00-18:00`; null when it is none. */
export const workingHours = (text: string): Omit<WorkingHours, 'holidays'> | null => {
  const space = text.trim().lastIndexOf(' ');
  const span = clockSpan(text.trim().slice(space + 1));
  const days = text
    .trim()
    .slice(0, Math.max(0, space))
    .split(',')
    .map((part) => daysOf(part));
  if (span === null || span.from > span.to || !days.every((each) => each !== null)) return null;
  return { weekdays: new Set(days.flat()), ...span };
};
