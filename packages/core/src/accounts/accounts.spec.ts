import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PoError } from '../errors.ts';
import { inMemoryAccounts } from '../memory/inMemoryAccounts.ts';
import { inMemoryAuditTrail } from '../memory/inMemoryAuditTrail.ts';
import { type InMemoryCynowAccount, inMemoryCynowAccounts } from '../memory/inMemoryCynowAccounts.ts';
import { defaultNow, somebody } from '../testing/builders.ts';
import { countedPasswords } from '../testing/countedPasswords.ts';
import type { AccountSettings } from './AccountPorts.ts';
import { createAccounts } from './createAccounts.ts';
import { idleMs, longestSessionMs, touchMs } from './createSessions.ts';
import type { SignInResult } from './createSignIn.ts';
import { secretHash } from './secretHash.ts';

const minute = 60_000;
const good = 'a good password';
const roleRules: AccountSettings['roleRules'] = [
  { who: 'superuser', role: 'admin' },
  { who: { group: 'CYNOW Editors' }, role: 'editor' },
  { who: 'staff', role: 'editor' },
  { who: '*', role: 'viewer' },
];

const cynowAccount = (given: Partial<InMemoryCynowAccount>): InMemoryCynowAccount => ({
  id: '7',
  name: 'sales',
  isActive: true,
  isStaff: false,
  isSuperuser: false,
  groups: ['CYNOW Editors'],
  encoded: `pbkdf2_sha256$${good}`,
  ...given,
});

const world = (methods: AccountSettings['methods'] = ['own'], rules = roleRules) => {
  let now = defaultNow.getTime();
  let made = 0;
  const next = (): string => {
    made += 1;
    return String(made);
  };
  const audit = inMemoryAuditTrail();
  const stores = inMemoryAccounts(audit, next);
  const passwords = countedPasswords();
  /** CYNOW as it is at the moment; tests change it. */
  const held: {
    accounts: InMemoryCynowAccount[];
    sessions: Map<string, { id: string; until: Date }>;
    asked: number;
    broken: boolean;
  } = {
    broken: false,
    accounts: [
      cynowAccount({}),
      cynowAccount({ id: '8', name: 'old', encoded: 'argon2$x' }),
      cynowAccount({ id: '9', name: 'retired', isActive: false }),
      cynowAccount({ id: '10', name: 'kim', isSuperuser: true }),
      cynowAccount({ id: '11', name: 'factory', groups: [] }),
    ],
    sessions: new Map(),
    asked: 0,
  };
  const cynow = () => inMemoryCynowAccounts(held.accounts, held.sessions);
  const accounts = createAccounts(
    {
      ...stores,
      ...passwords,
      cynow: {
        async ofSession(cookie, at) {
          held.asked += 1;
          return cynow().ofSession(cookie, at);
        },
        ofId: (id) => cynow().ofId(id),
        ofName: (name) => cynow().ofName(name),
        async count() {
          if (held.broken) throw new PoError('CYNOW_UNREADABLE', { problem: 'busy' });
          return cynow().count();
        },
        async passwordOf(name) {
          if (held.broken) throw new PoError('CYNOW_UNREADABLE', { problem: 'busy' });
          return cynow().passwordOf(name);
        },
        credentialsOf: (id) => cynow().credentialsOf(id),
      },
      clock: { now: () => new Date(now) },
      newSecret: () => next().padStart(43, 's'),
      newId: next,
    },
    { methods, roleRules: rules },
  );
  const signIn = (name: string, password = good, given: { address?: string; replaces?: string } = {}) =>
    accounts.signIn({ name, password, address: '10.0.0.1', replaces: null, ...given });
  return {
    accounts,
    audit,
    stores,
    cynow: held,
    computed: passwords.computed,
    signIn,
    addKim: () => accounts.users.add(somebody, { name: 'Kim', role: 'editor', password: good }),
    wait(ms: number) {
      now += ms;
    },
  };
};

const secretOf = (result: SignInResult): string => {
  if (result.outcome !== 'signed-in') throw new Error(JSON.stringify(result));
  return result.secret;
};

