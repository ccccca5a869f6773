import { describe, expect, it } from 'vitest';
import type { AccountSettings } from '../accounts/AccountPorts.ts';
import { createAccounts } from '../accounts/createAccounts.ts';
import { noAttempts } from '../accounts/signInBrakes.ts';
import type { InMemoryAccounts } from '../memory/inMemoryAccounts.ts';
import { inMemoryCynowAccounts } from '../memory/inMemoryCynowAccounts.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { Session } from '../ports/SessionStore.ts';
import type { NewToken } from '../ports/TokenStore.ts';
import { defaultNow, somebody } from './builders.ts';
import { countedPasswords } from './countedPasswords.ts';
import { usingWorld } from './usingWorld.ts';

/** What is kept of accounts, over nothing, and the trail that it writes. */
export interface AccountsWorld {
  readonly stores: InMemoryAccounts;
  readonly audit: AuditTrail;
  /** The same, as a process that starts now finds it. */
  restarted(): Promise<InMemoryAccounts>;
  close(): Promise<void>;
}

const later = (ms: number): Date => new Date(defaultNow.getTime() + ms);

const session = (given: Partial<Session> = {}): Session => ({
  id: 'a'.repeat(64),
  account: 'own:kim',
  credentials: '1',
  createdAt: defaultNow,
  lastUsedAt: defaultNow,
  expiresAt: later(1000),
  ...given,
});

const tokenId = (n: number): string => `0197a1e0-0000-7000-8000-${String(n).padStart(12, '0')}`;

const token = (given: Partial<NewToken> = {}): NewToken => ({
  id: tokenId(1),
  account: 'own:kim',
  user: 'Kim',
  scope: 'write',
  expiresAt: later(5000),
  ...given,
});

const kim = { name: 'Kim', role: 'editor', passwordHash: 'now$secret' } as const;

const userContract = (inWorld: (test: (world: AccountsWorld) => Promise<void>) => () => Promise<void>): void => {
  describe('UserStore contract', () => {
    it(
      'keeps accounts by name, whatever its width, composition and case',
      inWorld(async ({ stores: { users } }) => {
        expect(await users.add(somebody, defaultNow, kim)).toBe(true);
        expect(await users.add(somebody, defaultNow, { ...kim, name: "김 'O' 철수" })).toBe(true);
        expect(await users.add(somebody, defaultNow, { ...kim, name: 'ＫＩＭ' })).toBe(false);
        expect(await users.find('kIM ')).toEqual({
          ...kim,
          credentials: 1,
          createdAt: defaultNow,
          createdBy: 'tester',
          disabledAt: null,
        });
        expect(await users.find("김 'o' 철수".normalize('NFD'))).toMatchObject({ name: "김 'O' 철수" });
        expect(await users.find('lee')).toBeNull();
        expect(await users.find('a\0b')).toBeNull();
        expect(await users.list()).toEqual([
          { name: 'Kim', role: 'editor', createdAt: defaultNow, createdBy: 'tester', disabledAt: null },
          { name: "김 'O' 철수", role: 'editor', createdAt: defaultNow, createdBy: 'tester', disabledAt: null },
        ]);
      }),
    );

    it(
      'lets one of several take a name at once',
      inWorld(async ({ stores: { users } }) => {
        const added = await Promise.all(
          ['Kim', 'KIM', 'kim'].map((name) => users.add(somebody, defaultNow, { ...kim, name })),
        );
        expect(added.filter((each) => each)).toHaveLength(1);
      }),
    );

    it(
      'changes passwords, with new credentials, and only those that are expected',
      inWorld(async ({ stores: { users } }) => {
        await users.add(somebody, defaultNow, kim);
        expect(await users.setPassword(somebody, defaultNow, 'kim', 'b', 7)).toBe(false);
        expect(await users.setPassword(somebody, defaultNow, 'lee', 'b', null)).toBe(false);
        const race = await Promise.all(
          ['x', 'y'].map((hash) => users.setPassword(somebody, defaultNow, 'kim', hash, 1)),
        );
        expect(race.sort()).toEqual([false, true]);
        expect(await users.setPassword(somebody, defaultNow, 'kim', 'z', null)).toBe(true);
        expect(await users.find('kim')).toMatchObject({ passwordHash: 'z', credentials: 3 });
        await users.renewHash('kim', 'not it', 'n');
        await users.renewHash('kim', 'z', 'zz');
        expect(await users.find('kim')).toMatchObject({ passwordHash: 'zz', credentials: 3 });
      }),
    );

    it(
      'changes the role and disables, which ends what was signed in, and takes that back',
      inWorld(async ({ stores: { users } }) => {
        await users.add(somebody, defaultNow, kim);
        expect(await users.change(somebody, later(1), 'kim', { role: 'admin' })).toMatchObject({ role: 'admin' });
        expect(await users.find('kim')).toMatchObject({ credentials: 1 });
        expect(await users.change(somebody, later(2), 'kim', { disabled: true })).toMatchObject({
          disabledAt: later(2),
        });
        expect(await users.change(somebody, later(3), 'kim', { disabled: true })).toMatchObject({
          disabledAt: later(2),
        });
        expect(await users.find('kim')).toMatchObject({ credentials: 2, role: 'admin' });
        expect(await users.change(somebody, later(4), 'kim', { disabled: false })).toMatchObject({ disabledAt: null });
        expect(await users.find('kim')).toMatchObject({ credentials: 2 });
        expect(await users.change(somebody, defaultNow, 'lee', { disabled: true })).toBeNull();
      }),
    );

    it(
      'tells every change in the trail, and no password',
      inWorld(async ({ stores: { users }, audit }) => {
        await users.add(somebody, defaultNow, kim);
        await users.setPassword(somebody, later(1), 'kim', 'now$other', null);
        await users.renewHash('kim', 'now$other', 'new$other');
        await users.change(somebody, later(2), 'kim', { role: 'editor' });
        await users.change(somebody, later(3), 'kim', { role: 'viewer' });
        await users.change(somebody, later(4), 'kim', { disabled: true });
        const trail = await audit.about('user:Kim', 10);
        expect(trail.map(({ action, at, before, after }) => ({ action, at, before, after }))).toEqual([
          {
            action: 'disable-user',
            at: later(4),
            before: { role: 'viewer', disabled: false },
            after: { role: 'viewer', disabled: true },
          },
          {
            action: 'change-user',
            at: later(3),
            before: { role: 'editor', disabled: false },
            after: { role: 'viewer', disabled: false },
          },
          { action: 'set-password', at: later(1), before: null, after: null },
          { action: 'add-user', at: defaultNow, before: null, after: { role: 'editor' } },
        ]);
        expect(JSON.stringify(trail)).not.toMatch(/secret|other/);
      }),
    );
  });
};

