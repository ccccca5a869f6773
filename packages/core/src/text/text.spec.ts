import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { shown } from './shown.ts';
import { text } from './text.ts';

describe('text', () => {
  it.each([
    ['ＫＦ００１', 'KF001'],
    ['ｶﾞｽ', 'ガス'],
    ['한글'.normalize('NFD'), '한글'],
    ['①', '1'],
    ['ﬁ', 'fi'],
    ['\u2460\u2461', '12'],
    ['a\u00a0b', 'a b'],
    ['ㅡ', '\u1173'],
  ])('reads %j as %j', (x, expected) => {
    expect(text(x)).toBe(expected);
  });

  it('removes what NFKC uncovers', () => {
    // U+00A8 becomes a space and a combining mark: the space is trimmed then.
    expect(text('\u00a8')).toBe('\u0308');
    expect(text('\u3164\uffa0')).toBeNull();
  });

  it('is shown and NFKC at once, idempotent and total', () => {
    fc.assert(
      fc.property(hostileText(), (x) => {
        const read = text(x);
        expect(text(read)).toBe(read);
        expect(text(shown(x))).toBe(read);
        expect(shown(read)).toBe(read);
        expect(read?.normalize('NFKC') ?? null).toBe(read);
      }),
      tries(5),
    );
  });

  it('ignores what NFKC unifies', () => {
    fc.assert(
      fc.property(hostileText(), fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (x, form) => {
        fc.pre(shown(x) !== null);
        expect(text(shown(x)!.normalize(form))).toBe(text(x));
      }),
      tries(5),
    );
  });
});
