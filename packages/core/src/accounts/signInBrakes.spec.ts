import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultNow } from '../testing/builders.ts';
import { tries } from '../testing/tries.ts';
import { type Attempts, admit, brakes, familiarMs, forgetFailuresMs, noAttempts, succeeded } from './signInBrakes.ts';

/** Somebody tries one of a few accounts from one of a few addresses, so long after the one before. */
interface Try {
  readonly after: number;
  readonly account: number;
  readonly address: number;
  readonly right: boolean;
}

const tryArb: fc.Arbitrary<Try> = fc.record({
  after: fc.oneof(
    { weight: 40, arbitrary: fc.nat(3) },
    { weight: 20, arbitrary: fc.nat(5_000) },
    { weight: 5, arbitrary: fc.nat(20 * 60_000) },
    { weight: 1, arbitrary: fc.constantFrom(forgetFailuresMs - 1, forgetFailuresMs, familiarMs - 1, familiarMs) },
  ),
  account: fc.oneof(fc.constant(0), fc.nat(20)),
  address: fc.oneof(fc.constant(0), fc.nat(20)),
  right: fc.nat(7).map((n) => n === 0),
});
const triesArb = fc.array(tryArb, { maxLength: 200, size: 'max' });

/** Runs tries as they are held: by keys, decided purely. */
const course = () => {
  const held = new Map<string, Attempts>();
  let now = defaultNow.getTime();
  return (each: Try) => {
    now += each.after;
    const at = new Date(now);
    const keys = [`${each.account}@${each.address}`, `@${each.address}`, `${each.account}@`];
    const read = () => keys.map((key) => held.get(key) ?? noAttempts);
    const write = (next: readonly Attempts[]) => {
      for (const [i, key] of keys.entries()) held.set(key, next[i]!);
    };
    const { admission, held: next } = admit(read(), at);
    write(next);
    if (admission.outcome === 'go' && each.right) write(succeeded(read(), admission.familiar, at));
    return { admission, now };
  };
};

/** The same from the whole history, slowly: what is told in words above the brakes. */
const model = () => {
  interface Past extends Try {
    readonly at: number;
    readonly familiar: boolean;
  }
  const past: Past[] = [];
  let now = defaultNow.getTime();
  /** Failures since the last day without one, and when the last try was. */
  const chain = (of: readonly Past[], isReset: (each: Past) => boolean) => {
    let failures = 0;
    let last: number | null = null;
    for (const each of of) {
      if (last !== null && each.at - last >= forgetFailuresMs) failures = 0;
      if (isReset(each)) [failures, last] = [0, null];
      else {
        if (!each.right) failures += 1;
        last = each.at;
      }
    }
    return last === null || now - last >= forgetFailuresMs ? null : { failures, last };
  };
  const wait = (brake: (typeof brakes)[keyof typeof brakes], found: ReturnType<typeof chain>): number => {
    if (found === null || found.failures < brake.free) return 0;
    const cost = Math.min(brake.longestMs, brake.firstMs * 2 ** (found.failures - brake.free));
    return Math.max(0, found.last + cost - now);
  };
  return (each: Try): number => {
    now += each.after;
    const here = past.filter(({ account, address }) => account === each.account && address === each.address);
    const lastGood = here.findLast(({ right }) => right);
    const familiar = lastGood !== undefined && now - lastGood.at < familiarMs;
    const others = past.filter((one) => !one.familiar);
    const ms = familiar
      ? wait(
          brakes.familiar,
          chain(here, ({ right }) => right),
        )
      : Math.max(
          wait(
            brakes.pair,
            chain(here, ({ right }) => right),
          ),
          wait(
            brakes.address,
            chain(
              others.filter(({ address }) => address === each.address),
              () => false,
            ),
          ),
          wait(
            brakes.account,
            chain(
              others.filter(({ account }) => account === each.account),
              () => false,
            ),
          ),
        );
    if (ms === 0) past.push({ ...each, at: now, familiar });
    return ms;
  };
};

describe('the brakes of signing in', () => {
  it('wait as the whole history says', () => {
    fc.assert(
      fc.property(triesArb, (all) => {
        const [run, expected] = [course(), model()];
        for (const each of all) {
          const { admission } = run(each);
          expect(admission.outcome === 'wait' ? admission.ms : 0).toBe(expected(each));
        }
      }),
      tries(3),
    );
  });

  it('never hold up the owner at a familiar address for what others do elsewhere or there', () => {
    fc.assert(
      fc.property(triesArb, (attack) => {
        const run = course();
        run({ after: 0, account: 0, address: 0, right: true });
        const others = attack.filter(({ account, address }) => account !== 0 || address !== 0);
        const start = run({ after: 0, account: 0, address: 0, right: true }).now;
        let now = start;
        for (const each of others) now = run({ ...each, right: false }).now;
        fc.pre(now - start < familiarMs);
        expect(run({ after: 0, account: 0, address: 0, right: true }).admission).toEqual({
          outcome: 'go',
          familiar: true,
        });
      }),
    );
  });

  it('never hold up the owner at a familiar address for more than half a minute, whatever happens there', () => {
    const run = course();
    run({ after: 0, account: 0, address: 0, right: true });
    for (let i = 0; i < 500; i += 1) {
      const { admission } = run({ after: 1000, account: 0, address: 0, right: false });
      if (admission.outcome === 'wait') expect(admission.ms).toBeLessThanOrEqual(30_000);
    }
    expect(run({ after: 30_000, account: 0, address: 0, right: true }).admission.outcome).toBe('go');
  });

  it.each([
    ['one account from one address', () => ({ account: 0, address: 0 }), 120],
    ['many accounts from one address', (i: number) => ({ account: i, address: 0 }), 350],
    ['one account from many addresses', (i: number) => ({ account: 0, address: i }), 160],
  ])('let through few guesses a day: %s', (_name, target, most) => {
    const run = course();
    let looked = 0;
    for (let i = 0; i < 24 * 60 * 6; i += 1) {
      if (run({ after: 10_000, ...target(i), right: false }).admission.outcome === 'go') looked += 1;
    }
    expect(looked).toBeGreaterThan(90);
    expect(looked).toBeLessThan(most);
  });

  it('let success with one account not make guessing at others cheaper', () => {
    const run = course();
    let looked = 0;
    for (let i = 0; i < 2000; i += 1) {
      const own = i % 2 === 0;
      const { admission } = run({ after: 1, account: own ? 0 : i, address: 0, right: own });
      if (admission.outcome === 'go' && !own) looked += 1;
    }
    expect(looked).toBeLessThanOrEqual(brakes.address.free + 2);
  });

  it('are not taken in by a clock that is set back', () => {
    const failed: Attempts = { failures: 5, failedAt: defaultNow, succeededAt: null };
    const before = new Date(defaultNow.getTime() - 10 * 86_400_000);
    expect(admit([failed, noAttempts, noAttempts], before).admission).toEqual({ outcome: 'wait', ms: 2000 });
  });
});
