/**
 * How signing in is slowed down without locking anybody out.
 *
 * Failures are counted for the account at this address, for the address, and for the account wherever it is tried from. The
 * first few cost nothing; each further one doubles the time until the next try is looked at. Nothing is ever locked: the
 * longest wait is minutes, and a try that comes too early is refused without being counted.
 *
 * Whoever knows a name could hold its owner up by failing in it from somewhere else. Therefore an account at an address where
 * it has been signed in to within three months is familiar there: only its own failures there count, and it never waits
 * longer than half a minute. Failures elsewhere, and those of others at that address, do not reach it.
 *
 * Names are counted as they are typed, whether there is such an account or not, so that waiting tells nothing.
 */

/** What is held of one key. */
export interface Attempts {
  /** Failures, those under way among them. */
  readonly failures: number;
  readonly failedAt: Date | null;
  readonly succeededAt: Date | null;
}

export const noAttempts: Attempts = { failures: 0, failedAt: null, succeededAt: null };

interface Brake {
  /** Failures that cost nothing. */
  readonly free: number;
  /** What the first further one costs; each one more doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
}

const [second, minute, day] = [1000, 60 * 1000, 24 * 60 * 60 * 1000];

export const brakes = {
  /** One account at one address: about a hundred guesses a day. */
  pair: { free: 5, firstMs: 2 * second, longestMs: 15 * minute },
  /** The same where the account is familiar: a person who mistypes, or a colleague's joke, must not cost the morning. */
  familiar: { free: 10, firstMs: second, longestMs: 30 * second },
  /** One address over all accounts. Many people may stand behind one. */
  address: { free: 50, firstMs: second, longestMs: 5 * minute },
  /** One account over all addresses where it is not familiar. */
  account: { free: 50, firstMs: second, longestMs: 15 * minute },
} as const satisfies Readonly<Record<string, Brake>>;

/** Failures are forgotten so long after the last one. */
export const forgetFailuresMs = day;

/** An account stays familiar at an address for so long after it was last signed in to from there. */
export const familiarMs = 90 * day;

const isWithin = (at: Date | null, ms: number, now: Date): boolean => at !== null && now.getTime() - at.getTime() < ms;

const failuresNow = ({ failures, failedAt }: Attempts, now: Date): number =>
  isWithin(failedAt, forgetFailuresMs, now) ? failures : 0;

/** Milliseconds until another try is looked at; 0: now. */
const waitMs = ({ free, firstMs, longestMs }: Brake, attempts: Attempts, now: Date): number => {
  const failures = failuresNow(attempts, now);
  if (failures < free || attempts.failedAt === null) return 0;
  const cost = Math.min(longestMs, firstMs * 2 ** (failures - free));
  const left = attempts.failedAt.getTime() + cost - now.getTime();
  // A clock that was set back must not make anybody wait longer than the cost.
  return Math.min(cost, Math.max(0, left));
};

/** What is held of one try: of the account at the address, of the address, and of the account, in this order. */
export type Tried = readonly Attempts[];

export type Admission =
  | { readonly outcome: 'wait'; readonly ms: number }
  | { readonly outcome: 'go'; readonly familiar: boolean };

const failed = (attempts: Attempts, now: Date): Attempts => ({
  ...attempts,
  failures: failuresNow(attempts, now) + 1,
  failedAt: now,
});

/**
 * Whether a try is looked at, and what is then held. It counts as failed from the start, so that a hundred at once are no
 * more than a hundred one by one; success takes that back.
 */
export const admit = (tried: Tried, now: Date): { readonly admission: Admission; readonly held: Tried } => {
  const [pair = noAttempts, address = noAttempts, account = noAttempts] = tried;
  const familiar = isWithin(pair.succeededAt, familiarMs, now);
  const ms = familiar
    ? waitMs(brakes.familiar, pair, now)
    : Math.max(
        waitMs(brakes.pair, pair, now),
        waitMs(brakes.address, address, now),
        waitMs(brakes.account, account, now),
      );
  if (ms > 0) return { admission: { outcome: 'wait', ms }, held: tried };
  return {
    admission: { outcome: 'go', familiar },
    held: familiar
      ? [failed(pair, now), address, account]
      : [failed(pair, now), failed(address, now), failed(account, now)],
  };
};

/** One failure less. When the last one was stays as it is: success with one account buys no speed for others. */
const takenBack = (attempts: Attempts): Attempts => ({ ...attempts, failures: Math.max(0, attempts.failures - 1) });

/** What is held after a try that was admitted has succeeded. */
export const succeeded = (
  [, address = noAttempts, account = noAttempts]: Tried,
  familiar: boolean,
  now: Date,
): Tried => [
  { failures: 0, failedAt: null, succeededAt: now },
  familiar ? address : takenBack(address),
  familiar ? account : takenBack(account),
];
