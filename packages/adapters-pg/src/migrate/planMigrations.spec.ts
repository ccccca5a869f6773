import { describe, expect, it } from 'vitest';
import { migrationChecksum } from './Migration.ts';
import { planMigrations } from './planMigrations.ts';
import { schemaNameProblem } from './schemaNameProblem.ts';

const migrations = [1, 2, 3].map((number) => ({ number, name: `m${number}`, sql: `-- ${number}` }));
const [first, second, third] = migrations;

const applied = (number: number, sql = `-- ${number}`) => ({
  number,
  name: `m${number}`,
  checksum: migrationChecksum({ number, name: '', sql }),
  appliedAt: new Date(0),
});

describe('the plan', () => {
  it('is everything, in order, for an empty database', () => {
    expect(planMigrations([...migrations].reverse(), [])).toEqual({
      pending: migrations,
      unknown: [],
      changed: [],
      outOfOrder: [],
    });
  });

  it('is the rest, half way', () => {
    expect(planMigrations(migrations, [applied(1)])).toMatchObject({ pending: [second, third], outOfOrder: [] });
  });

  it('is nothing when all is applied', () => {
    expect(planMigrations(migrations, [applied(1), applied(2), applied(3)]).pending).toEqual([]);
  });

  it('names what a newer release applied', () => {
    expect(planMigrations([first!], [applied(1), applied(2)]).unknown).toEqual([applied(2)]);
  });

  it('names what was applied with another text, be it one character', () => {
    expect(planMigrations(migrations, [applied(1, '-- 1 '), applied(2)]).changed).toEqual([applied(1, '-- 1 ')]);
  });

  it('names what was left out', () => {
    expect(planMigrations(migrations, [applied(1), applied(3)])).toMatchObject({
      pending: [second],
      outOfOrder: [second],
    });
  });
});

describe('the name of our schema', () => {
  it.each(['po', 'PO', 'po_rehearsal', '수주 관리', 'po"; drop schema x', 'a'.repeat(63), '가'.repeat(21)])(
    'may be %s',
    (name) => {
      expect(schemaNameProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ['', 'empty'],
    ['public', 'reserved'],
    ['information_schema', 'reserved'],
    ['pg_catalog', 'reserved'],
    ['pg_po', 'reserved'],
    ['a'.repeat(64), 'too-long'],
    ['가'.repeat(22), 'too-long'],
    ['po\0', 'control-character'],
    ['po\n', 'control-character'],
  ])('may not be %j', (name, problem) => {
    expect(schemaNameProblem(name)).toBe(problem);
  });
});