describe('signing in', () => {
  it('begins a session of the account, however its name is typed', async () => {
    const { addKim, signIn, stores } = world();
    await addKim();
    const result = await signIn(' ｋIM ');
    expect(result).toMatchObject({
      outcome: 'signed-in',
      principal: { account: 'own:kim', user: 'Kim', role: 'editor', through: { kind: 'session' } },
    });
    const secret = secretOf(result);
    expect(await stores.sessions.find(secret)).toBeNull();
    expect(await stores.sessions.find(secretHash(secret))).toMatchObject({ account: 'own:kim' });
  });

  it('takes the same password in another composition', async () => {
    const { accounts, signIn } = world();
    await accounts.users.add(somebody, { name: 'Kim', role: 'viewer', password: '아주 좋은 비밀번호' });
    expect(await signIn('kim', '아주 좋은 비밀번호'.normalize('NFD'))).toMatchObject({ outcome: 'signed-in' });
  });

  it.each([[['own']], [['django-password']], [['own', 'django-password']], [['own', 'django-session']]] as const)(
    'does the same work and says the same for unknown, disabled and wrong, by %s',
    async (methods) => {
      const { accounts, addKim, signIn, computed } = world(methods);
      await addKim();
      await accounts.users.add(somebody, { name: 'gone', role: 'admin', password: good });
      await accounts.users.change(somebody, 'gone', { disabled: true });
      const work = async (name: string, password: string, address: string) => {
        const before = computed();
        const result = await signIn(name, password, { address });
        const after = computed();
        // What is for the log alone is not told.
        const told = { outcome: result.outcome };
        return { told, own: after.own - before.own, django: after.django - before.django };
      };
      const tried = [
        ['nobody', good],
        ['', ''],
        ['a\0b', good],
        ['kim', 'wrong'],
        ['gone', good],
        ['gone', 'wrong'],
        ['sales', 'wrong'],
        ['old', good],
        ['retired', good],
        ['x'.repeat(5000), 'y'.repeat(5000)],
      ] as const;
      const found = new Set<string>();
      for (const [i, [name, password]] of tried.entries()) {
        found.add(JSON.stringify(await work(name, password, `10.0.1.${i}`)));
      }
      const expected = {
        told: { outcome: 'refused' },
        own: (methods as readonly string[]).includes('own') ? 1 : 0,
        django: (methods as readonly string[]).includes('django-password') ? 1 : 0,
      };
      expect([...found]).toEqual([JSON.stringify(expected)]);
    },
  );

  it('slows unknown names down as known ones', async () => {
    const answers = async (name: string) => {
      const { addKim, signIn, wait } = world();
      await addKim();
      const outcomes: unknown[] = [];
      for (let i = 0; i < 20; i += 1) {
        wait(1500);
        const result = await signIn(name, 'wrong');
        outcomes.push(result.outcome === 'wait' ? result : result.outcome);
      }
      return outcomes;
    };
    expect(await answers('nobody')).toEqual(await answers('kim'));
  });

  it('gives a new secret each time, and ends the session that the browser brought along', async () => {
    const { accounts, addKim, signIn } = world();
    await addKim();
    const first = secretOf(await signIn('kim'));
    const planted = 'planted by somebody else';
    const second = secretOf(await signIn('kim', good, { replaces: first }));
    const third = secretOf(await signIn('kim', good, { replaces: planted }));
    expect(new Set([first, second, third, planted]).size).toBe(4);
    expect(await accounts.continueSession(first)).toBeNull();
    expect(await accounts.continueSession(planted)).toBeNull();
    expect(await accounts.continueSession(second)).not.toBeNull();
    await signIn('kim', 'wrong', { replaces: second });
    expect(await accounts.continueSession(second)).not.toBeNull();
  });

  it('stores the password anew where the hash is of an older kind', async () => {
    const { signIn, stores } = world();
    await stores.users.add(somebody, defaultNow, { name: 'Kim', role: 'viewer', passwordHash: `old$${good}` });
    const before = secretOf(await signIn('kim'));
    expect(await stores.users.find('kim')).toMatchObject({ passwordHash: `now$${good}`, credentials: 1 });
    expect(before).toBeDefined();
    expect(await signIn('kim')).toMatchObject({ outcome: 'signed-in' });
  });

  it('is closed where no way with a password is open', async () => {
    const { addKim, signIn, computed } = world(['django-session']);
    await addKim();
    const before = computed();
    expect(await signIn('kim')).toEqual({ outcome: 'refused', because: 'unknown' });
    expect(await signIn('sales')).toEqual({ outcome: 'refused', because: 'unknown' });
    expect(computed()).toEqual(before);
  });
});

