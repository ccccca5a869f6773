import { openPg } from '@cynow/po-adapters-pg';
import { type Accounts, createAccounts, inMemoryCynowAccounts } from '@cynow/po-core';
import { countedPasswords } from '@cynow/po-core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openOrders } from '../testing/openOrders.spec.support.ts';

const minute = 60_000;
const hour = 60 * minute;

let orders: Awaited<ReturnType<typeof openOrders>>;
let accounts: Accounts;
let now: Date;
let made = 0;

beforeAll(async () => {
  orders = await openOrders();
  accounts = orders.ports.accounts;
});
afterAll(() => orders.close());
beforeEach(() => {
  now = orders.ports.clock.now();
});

const wait = (ms: number): void => {
  now = new Date(now.getTime() + ms);
  orders.setNow(now);
};

const by = { actor: 'test', channel: 'cli', requestId: null } as const;
const password = 'a long password of somebody';

/** Somebody whom no other test knows. */
const addUser = async (role: 'viewer' | 'editor' | 'admin' = 'admin'): Promise<string> => {
  made += 1;
  const name = `user${made}`;
  await accounts.users.add(by, { name, role, password });
  return name;
};

const signIn = async (
  name: string,
  replaces: string | null = null,
  { through = accounts, word = password, address = '10.0.0.1' } = {},
) => through.signIn({ name, password: word, address, replaces });

const secretOf = async (name: string, replaces: string | null = null): Promise<string> => {
  const result = await signIn(name, replaces);
  if (result.outcome !== 'signed-in') throw new Error(result.outcome);
  return result.secret;
};

const statusWith = async (secret: string, path = '/api/v1/account'): Promise<number> => {
  const headers = { cookie: `cynow_po_session=${secret}`, 'sec-fetch-site': 'same-origin' };
  return (await orders.send(path, { headers }, 'nobody')).status;
};

describe('session fixation', () => {
  it('no cookie from before signing in is the session after it', async () => {
    const name = await addUser();
    const planted = 'P'.repeat(43);
    const own = await secretOf(name);
    for (const before of [planted, own, '', 'x']) {
      const after = await secretOf(name, before);
      expect(after).not.toBe(before);
      expect(after).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect([await statusWith(after), await statusWith(before)]).toEqual([200, 401]);
    }
  });

  it('the session of somebody else that was planted ends when its victim signs in', async () => {
    const [attacker, victim] = [await addUser('viewer'), await addUser()];
    const planted = await secretOf(attacker);
    const after = await secretOf(victim, planted);
    expect(await statusWith(planted)).toBe(401);
    const headers = { cookie: `cynow_po_session=${after}` };
    expect((await orders.send('/api/v1/account', { headers }, 'nobody')).json().user).toBe(victim);
  });

  it('a session that was refused is not begun by being asked for', async () => {
    const planted = 'Q'.repeat(43);
    expect(await statusWith(planted)).toBe(401);
    const name = await addUser();
    await secretOf(name, planted);
    expect(await statusWith(planted)).toBe(401);
  });
});

describe('what somebody may do', () => {
  it('follows the role at once, for sessions and tokens, on the very next request', async () => {
    const name = await addUser('admin');
    const secret = await secretOf(name);
    const token = await accounts.tokens.create(by, { user: name, scope: 'admin', expiresAt: null });
    if (token.outcome !== 'created') throw new Error(token.outcome);
    const withToken = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token.token}` };
      return (await orders.send('/api/v1/users', { headers }, 'nobody')).status;
    };
    const both = async () => [await statusWith(secret, '/api/v1/users'), await withToken()];
    expect(await both()).toEqual([200, 200]);
    await accounts.users.change(by, name, { role: 'editor' });
    expect(await both()).toEqual([403, 403]);
    await accounts.users.change(by, name, { role: 'admin' });
    expect(await both()).toEqual([200, 200]);
    await accounts.users.change(by, name, { disabled: true });
    expect(await both()).toEqual([401, 401]);
    await accounts.users.change(by, name, { disabled: false });
    // The session is over; a token goes with its account.
    expect(await both()).toEqual([401, 200]);
  });

  it('ends everywhere with a new password, with sign-out everywhere, idle, and at the end of the day', async () => {
    const name = await addUser();
    const several = [await secretOf(name), await secretOf(name)];
    const statuses = () => Promise.all(several.map((secret) => statusWith(secret)));
    expect(await statuses()).toEqual([200, 200]);
    await accounts.users.setPassword(by, name, `${password} 2`);
    expect(await statuses()).toEqual([401, 401]);

    const again = await signIn(name, null, { word: `${password} 2` });
    if (again.outcome !== 'signed-in') throw new Error(again.outcome);
    await accounts.signOutEverywhere(by, again.principal);
    expect(await statusWith(again.secret)).toBe(401);

    const idle = await addUser();
    const left = await secretOf(idle);
    wait(8 * hour);
    expect(await statusWith(left)).toBe(401);
    const busy = await secretOf(idle);
    for (let passed = 0; passed < 15; passed += 5) {
      wait(5 * hour);
      expect(await statusWith(busy)).toBe(200);
    }
    wait(hour);
    expect(await statusWith(busy)).toBe(401);
  });

  it('ends with the token: at its hour, and when it is revoked', async () => {
    const name = await addUser('editor');
    const expiresAt = new Date(now.getTime() + hour);
    const token = await accounts.tokens.create(by, { user: name, scope: 'read', expiresAt });
    if (token.outcome !== 'created') throw new Error(token.outcome);
    const status = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token.token}` };
      return (await orders.send('/api/v1/account', { headers }, 'nobody')).status;
    };
    wait(hour - 1);
    expect(await status()).toBe(200);
    wait(1);
    expect(await status()).toBe(401);
  });
});

