import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateFlag } from './evaluateFlag.ts';
import { type FlagState, initialFlag, roles } from './FlagState.ts';
import { flagSubject } from './flagSubject.ts';

const on = (given: Partial<FlagState> = {}): FlagState => ({ ...initialFlag, state: 'on', ...given });

/** What a program may say of who asks, by mistake or on purpose. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '',
    '\0',
    '\ud800',
    '김철수',
    'admin\u0000',
    'x'.repeat(100_000),
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    Number.MAX_VALUE,
    10n ** 400n,
    true,
    Symbol('user'),
    [],
    ['admin'],
    { __proto__: null },
    JSON.parse('{"__proto__":{"user":"admin","role":"admin"}}'),
    Object.create({ user: 'admin' }),
    () => 'admin',
    new Date(Number.NaN),
    new Proxy({}, {}),
  ),
  fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }),
);

describe('who asks', () => {
  it('is a user by name, with a role of ours or none', () => {
    expect(flagSubject('김철수', 'editor')).toEqual({ user: '김철수', role: 'editor' });
    expect(flagSubject('kim', 'boss')).toEqual({ user: 'kim', role: null });
    expect(flagSubject('kim', undefined)).toEqual({ user: 'kim', role: null });
    expect(flagSubject('__proto__', '__proto__')).toEqual({ user: '__proto__', role: null });
  });

  it.each(['', null, undefined, 7, Number.NaN, ['kim'], { toString: () => 'kim' }])(
    'is nobody when the user is %s',
    (user) => {
      expect(flagSubject(user, 'admin')).toBeNull();
    },
  );

  it('gets an answer whatever is said of them, and without a name never one that needs a name', () => {
    const state = fc.constantFrom(
      on(),
      on({ users: ['admin'], roles: ['admin'] }),
      on({ percent: 0 }),
      on({ percent: 100 }),
      on({ percent: Number.NaN }),
      { ...initialFlag, state: 'maintenance' as const },
      initialFlag,
      null,
    );
    fc.assert(
      fc.property(state, hostile, hostile, (stored, user, role) => {
        const subject = flagSubject(user, role);
        const answer = evaluateFlag({ state: 'store' }, stored, subject);
        expect(['on', 'off', 'maintenance']).toContain(answer.outcome);
        if (answer.outcome === 'on' && answer.because !== 'everybody') expect(typeof user).toBe('string');
        if (answer.outcome === 'on' && answer.because === 'listed') {
          expect(user === 'admin' || (roles as readonly unknown[]).includes(role)).toBe(true);
        }
      }),
      { numRuns: process.env.PO_FULL === '1' ? 100_000 : 5_000 },
    );
  });
});