describe('a session', () => {
  it('lasts while it is used, until the day ends', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 30 * minute }), fc.integer({ min: 1, max: idleMs + minute }));
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { accounts, addKim, signIn, wait } = world();
        await addKim();
        const secret = secretOf(await signIn('kim'));
        let [since, lastWritten] = [0, 0];
        let over = false;
        for (const ms of steps) {
          wait(ms);
          since += ms;
          over ||= since >= longestSessionMs || since - lastWritten >= idleMs;
          expect(await accounts.continueSession(secret)).toEqual(
            over ? null : expect.objectContaining({ account: 'own:kim' }),
          );
          if (!over && since - lastWritten >= touchMs) lastWritten = since;
        }
      }),
    );
  });

  it('ends with sign-out, everywhere with sign-out everywhere', async () => {
    const { accounts, addKim, signIn } = world();
    await addKim();
    const secrets = [secretOf(await signIn('kim')), secretOf(await signIn('kim')), secretOf(await signIn('kim'))];
    await accounts.signOut(secrets[0]!);
    const alive = async () => (await Promise.all(secrets.map(accounts.continueSession))).map((each) => each !== null);
    expect(await alive()).toEqual([false, true, true]);
    expect(await accounts.signOutEverywhere(somebody, { account: 'own:kim', user: 'kim' })).toBe(2);
    expect(await alive()).toEqual([false, false, false]);
  });

  it('of the last administrator is known, where none can come from CYNOW', async () => {
    const { accounts, addKim } = world();
    await addKim();
    const isLast = () => Promise.all(['kim', ' KIM ', 'lee'].map(accounts.users.isLastAdmin));
    await accounts.users.change(somebody, 'kim', { role: 'editor' });
    expect(await isLast()).toEqual([false, false, false]);
    await accounts.users.change(somebody, 'kim', { role: 'admin' });
    expect(await isLast()).toEqual([true, true, false]);
    await accounts.users.add(somebody, { name: 'lee', role: 'admin', password: 'a password of lee' });
    expect(await isLast()).toEqual([false, false, false]);
    await accounts.users.change(somebody, 'kim', { disabled: true });
    expect(await isLast()).toEqual([false, false, true]);
    const beside = world(['own', 'django-session']);
    await beside.addKim();
    await beside.accounts.users.change(somebody, 'kim', { role: 'admin' });
    expect(await beside.accounts.users.isLastAdmin('kim')).toBe(false);
  });

  it('has the role of now, and ends at once with the account or its password', async () => {
    const { accounts, addKim, signIn } = world();
    await addKim();
    const secret = secretOf(await signIn('kim'));
    await accounts.users.change(somebody, 'kim', { role: 'viewer' });
    expect(await accounts.continueSession(secret)).toMatchObject({ role: 'viewer' });
    await accounts.users.change(somebody, 'kim', { disabled: true });
    expect(await accounts.continueSession(secret)).toBeNull();
    await accounts.users.change(somebody, 'kim', { disabled: false });
    expect(await accounts.continueSession(secret)).toBeNull();
    const next = secretOf(await signIn('kim'));
    await accounts.users.setPassword(somebody, 'kim', 'another password');
    expect(await accounts.continueSession(next)).toBeNull();
  });

  it('is nobody who guesses', async () => {
    const { accounts } = world();
    for (const secret of ['', 'x', '\0', 'own:kim']) expect(await accounts.continueSession(secret)).toBeNull();
  });
});

describe('changing a password', () => {
  const begun = async () => {
    const all = world();
    await all.addKim();
    const result = await all.signIn('kim');
    if (result.outcome !== 'signed-in') throw new Error(result.outcome);
    const change = (current: string, next: string) =>
      all.accounts.changePassword(somebody, result.principal, { current, next, address: '10.0.0.1' });
    return { ...all, ...result, change };
  };

  it('wants the current one, ends all sessions and begins a new one', async () => {
    const { accounts, change, secret, signIn } = await begun();
    expect(await change('wrong', 'another password')).toEqual({ outcome: 'wrong' });
    const changed = await change(good, 'another password');
    if (changed.outcome !== 'changed') throw new Error(changed.outcome);
    expect(await accounts.continueSession(secret)).toBeNull();
    expect(await accounts.continueSession(changed.secret)).toMatchObject({ user: 'Kim' });
    expect(await signIn('kim')).toMatchObject({ outcome: 'refused', because: 'wrong' });
  });

  it('refuses what is no password', async () => {
    const { change } = await begun();
    for (const [next, problem] of [
      ['short', 'too-short'],
      ['x'.repeat(257), 'too-long'],
      ['abababababab', 'too-plain'],
    ]) {
      expect(await change(good, next!)).toEqual({ outcome: 'unusable', problem });
    }
  });

  it('slows guesses at the current one down', async () => {
    const { change } = await begun();
    for (let i = 0; i < 10; i += 1) expect(await change('wrong', 'another password')).toEqual({ outcome: 'wrong' });
    expect(await change(good, 'another password')).toEqual({ outcome: 'wait', seconds: 1 });
  });
});

