import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remembering } from './remembering.ts';

describe('remembering', () => {
  it('gives what the function gives, null and undefined included', () => {
    const length = (x: string | null): number | null | undefined => (x === '' ? undefined : (x?.length ?? null));
    const remembered = remembering(length);
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 2 }))), (texts) => {
        expect(texts.map(remembered)).toEqual(texts.map(length));
      }),
    );
  });

  it('computes once, and never holds more than some thousands', () => {
    let computed = 0;
    const remembered = remembering((x) => {
      computed += 1;
      return x;
    });
    remembered('a');
    remembered('a');
    expect(computed).toBe(1);
    for (let i = 0; i < 10_000; i += 1) remembered(String(i));
    remembered('a');
    expect(computed).toBe(10_002);
  });
});
