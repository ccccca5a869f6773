import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from './pageOf.ts';

const keyOf = (one: string): string => one;

it('leads through all of a list, whatever the size of pages', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 5 }), (all, limit) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = pageOf(all, keyOf, ['users'], { limit, cursor }, 'en');
        if ('problem' in page) throw new Error('refused');
        expect(page.value.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.value.items);
        cursor = page.value.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(all);
    }),
  );
});

it('refuses a cursor of another list, and any other text', () => {
  const wanted = { limit: 1, cursor: undefined };
  const page = pageOf(['a', 'b'], keyOf, ['users'], wanted, 'en');
  const cursor = 'value' in page ? page.value.nextCursor : null;
  expect(cursor).not.toBeNull();
  for (const other of [cursor!, 'a', 'b', 'eyJ9']) {
    expect(pageOf(['a', 'b'], keyOf, ['tokens'], { limit: 1, cursor: other }, 'en')).toMatchObject({
      problem: { kind: 'invalid-request', errors: [{ pointer: '?cursor' }] },
    });
  }
});