describe('tokens', () => {
  it('act for their account, with its role of now, until they are revoked or expire or it is disabled', async () => {
    const { accounts, addKim, wait } = world();
    await addKim();
    const create = async (ms: number | null) => {
      const expiresAt = ms === null ? null : new Date(defaultNow.getTime() + ms);
      const made = await accounts.tokens.create(somebody, { user: 'KIM', scope: 'write', expiresAt });
      if (made.outcome !== 'created') throw new Error(made.outcome);
      return made;
    };
    const [first, second] = [await create(null), await create(10 * minute)];
    expect(first.token).toMatch(/^cpo_[A-Za-z0-9_-]{43}$/);
    expect(await accounts.tokens.authenticate(first.token)).toEqual({
      account: 'own:kim',
      user: 'Kim',
      role: 'editor',
      through: { kind: 'token', id: first.id, scope: 'write' },
    });
    await accounts.users.change(somebody, 'kim', { role: 'viewer' });
    expect(await accounts.tokens.authenticate(first.token)).toMatchObject({ role: 'viewer' });
    wait(10 * minute - 1);
    expect(await accounts.tokens.authenticate(second.token)).not.toBeNull();
    wait(1);
    expect(await accounts.tokens.authenticate(second.token)).toBeNull();
    await accounts.users.change(somebody, 'kim', { disabled: true });
    expect(await accounts.tokens.authenticate(first.token)).toBeNull();
    await accounts.users.change(somebody, 'kim', { disabled: false });
    expect(await accounts.tokens.revoke(somebody, first.id)).toBe('revoked');
    expect(await accounts.tokens.authenticate(first.token)).toBeNull();
    expect(JSON.stringify(await accounts.tokens.list())).not.toContain(first.token.slice(4));
  });

  it('are refused for nobody, and when they would have expired already', async () => {
    const { accounts } = world();
    const create = (user: string, expiresAt: Date | null) =>
      accounts.tokens.create(somebody, { user, scope: 'read', expiresAt });
    expect(await create('nobody', null)).toEqual({ outcome: 'unknown-user' });
    expect(await create('kim', defaultNow)).toEqual({ outcome: 'expired-already' });
    for (const token of ['', 'cpo_', `cpo_${'é'.repeat(43)}`, 'x'.repeat(47)]) {
      expect(await accounts.tokens.authenticate(token)).toBeNull();
    }
  });
});