const sessionContract = (inWorld: (test: (world: AccountsWorld) => Promise<void>) => () => Promise<void>): void => {
  describe('SessionStore contract', () => {
    it(
      'keeps, touches and ends sessions',
      inWorld(async ({ stores: { sessions } }) => {
        const other = session({ id: 'b'.repeat(64), account: 'cynow:7' });
        await sessions.add(session());
        await sessions.add(session({ id: 'c'.repeat(64) }));
        await sessions.add(other);
        await sessions.touch(session().id, later(500));
        await sessions.touch(session().id, later(100));
        expect(await sessions.find(session().id)).toEqual(session({ lastUsedAt: later(500) }));
        expect(await sessions.find('x')).toBeNull();
        expect(await sessions.removeAll('own:kim')).toBe(2);
        expect(await sessions.removeAll('own:kim')).toBe(0);
        expect(await sessions.find(other.id)).toEqual(other);
        await sessions.remove(other.id);
        await sessions.touch(other.id, later(1));
        expect(await sessions.find(other.id)).toBeNull();
      }),
    );

    it(
      'ends them all for who wants so, which the trail tells if there were any',
      inWorld(async ({ stores: { sessions }, audit }) => {
        const kim = { account: 'own:kim', user: 'Kim' } as const;
        const by = { actor: 'Kim', channel: 'page', requestId: 'r-1' } as const;
        expect(await sessions.signOutEverywhere(by, later(1), kim)).toBe(0);
        expect(await audit.about('user:Kim', 9)).toEqual([]);
        const other = session({ id: 'b'.repeat(64), account: 'cynow:7' });
        for (const each of [session(), session({ id: 'c'.repeat(64) }), other]) await sessions.add(each);
        const ended = await Promise.all([1, 2].map((ms) => sessions.signOutEverywhere(by, later(ms), kim)));
        expect(ended.toSorted()).toEqual([0, 2]);
        expect(await sessions.find(session().id)).toBeNull();
        expect(await sessions.find(other.id)).toEqual(other);
        const entries = await audit.about('user:Kim', 9);
        expect(entries).toMatchObject([
          {
            action: 'sign-out-everywhere',
            by,
            subjects: ['user:Kim'],
            before: { sessions: 2 },
            after: { sessions: 0 },
          },
        ]);
        expect(await sessions.signOutEverywhere(by, later(3), { account: 'cynow:7', user: '이' })).toBe(1);
        expect(await audit.about('user:이', 9)).toHaveLength(1);
        expect(await audit.about('user:Kim', 9)).toEqual(entries);
      }),
    );

    it(
      'forgets those that are over',
      inWorld(async ({ stores: { sessions } }) => {
        await sessions.add(session());
        await sessions.add(session({ id: 'b', expiresAt: later(-1) }));
        await sessions.add(session({ id: 'c', lastUsedAt: later(-11) }));
        await sessions.removeOver(defaultNow, later(-10));
        expect(await Promise.all([session().id, 'b', 'c'].map(sessions.find))).toEqual([session(), null, null]);
      }),
    );
  });
};

