import { describe, expect, it } from 'vitest';
import { allFound, altered, changeSince, type Mark, traceAfterAll } from './Mark.ts';

const before: Mark = {
  table: '16384/16390',
  inserted: '1000',
  updated: '20',
  deleted: '3',
  horizon: '700',
  next: '705',
  tail: 12,
};
const now = (given: Partial<Mark>): Mark => ({ ...before, next: '710', ...given });
const trace = traceAfterAll(before, before.deleted, 0);
const change = (given: Partial<Mark>) => changeSince(trace, now(given));

describe('the counters tell', () => {
  it('that nothing changed', () => {
    expect(change({})).toEqual({ lost: false, moved: false, removed: false });
  });

  it('that rows came, were altered, or went', () => {
    expect(change({ inserted: '1001' })).toEqual({ lost: false, moved: true, removed: false });
    expect(change({ updated: '21' })).toEqual({ lost: false, moved: true, removed: false });
    expect(change({ deleted: '4' })).toEqual({ lost: false, moved: true, removed: true });
  });

  it('that rows went before the last pass, which only a full one can tell of', () => {
    expect(changeSince({ ...trace, last: now({ deleted: '4' }) }, now({ deleted: '4' }))).toEqual({
      lost: false,
      moved: false,
      removed: true,
    });
  });
});

describe('the trace is lost', () => {
  it.each<[string, Partial<Mark>]>([
    ['another table has come in its place', { table: '17000/17000' }],
    ['the table was written anew', { table: '16384/18000' }],
    ['the table leaves none', { table: null }],
    ['the counters were reset', { inserted: '0', updated: '0', deleted: '0' }],
    ['the server is another one', { next: '600', horizon: '600' }],
    ['transactions cannot be compared any more', { next: '2147484348' }],
  ])('when %s', (_, given) => {
    expect(change(given).lost).toBe(true);
  });

  it('not a transaction earlier', () => {
    expect(change({ next: '2147484347' }).lost).toBe(false);
  });
});

it('all is found when there are as many new rows as were inserted', () => {
  expect(allFound(trace, now({ inserted: '1002' }), 1)).toBe(false);
  expect(allFound(trace, now({ inserted: '1002' }), 2)).toBe(true);
  expect(allFound(trace, now({ inserted: '1002' }), 3)).toBe(true);
  expect(altered(trace, now({ inserted: '1002' }))).toBe(false);
  expect(altered(trace, now({ updated: '21' }))).toBe(true);
});