describe('guessing passwords', () => {
  /** The accounts of another process on the same database: nothing but the database is shared. */
  const restarted = async (): Promise<{ readonly other: Accounts; close(): Promise<void> }> => {
    const pg = await openPg(orders.database);
    const { hasher, django } = countedPasswords();
    const ports = { ...pg.accounts, hasher, django, clock: { now: () => now } };
    return { other: createAccounts(ports, { methods: ['own'], roleRules: [] }), close: () => pg.close() };
  };

  it('is slowed down for an account at an address, and a restart forgets nothing', async () => {
    const name = await addUser();
    const at = (through: Accounts, word = 'wrong') => signIn(name, null, { through, word, address: '10.1.0.1' });
    const outcomes: string[] = [];
    for (let i = 0; i < 8; i += 1) outcomes.push((await at(accounts)).outcome);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'wait', 'wait', 'wait']);
    const { other, close } = await restarted();
    expect((await at(other)).outcome).toBe('wait');
    // Not even the right password is looked at, so that waiting tells nothing about it.
    expect((await at(other, password)).outcome).toBe('wait');
    await close();
  });

  it('is slowed down for an address over many accounts', async () => {
    const address = '10.2.0.1';
    const outcomes = new Set<string>();
    for (let i = 0; i < 60; i += 1) outcomes.add((await signIn(`name${i}`, null, { address, word: 'x' })).outcome);
    expect([...outcomes]).toEqual(['refused', 'wait']);
    const { other, close } = await restarted();
    expect((await signIn('another', null, { through: other, address, word: 'x' })).outcome).toBe('wait');
    // Of an IPv6 network one has as many addresses as one likes.
    const network = '2001:db8:1:2';
    for (let i = 0; i < 60; i += 1) await signIn(`name${i}`, null, { address: `${network}::${i + 1}`, word: 'x' });
    expect((await signIn('another', null, { through: other, address: `${network}::ffff`, word: 'x' })).outcome).toBe(
      'wait',
    );
    await close();
  });

  it('is slowed down for an account over many addresses, and its owner still comes in', async () => {
    const name = await addUser();
    const home = '10.3.0.1';
    expect((await signIn(name, null, { address: home })).outcome).toBe('signed-in');
    const outcomes = new Set<string>();
    for (let i = 0; i < 120; i += 1) {
      outcomes.add((await signIn(name, null, { address: `10.4.${i}.1`, word: `guess ${i}` })).outcome);
    }
    expect([...outcomes]).toEqual(['refused', 'wait']);
    const { other, close } = await restarted();
    expect((await signIn(name, null, { through: other, address: '10.5.0.1', word: 'guess' })).outcome).toBe('wait');
    expect((await signIn(name, null, { through: other, address: home })).outcome).toBe('signed-in');
    await close();
    // Nothing is locked for ever: elsewhere, too, a quarter of an hour is the longest.
    wait(15 * minute);
    expect((await signIn(name, null, { address: '10.5.0.2' })).outcome).toBe('signed-in');
  });
});

describe('somebody who asks who there is', () => {
  it('is told the same for unknown, disabled and wrong, after the same work', async () => {
    const [right, disabled] = [await addUser(), await addUser()];
    await accounts.users.change(by, disabled, { disabled: true });
    const pg = await openPg(orders.database);
    const { hasher, django, computed } = countedPasswords();
    const asked: string[] = [];
    /** The same port, with every question to it counted. */
    const counted = <T extends object>(name: string, port: T): T =>
      new Proxy(port, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key);
          if (typeof member !== 'function') return member;
          return (...given: readonly unknown[]) => {
            asked.push(`${name}.${String(key)}`);
            return Reflect.apply(member, target, given) as unknown;
          };
        },
      });
    const { users, sessions, attempts } = pg.accounts;
    const counting = createAccounts(
      {
        ...pg.accounts,
        users: counted('users', users),
        sessions: counted('sessions', sessions),
        attempts: counted('attempts', attempts),
        cynow: counted('cynow', inMemoryCynowAccounts([])),
        hasher,
        django,
        clock: { now: () => now },
      },
      { methods: ['own', 'django-password'], roleRules: [] },
    );
    const work: string[] = [];
    const told: string[] = [];
    for (const [i, name] of [right, disabled, 'nobody', '김 아무개'].entries()) {
      const before = computed();
      asked.length = 0;
      const result = await signIn(name, null, { through: counting, word: 'wrong', address: `10.6.0.${i}` });
      const { own, django: theirs } = computed();
      work.push(JSON.stringify({ own: own - before.own, django: theirs - before.django, asked }));
      told.push(result.outcome);
    }
    expect(new Set(work).size, work.join('\n')).toBe(1);
    expect(JSON.parse(work[0]!)).toMatchObject({ own: 1, django: 1 });
    expect(new Set(told)).toEqual(new Set(['refused']));
    await pg.close();
  });
});
