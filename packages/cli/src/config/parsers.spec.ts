import { describe, expect, it } from 'vitest';
import { clockSpan } from './clockSpan.ts';
import { secretsOf, targetOf, withoutPassword } from './databaseUrl.ts';
import { durationMs } from './duration.ts';
import { holidays } from './holidays.ts';
import { nearest } from './nearest.ts';
import { roleMap } from './roleMap.ts';
import { workingHours } from './workingHours.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['30 s', 30_000],
    ['30s', 30_000],
    ['5 min', 300_000],
    ['1h', 3_600_000],
  ])('%s', (text, ms) => expect(durationMs(text)).toBe(ms));
  it.each(['30', '', 's', '-5 s', '0 s', '5 days', '1.5 h'])('%j is none', (text) => expect(durationMs(text)).toBeNull());
});

describe('a span of the day', () => {
  it('is in minutes, may reach over midnight, and to its end', () => {
    expect(clockSpan('01:50-02:30')).toEqual({ from: 110, to: 150 });
    expect(clockSpan('23:30–00:30')).toEqual({ from: 1_410, to: 30 });
    expect(clockSpan('08:00 - 24:00')).toEqual({ from: 480, to: 1_440 });
  });
  it.each(['', '1:50-2:30', '01:60-02:00', '25:00-26:00', '01:00-01:00', '24:00-01:00', '01:00'])('%j is none', (text) =>
    expect(clockSpan(text)).toBeNull(),
  );
});

describe('working hours', () => {
  it('are weekdays and a span', () => {
    expect(workingHours('Mon-Fri 08:00-19:00')).toEqual({ weekdays: new Set([1, 2, 3, 4, 5]), from: 480, to: 1_140 });
    expect(workingHours('mon,Wed,sat 09:00–18:00')?.weekdays).toEqual(new Set([1, 3, 6]));
    expect(workingHours('Sat-Mon 00:00-24:00')?.weekdays).toEqual(new Set([6, 0, 1]));
    expect(workingHours('Mon–Fri 08:00–19:00')?.weekdays.size).toBe(5);
  });
  it.each(['', 'Mon-Fri', '08:00-19:00', 'Mon-Fri 19:00-08:00', 'Mo-Fr 08:00-19:00', 'Mon-Wed-Fri 08:00-19:00'])(
    '%j are none',
    (text) => expect(workingHours(text)).toBeNull(),
  );
});

describe('a role map', () => {
  it('says whose role is which', () => {
    expect(roleMap('superuser=admin, group:CYNOW Editors=editor,*=viewer')).toEqual([
      { who: 'superuser', role: 'admin' },
      { who: { group: 'CYNOW Editors' }, role: 'editor' },
      { who: '*', role: 'viewer' },
    ]);
  });
  it.each(['', 'superuser', 'superuser=boss', 'group:=editor', 'somebody=viewer', 'staff=editor,'])('%j is none', (text) =>
    expect(roleMap(text)).toBeNull(),
  );
});

it('holidays are days, a line each, with comments; other lines are named', () => {
  const text = '\uFEFF# 2026\r\n2026-01-01 # 신정\r\n\r\n2026-13-01\n설날\n2026-03-01\n';
  expect(holidays(text)).toEqual({
    days: new Set(['2026-01-01', '2026-03-01']),
    badLines: [
      { line: 4, text: '2026-13-01' },
      { line: 5, text: '설날' },
    ],
  });
});

describe('a database address', () => {
  it('leads to a database, a host and a port', () => {
    expect(targetOf('postgres://u:p@db.plant:6432/cycy_db')).toEqual({ database: 'cycy_db', host: 'db.plant', port: 6432 });
    expect(targetOf('postgresql://u@h/%ED%95%9C')).toEqual({ database: '한', host: 'h', port: 5432 });
    expect(targetOf('postgres:///po?host=/run/postgresql')).toEqual({ database: 'po', host: '/run/postgresql', port: 5432 });
  });
  it.each(['', 'cycy_db', 'mysql://h/db', 'postgres://h', 'postgres:///db', 'postgres://h/%E0%A4%A'])('%j is none', (url) =>
    expect(targetOf(url)).toBeNull(),
  );
  it('is shown without its password, wherever that stands', () => {
    expect(withoutPassword('postgres://u:geheim@h/db')).toBe('postgres://u:***@h/db');
    expect(withoutPassword('postgres://u@h/db?password=geheim')).not.toContain('geheim');
    expect(withoutPassword('geheim')).toBe('***');
  });
  it('has its password as a secret, as written and as meant', () => {
    expect(secretsOf('postgres://u:p%40ss@h/db')).toEqual(expect.arrayContaining(['p%40ss', 'p@ss']));
    expect(secretsOf('not an address: geheim')).toEqual(['not an address: geheim']);
  });
});

it('the word that was probably meant is a near one', () => {
  const known = ['dry-run', 'days', 'since', 'until', 'limit'];
  expect(nearest('dryrun', known)).toBe('dry-run');
  expect(nearest('snice', known)).toBe('since');
  expect(nearest('Limit', known)).toBe('limit');
  expect(nearest('colour', known)).toBeNull();
  expect(nearest('x', [])).toBeNull();
});
