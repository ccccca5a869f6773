import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCursor, momentCursor, readListCursor, readMomentCursor, readNumberCursor } from './listCursor.ts';

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((each) => !each.includes('\0') && each.isWellFormed());
const place = fc.array(text, { maxLength: 3 });
const list = fc.array(fc.oneof(text, fc.constant(null), fc.boolean()), { maxLength: 3 });

describe('a cursor', () => {
  it('means the place that it was written for, in its list only', () => {
    fc.assert(
      fc.property(list, list, place, (one, other, at) => {
        const cursor = listCursor(one, at);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readListCursor(one, cursor)).toEqual(at);
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(readListCursor(other, cursor)).toBeNull();
      }),
    );
  });

  it('is no other text, nor one that looks nearly like it', () => {
    const spoilt = fc.record({ at: place, cut: fc.nat(60), with: fc.constantFrom('', 'A', '=', ' ', '%', '\n', '가') });
    fc.assert(
      fc.property(list, fc.string({ unit: 'binary' }), spoilt, (one, any, { at, cut, with: more }) => {
        expect(readListCursor(one, any)).toBeNull();
        const cursor = listCursor(one, at);
        const changed = `${cursor.slice(0, cut)}${more}${cursor.slice(cut + 1)}`;
        const read = readListCursor(one, changed);
        // What is changed within the place may be another place, written as we write it.
        if (changed !== cursor && read !== null) expect(listCursor(one, read)).toBe(changed);
      }),
    );
  });

  it.each(['', 'x', 'W10', 'bnVsbA', 'e30', 'WzFd', '%25', '__proto__'])('%j is none', (cursor) => {
    expect(readListCursor(['customers', null], cursor)).toBeNull();
  });

  it('means a number where places are numbers, and nothing where they are not', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_999_999 }), text, (number, other) => {
        expect(readNumberCursor(['audit'], listCursor(['audit'], [String(number)]))).toBe(number);
        expect(readNumberCursor(['decisions'], listCursor(['audit'], [String(number)]))).toBeNull();
        expect(readNumberCursor(['audit'], String(number))).toBeNull();
        fc.pre(!/^\d+$/.test(other));
        expect(readNumberCursor(['audit'], listCursor(['audit'], [other]))).toBeNull();
      }),
    );
    for (const place of [[], [''], ['-1'], ['01'], ['1e3'], ['1.5'], ['１'], ['9'.repeat(16)]]) {
      expect(readNumberCursor(['audit'], listCursor(['audit'], place))).toBeNull();
    }
  });

  it('means a moment and an address where places are those, and nothing where they are not', () => {
    const moment = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, text, (at, id) => {
        const cursor = momentCursor(['runs'], { at, id });
        expect(readMomentCursor(['runs'], cursor)).toEqual({ at, id });
        expect(readMomentCursor(['run-requests'], cursor)).toBeNull();
        expect(readMomentCursor(['runs'], listCursor(['runs'], [id, at.toISOString()]))).toBeNull();
      }),
    );
    const at = '2025-11-22T03:00:00.000Z';
    const places = [[], [at], [at, 'a', 'b'], ['', 'a'], ['2025-11-22', 'a'], ['2025-02-30T03:00:00.000Z', 'a']];
    const odd = ['now', '0', '2025-11-22T03:00:00Z', '2025-11-22T12:00:00.000+09:00', '+275760-09-13T00:00:00.000Z'];
    for (const place of [...places, ...odd.map((each) => [each, 'a'])]) {
      expect([place, readMomentCursor(['runs'], listCursor(['runs'], place))]).toEqual([place, null]);
    }
  });

  it('names nothing that a store cannot compare', () => {
    expect(readListCursor([], listCursor([], ['a\0b']))).toBeNull();
    expect(readListCursor([], listCursor([], ['\ud800']))).toBeNull();
  });
});