describe("CYNOW's accounts", () => {
  const until = new Date(defaultNow.getTime() + 86_400_000);
  it('are signed in by the cookie, looked up again within a minute', async () => {
    const { accounts, cynow, wait } = world(['django-session']);
    cynow.sessions.set('cookie', { id: '7', until });
    const sales = { account: 'cynow:7', user: 'sales', role: 'editor', through: { kind: 'cynow-session' } };
    expect(await Promise.all([1, 2, 3].map(() => accounts.continueCynowSession('cookie')))).toEqual([
      sales,
      sales,
      sales,
    ]);
    wait(minute - 1);
    cynow.sessions.clear();
    expect(await accounts.continueCynowSession('cookie')).toEqual(sales);
    expect(cynow.asked).toBe(1);
    wait(1);
    expect(await accounts.continueCynowSession('cookie')).toBeNull();
    cynow.sessions.set('cookie', { id: '9', until });
    expect(await accounts.continueCynowSession('cookie')).toBeNull();
    cynow.sessions.set('cookie', { id: '11', until });
    expect(await accounts.continueCynowSession('cookie')).toMatchObject({ role: 'viewer' });
  });

  it('are none where that way is closed', async () => {
    const { accounts, cynow } = world(['own', 'django-password']);
    cynow.sessions.set('cookie', { id: '7', until });
    expect(await accounts.continueCynowSession('cookie')).toBeNull();
    expect(cynow.asked).toBe(0);
  });

  it('have the role of the first rule that fits, and none where none does', async () => {
    const { accounts, cynow } = world(['django-session'], [{ who: 'staff', role: 'admin' }]);
    cynow.sessions.set('cookie', { id: '7', until });
    expect(await accounts.continueCynowSession('cookie')).toBeNull();
  });

  it('give way to an account of ours by the same name, in use or not', async () => {
    const { accounts, addKim, cynow, signIn } = world(['own', 'django-session', 'django-password']);
    cynow.sessions.set('cookie', { id: '10', until });
    expect(await signIn('kim')).toMatchObject({ outcome: 'signed-in', principal: { account: 'cynow:10' } });
    await addKim();
    expect(await accounts.continueCynowSession('cookie')).toBeNull();
    expect(await signIn('kim')).toMatchObject({ outcome: 'signed-in', principal: { account: 'own:kim' } });
    await accounts.users.change(somebody, 'kim', { disabled: true });
    expect(await signIn('kim')).toMatchObject({ outcome: 'refused' });
  });

  it('sign in with their password; it ends when that, or the account, changes there', async () => {
    const { accounts, cynow, signIn, wait } = world(['django-password']);
    const secret = secretOf(await signIn('sales'));
    expect(await accounts.continueSession(secret)).toMatchObject({ account: 'cynow:7', role: 'editor' });
    cynow.accounts[0] = cynowAccount({ encoded: 'pbkdf2_sha256$other' });
    wait(minute);
    expect(await accounts.continueSession(secret)).toBeNull();
    const other = secretOf(await signIn('sales', 'other'));
    expect(await accounts.continueSession(other)).not.toBeNull();
    cynow.accounts[0] = cynowAccount({ encoded: 'pbkdf2_sha256$third' });
    const third = secretOf(await signIn('sales', 'third'));
    expect(await accounts.continueSession(third)).toMatchObject({ user: 'sales' });
    cynow.accounts[0] = cynowAccount({ encoded: 'pbkdf2_sha256$other' });
    wait(minute);
    expect(await accounts.continueSession(third)).toBeNull();
    const again = secretOf(await signIn('sales', 'other'));
    cynow.accounts[0] = cynowAccount({ encoded: 'pbkdf2_sha256$other', isActive: false });
    wait(minute);
    expect(await accounts.continueSession(other)).toBeNull();
    expect(await accounts.continueSession(again)).toBeNull();
    expect(await signIn('old')).toEqual({ outcome: 'refused', because: 'other-hasher' });
  });

  it('keep nobody out who has shown a password of ours when they cannot be read, and tell nothing of other names', async () => {
    const { addKim, cynow, signIn } = world(['own', 'django-password']);
    await addKim();
    cynow.broken = true;
    expect(await signIn('kim')).toMatchObject({ outcome: 'signed-in' });
    for (const name of ['kim', 'nobody', 'sales'])
      await expect(signIn(name, 'wrong')).rejects.toThrow('CYNOW_UNREADABLE');
  });

  it('have tokens, which end with the account', async () => {
    const { accounts, cynow, wait } = world(['django-session']);
    const made = await accounts.tokens.create(somebody, { user: 'sales', scope: 'admin', expiresAt: null });
    if (made.outcome !== 'created') throw new Error(made.outcome);
    expect(await accounts.tokens.authenticate(made.token)).toMatchObject({ account: 'cynow:7', role: 'editor' });
    cynow.accounts.shift();
    wait(minute);
    expect(await accounts.tokens.authenticate(made.token)).toBeNull();
  });
});

describe('the number of those who may sign in', () => {
  it("counts our own accounts that are not disabled, and CYNOW's active ones where the site lets them in", async () => {
    for (const [methods, count] of [
      [['own'], 1],
      [['own', 'django-session'], 5],
      [['django-password'], 4],
    ] as const) {
      const { accounts, addKim } = world([...methods]);
      await addKim();
      await accounts.users.add(somebody, { name: 'gone', role: 'viewer', password: good });
      await accounts.users.change(somebody, 'gone', { disabled: true });
      expect(await accounts.users.count()).toBe(count);
    }
  });

  it('is not known while CYNOW cannot be read', async () => {
    const { accounts, cynow } = world(['own', 'django-password']);
    cynow.broken = true;
    expect(await accounts.users.count()).toBeNull();
  });
});