const tokenContract = (inWorld: (test: (world: AccountsWorld) => Promise<void>) => () => Promise<void>): void => {
  describe('TokenStore contract', () => {
    it(
      'keeps tokens by hash, lists them, revokes them once, all in the trail',
      inWorld(async ({ stores: { tokens }, audit }) => {
        await tokens.add(somebody, defaultNow, token(), 'h1');
        await tokens.add(
          somebody,
          later(1),
          token({ id: tokenId(2), account: 'cynow:7', user: '이', expiresAt: null }),
          'h2',
        );
        const first = {
          ...token(),
          createdAt: defaultNow,
          createdBy: 'tester',
          revokedAt: null,
          lastUsedAt: null,
        };
        expect(await tokens.find('h1')).toEqual(first);
        expect(await tokens.find('h3')).toBeNull();
        expect((await tokens.list()).map(({ id }) => id)).toEqual([tokenId(2), tokenId(1)]);
        expect(await tokens.list('own:kim')).toEqual([first]);
        await tokens.used(tokenId(1), later(20));
        await tokens.used(tokenId(1), later(10));
        expect(await tokens.revoke(somebody, later(30), tokenId(1), 'cynow:7')).toBe('unknown');
        expect(await tokens.revoke(somebody, later(30), 'no address', 'cynow:7')).toBe('unknown');
        expect(
          (await Promise.all([1, 2].map(() => tokens.revoke(somebody, later(30), tokenId(1), 'own:kim')))).sort(),
        ).toEqual(['already', 'revoked']);
        expect(await tokens.find('h1')).toEqual({ ...first, lastUsedAt: later(20), revokedAt: later(30) });
        expect(await audit.about('user:Kim', 10)).toMatchObject([
          { action: 'revoke-token', before: { id: tokenId(1), scope: 'write' } },
          { action: 'create-token', after: { id: tokenId(1), scope: 'write' } },
        ]);
      }),
    );
  });
};

const attemptContract = (inWorld: (test: (world: AccountsWorld) => Promise<void>) => () => Promise<void>): void => {
  describe('AttemptStore contract', () => {
    it(
      'counts tries at once as one by one, over keys in any order',
      inWorld(async ({ stores: { attempts } }) => {
        const count = (keys: readonly string[]): Promise<number> =>
          attempts.change(keys, (held) => ({
            held: held.map((each) => ({ ...each, failures: each.failures + 1, failedAt: defaultNow })),
            result: held.length,
          }));
        await Promise.all(Array.from({ length: 12 }, (_, i) => count(i % 2 === 0 ? ['a', 'b'] : ['b', 'c', 'a'])));
        const held = await attempts.change(['c', 'a', 'd', 'b'], (all) => ({ held: all, result: all }));
        expect(held.map(({ failures }) => failures)).toEqual([6, 12, 0, 12]);
        expect(held[2]).toEqual(noAttempts);
      }),
    );

    it(
      'survives a restart, and forgets what is old',
      inWorld(async ({ stores: { attempts }, restarted }) => {
        const held = [
          { failures: 3, failedAt: later(-10), succeededAt: later(-20) },
          { failures: 3, failedAt: later(-10), succeededAt: later(5) },
          { failures: 3, failedAt: later(5), succeededAt: null },
          { failures: 3, failedAt: later(-10), succeededAt: null },
        ];
        await attempts.change(['a', 'b', 'c', 'd'], () => ({ held, result: null }));
        const again = (await restarted()).attempts;
        const read = () => again.change(['a', 'b', 'c', 'd'], (all) => ({ held: all, result: all }));
        expect(await read()).toEqual(held);
        await again.forget(defaultNow, defaultNow);
        expect(await read()).toEqual([noAttempts, held[1], held[2], noAttempts]);
      }),
    );
  });
};

/** Over all processes of a test: no two secrets are the same. */
let made = 0;
const next = (): number => {
  made += 1;
  return made;
};

