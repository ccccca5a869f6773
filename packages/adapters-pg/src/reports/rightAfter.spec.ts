import { compareCodePoints } from '@cynow/po-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rightAfter } from './rightAfter.ts';

it.each([
  ['PO-', 'PO.'],
  ['', null],
  ['A\u{10ffff}', 'B'],
  ['\u{10ffff}\u{10ffff}', null],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
])('%j → %j', (beginning, after) => expect(rightAfter(beginning)).toBe(after));

it('parts the texts that begin so from all others', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4 });
  fc.assert(
    fc.property(
      text,
      fc.oneof(
        text,
        text.map((more) => `${more}x`),
      ),
      fc.boolean(),
      (beginning, other, with_) => {
        const each = with_ ? beginning + other : other;
        const end = rightAfter(beginning);
        const inside = compareCodePoints(each, beginning) >= 0 && (end === null || compareCodePoints(each, end) < 0);
        expect(inside).toBe(each.startsWith(beginning));
      },
    ),
  );
});
