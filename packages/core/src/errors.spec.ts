import { describe, expect, it } from 'vitest';
import { PoError } from './errors.ts';

describe('a PoError', () => {
  it('carries its code, its facts and its cause', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new PoError('NO_CONNECTION', { host: 'plant', port: 5432 }, { cause });
    expect(error).toMatchObject({
      code: 'NO_CONNECTION',
      facts: { host: 'plant', port: 5432 },
      cause,
      name: 'PoError',
    });
    expect(error.message).toBe('NO_CONNECTION {"host":"plant","port":5432}');
  });

  it('is recognised, also when it comes from another copy of this package', () => {
    const fromElsewhere = { [Symbol.for('@cynow/po-core/PoError')]: true, code: 'NOT_MIGRATED', facts: {} };
    expect([new PoError('FORBIDDEN'), fromElsewhere].map((x) => PoError.is(x))).toEqual([true, true]);
    expect([new Error('x'), null, undefined, 'PoError'].map((x) => PoError.is(x))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
