import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucketOf.ts';
import { evaluateFlag, type FlagSubject } from './evaluateFlag.ts';
import { type FlagState, flagKey, initialFlag, roles } from './FlagState.ts';
import type { HardSwitch } from './hardSwitch.ts';

const store: HardSwitch = { state: 'store' };
const kim: FlagSubject = { user: '김철수', role: 'editor' };
const on = (given: Partial<FlagState> = {}): FlagState => ({ ...initialFlag, state: 'on', ...given });
const outcome = (stored: FlagState | null, subject: FlagSubject, machine = store): string =>
  evaluateFlag(machine, stored, subject).outcome;

describe('the flag', () => {
  it('is off for everybody when the machine says so, whatever is stored', () => {
    expect(evaluateFlag({ state: 'off', because: 'file' }, on(), kim)).toEqual({ outcome: 'off', because: 'machine' });
  });

  it('is off while nobody knows what is stored, and after the first migration', () => {
    expect(evaluateFlag(store, null, kim)).toEqual({ outcome: 'off', because: 'unknown' });
    expect(evaluateFlag(store, initialFlag, kim)).toEqual({ outcome: 'off', because: 'stored' });
  });

  it('is on for everybody with neither list nor share', () => {
    expect(evaluateFlag(store, on({ readOnly: true, notice: 'slow today' }), null)).toEqual({
      outcome: 'on',
      because: 'everybody',
      readOnly: true,
      notice: 'slow today',
    });
  });

  it('shows its text during maintenance to those who are signed in, and is off to all others', () => {
    const state = { ...initialFlag, state: 'maintenance', maintenanceText: '22시까지' } as const;
    expect(evaluateFlag(store, state, kim)).toEqual({ outcome: 'maintenance', text: '22시까지' });
    expect(outcome(state, null)).toBe('off');
  });

  it('is on for the users and roles on its list', () => {
    expect(outcome(on({ users: ['김철수'] }), kim)).toBe('on');
    expect(outcome(on({ roles: ['editor'] }), kim)).toBe('on');
    expect(outcome(on({ users: ['이영희'], roles: ['admin'] }), kim)).toBe('off');
    expect(outcome(on({ users: ['김철수'] }), null)).toBe('off');
  });

  it('lets nobody in by a role who has none', () => {
    const nameless = { user: '김철수', role: null };
    expect(outcome(on({ roles: [...roles] }), nameless)).toBe('off');
    expect(outcome(on({ users: ['김철수'] }), nameless)).toBe('on');
    expect(outcome(on(), nameless)).toBe('on');
  });

  it('is on for a share of the users besides; without a user it is off', () => {
    expect(outcome(on({ percent: 100 }), kim)).toBe('on');
    expect(outcome(on({ percent: 0 }), kim)).toBe('off');
    expect(outcome(on({ percent: 100 }), null)).toBe('off');
    expect(outcome(on({ percent: 0, users: ['김철수'] }), kim)).toBe('on');
  });

  it('is the same answer again for the same user', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 10_000 }), (user, share) => {
        const state = on({ percent: share / 100 });
        const subject = { user, role: 'viewer' } as const;
        expect(evaluateFlag(store, state, subject)).toEqual(evaluateFlag(store, state, subject));
      }),
    );
  });

  it('only adds users when the share is raised', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 })),
        (user, shares) => {
          const [low, high] = shares.sort((a, b) => a - b) as [number, number];
          const subject = { user, role: 'viewer' } as const;
          if (outcome(on({ percent: low / 100 }), subject) === 'on') {
            expect(outcome(on({ percent: high / 100 }), subject)).toBe('on');
          }
        },
      ),
    );
  });

  it('lets in the share that is set, within a point, of 100,000 users of whatever names', () => {
    const users = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? `user-${i}` : `사용자${i}`));
    for (const percent of [1, 12.5, 50, 99]) {
      const letIn = users.filter((user) => outcome(on({ percent }), { user, role: 'viewer' }) === 'on').length;
      expect(Math.abs(letIn / 1000 - percent)).toBeLessThan(1);
    }
    const buckets = users.map((user) => bucketOf(flagKey, user));
    for (let percent = 0; percent <= 100; percent += 1) {
      const letIn = buckets.filter((bucket) => bucket < percent * 100).length;
      expect(Math.abs(letIn / 1000 - percent)).toBeLessThan(1);
    }
  });

  it('lets in the more the higher the share, from nobody at 0 to all at 100, of 10,000 users, half of them Korean', () => {
    const users = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? `user-${i}` : `사용자${i}`));
    let before = new Set<string>();
    for (let percent = 0; percent <= 100; percent += 1) {
      const state = on({ percent });
      const letIn = new Set(users.filter((user) => outcome(state, { user, role: 'viewer' }) === 'on'));
      expect(before.difference(letIn)).toEqual(new Set());
      if (percent === 0) expect(letIn.size).toBe(0);
      before = letIn;
    }
    expect(before.size).toBe(users.length);
  });

  it('answers whatever is stored and whoever asks', () => {
    const state = fc.record<FlagState>({
      state: fc.constantFrom('off', 'maintenance', 'on'),
      readOnly: fc.boolean(),
      users: fc.array(fc.string({ unit: 'binary' })),
      roles: fc.subarray([...roles]),
      percent: fc.option(fc.double({ noNaN: false })),
      maintenanceText: fc.option(fc.string()),
      notice: fc.option(fc.string()),
    });
    const subject = fc.option(
      fc.record({
        user: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('__proto__')),
        role: fc.constantFrom(...roles),
      }),
    );
    fc.assert(
      fc.property(state, subject, (stored, who) => {
        expect(['on', 'off', 'maintenance']).toContain(outcome(stored, who));
      }),
    );
  });
});
