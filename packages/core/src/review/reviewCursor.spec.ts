import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorities } from './priority.ts';
import { readReviewCursor, reviewCursor } from './reviewCursor.ts';

const place = { priority: 'high', since: new Date('2025-11-22T03:00:00.123Z'), id: '0190a' } as const;

describe('a cursor of the review queue', () => {
  it('leads back to its place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...priorities),
        fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.uuid(),
        (priority, since, id) => {
          expect(readReviewCursor(reviewCursor({ priority, since, id }))).toEqual({ priority, since, id });
        },
      ),
    );
  });

  it('may stand in an address as it is', () => {
    expect(reviewCursor(place)).toMatch(/^[\w-]+$/);
  });

  it.each([
    '',
    '.',
    'x',
    'AAAA',
    btoa('null'),
    btoa('["high","yesterday","1"]'),
    btoa('["urgent"]'),
    'ㄱ',
    'A'.repeat(500),
  ])('that is none is told apart: %j', (cursor) => expect(readReviewCursor(cursor)).toBeNull());

  it('reads whatever is typed without failing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => readReviewCursor(text)).not.toThrow();
      }),
    );
  });
});
