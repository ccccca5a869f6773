import { describe, expect, it } from 'vitest';
import { isWorking, type WorkingHours, workingMinutes } from './workingHours.ts';

const seoul = (day: number, time: string): Date => new Date(`2025-11-${17 + day}T${time}:00+09:00`);

const hours: WorkingHours = {
  weekdays: new Set([1, 2, 3, 4, 5]),
  from: 8 * 60,
  to: 19 * 60,
  holidays: new Set(['2025-11-19']),
};

describe('working hours', () => {
  it('begin and end by the clock of Seoul, on weekdays that are no holidays', () => {
    const times = [
      [0, '07:59', false],
      [0, '08:00', true],
      [0, '18:59', true],
      [0, '19:00', false],
      [2, '12:00', false],
      [4, '12:00', true],
      [5, '12:00', false],
      [6, '12:00', false],
    ] as const;
    for (const [day, time, working] of times) expect(isWorking(hours, seoul(day, time))).toBe(working);
  });

  it('are counted in whole minutes', () => {
    expect(workingMinutes(hours, seoul(0, '10:00'), seoul(0, '10:30'), 60)).toBe(30);
    expect(workingMinutes(hours, seoul(0, '07:00'), seoul(0, '08:30'), 60)).toBe(30);
    expect(workingMinutes(hours, seoul(0, '18:45'), seoul(0, '23:00'), 60)).toBe(15);
    expect(workingMinutes(hours, new Date(seoul(0, '10:00').getTime() + 1), seoul(0, '10:30'), 60)).toBe(29);
    expect(workingMinutes(hours, seoul(0, '20:00'), seoul(0, '21:00'), 60)).toBe(0);
  });

  it('are counted over nights, weekends and holidays', () => {
    expect(workingMinutes(hours, seoul(0, '18:50'), seoul(1, '08:10'), 60)).toBe(20);
    expect(workingMinutes(hours, seoul(1, '18:50'), seoul(3, '08:10'), 60)).toBe(20);
    expect(workingMinutes(hours, seoul(4, '18:50'), seoul(7, '08:10'), 60)).toBe(20);
    expect(workingMinutes(hours, seoul(0, '00:00'), seoul(7, '00:00'), 100_000)).toBe(4 * 11 * 60);
  });

  it('are counted up to what is asked for', () => {
    expect(workingMinutes(hours, seoul(0, '00:00'), seoul(7, '00:00'), 60)).toBe(60);
  });

  it('are none backwards', () => {
    expect(workingMinutes(hours, seoul(0, '12:00'), seoul(0, '10:00'), 60)).toBe(0);
  });
});