const settings: AccountSettings = { methods: ['own'], roleRules: [] };

const useCaseContract = (inWorld: (test: (world: AccountsWorld) => Promise<void>) => () => Promise<void>): void => {
  const accountsOver = (stores: InMemoryAccounts) => {
    let now = defaultNow;
    const accounts = createAccounts(
      {
        ...stores,
        ...countedPasswords(),
        cynow: inMemoryCynowAccounts(),
        clock: { now: () => now },
        newSecret: () => `${next()}`.padStart(43, 's'),
        newId: () => tokenId(next()),
      },
      settings,
    );
    const signIn = (password: string, address = '10.0.0.1') =>
      accounts.signIn({ name: 'kim', password, address, replaces: null });
    return {
      accounts,
      signIn,
      setNow(at: Date) {
        now = at;
      },
    };
  };
  const password = 'a good password';

  describe('accounts over the stores', () => {
    it(
      'keeps a session over a restart, and gives two who sign in at once one each',
      inWorld(async ({ stores, restarted }) => {
        const { accounts, signIn } = accountsOver(stores);
        await accounts.users.add(somebody, { name: 'Kim', role: 'editor', password });
        const signedIn = await Promise.all([signIn(password), signIn(password)]);
        const secrets = signedIn.map((each) => (each.outcome === 'signed-in' ? each.secret : ''));
        expect(new Set(secrets).size).toBe(2);
        const again = accountsOver(await restarted()).accounts;
        for (const secret of secrets) {
          expect(await again.continueSession(secret)).toMatchObject({ user: 'Kim', role: 'editor' });
        }
        expect(await again.signOutEverywhere(somebody, { account: 'own:kim', user: 'Kim' })).toBe(2);
        expect(await accounts.continueSession(secrets[0]!)).toBeNull();
      }),
    );

    it(
      'slows guesses down over a restart and over many at once, but not the owner at the usual place',
      inWorld(async ({ stores, restarted }) => {
        const first = accountsOver(stores);
        await first.accounts.users.add(somebody, { name: 'Kim', role: 'editor', password });
        expect(await first.signIn(password, '10.0.0.9')).toMatchObject({ outcome: 'signed-in' });
        const guesses = await Promise.all(Array.from({ length: 8 }, (_, i) => first.signIn(`guess ${i}`)));
        expect(guesses.filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
        const second = accountsOver(await restarted());
        expect(await second.signIn(password)).toEqual({ outcome: 'wait', seconds: 2 });
        expect(await second.signIn(password, '10.0.0.9')).toMatchObject({ outcome: 'signed-in' });
        second.setNow(later(2000));
        expect(await second.signIn(password)).toMatchObject({ outcome: 'signed-in' });
      }),
    );

    it(
      'never lets a token go on that is revoked while it is in use',
      inWorld(async ({ stores }) => {
        const { accounts } = accountsOver(stores);
        await accounts.users.add(somebody, { name: 'Kim', role: 'editor', password });
        const made = await accounts.tokens.create(somebody, { user: 'kim', scope: 'write', expiresAt: null });
        if (made.outcome !== 'created') throw new Error(made.outcome);
        const uses = [1, 2, 3].map(() => accounts.tokens.authenticate(made.token));
        expect(await accounts.tokens.revoke(somebody, made.id)).toBe('revoked');
        await Promise.all(uses);
        expect(await accounts.tokens.authenticate(made.token)).toBeNull();
        expect(await accounts.tokens.list()).toMatchObject([{ id: made.id, revokedAt: defaultNow }]);
      }),
    );

    it(
      'ends no session too few when the password changes while somebody signs in with the old one',
      inWorld(async ({ stores }) => {
        const { accounts, signIn } = accountsOver(stores);
        await accounts.users.add(somebody, { name: 'Kim', role: 'editor', password });
        const [signedIn] = await Promise.all([
          signIn(password),
          accounts.users.setPassword(somebody, 'kim', 'another password'),
        ]);
        if (signedIn.outcome === 'signed-in') expect(await accounts.continueSession(signedIn.secret)).toBeNull();
        expect(await signIn('another password')).toMatchObject({ outcome: 'signed-in' });
      }),
    );
  });
};

/** What every storage of users, sessions, tokens and tries must do. */
export const accountsContract = (createWorld: () => Promise<AccountsWorld>): void => {
  const inWorld = usingWorld(createWorld);
  userContract(inWorld);
  sessionContract(inWorld);
  tokenContract(inWorld);
  attemptContract(inWorld);
  useCaseContract(inWorld);
};
