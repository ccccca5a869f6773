import { permissions } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../api/Endpoint.ts';
import { contentsOf } from '../testing/contents.spec.support.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import type { Call, Caller, Reply } from '../testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
/** Credentials that were good once. */
let past: Readonly<Record<'expired' | 'revoked' | 'disabled' | 'signedOut' | 'disabledSession', string>>;
let before: string;

beforeAll(async () => {
  orders = await openOrders();
  const { accounts, clock } = orders.ports;
  const by = { actor: 'test', channel: 'cli', requestId: null } as const;
  const tokenOf = async (user: string, expiresAt: Date | null): Promise<{ id: string; token: string }> => {
    const made = await accounts.tokens.create(by, { user, scope: 'admin', expiresAt });
    if (made.outcome !== 'created') throw new Error(made.outcome);
    return made;
  };
  const sessionOf = async (name: string): Promise<string> => {
    const password = `a long password of ${name}`;
    const signedIn = await accounts.signIn({ name, password, address: '127.0.0.1', replaces: null });
    if (signedIn.outcome !== 'signed-in') throw new Error(signedIn.outcome);
    return signedIn.secret;
  };
  const minute = 60_000;
  const expired = await tokenOf('admin', new Date(clock.now().getTime() + minute));
  const revoked = await tokenOf('admin', null);
  await accounts.tokens.revoke(by, revoked.id);
  await accounts.users.add(by, { name: 'gone', role: 'admin', password: 'a long password of gone' });
  const disabled = await tokenOf('gone', null);
  const disabledSession = await sessionOf('gone');
  await accounts.users.change(by, 'gone', { disabled: true });
  const signedOut = await sessionOf('admin');
  await accounts.signOut(signedOut);
  orders.setNow(new Date(clock.now().getTime() + minute));
  past = {
    expired: expired.token,
    revoked: revoked.token,
    disabled: disabled.token,
    signedOut,
    disabledSession,
  };
  before = await contentsOf(orders.database);
});
afterAll(() => orders.close());

/** An address of the endpoint; what it names is not there. */
const pathOf = ({ path }: Endpoint): string => path.replaceAll(/\{[^}]*\}/g, 'none');

const callOf = ({ method, body }: Endpoint): Call => ({
  method,
  headers: { 'if-match': '*' },
  ...(body === null ? {} : { json: {} }),
});

interface Attack {
  readonly name: string;
  /** Null: it makes no sense there. */
  readonly send: (endpoint: Endpoint) => Promise<Reply> | null;
  readonly statuses: readonly number[];
}

const send = (endpoint: Endpoint, caller: Caller, over: Call & { readonly path?: string } = {}): Promise<Reply> => {
  const call = callOf(endpoint);
  const { path = pathOf(endpoint), headers = {}, ...rest } = over;
  return orders.send(path, { ...call, ...rest, headers: { ...call.headers, ...headers } }, caller);
};

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const cookie = (secret: string) => ({
  headers: { cookie: `cynow_po_session=${secret}`, 'sec-fetch-site': 'same-origin' },
});

const refusedAsStranger = (name: string, over: () => Call): Attack => ({
  name,
  send: (endpoint) => send(endpoint, 'nobody', over()),
  statuses: [401],
});

const isWrite = ({ method }: Endpoint): boolean => method !== 'GET';
const isAboveViewers = ({ permission }: Endpoint): boolean => !['read', 'account'].includes(permission);
const adminToken = () => orders.headersOf('admin-token-admin').authorization!;

const attacks: readonly Attack[] = [
  refusedAsStranger('nobody', () => ({})),
  refusedAsStranger('a token that never was', () => bearer(`cpo_${'A'.repeat(43)}`)),
  refusedAsStranger('a token of another system', () => bearer('ghp_0123456789012345678901234567890123456789')),
  refusedAsStranger('an expired token', () => bearer(past.expired)),
  refusedAsStranger('a revoked token', () => bearer(past.revoked)),
  refusedAsStranger('a token of somebody who was disabled', () => bearer(past.disabled)),
  refusedAsStranger('a session of somebody who was disabled', () => cookie(past.disabledSession)),
  refusedAsStranger('a session that was signed out of', () => cookie(past.signedOut)),
  refusedAsStranger('a cookie from before signing in', () => cookie('A'.repeat(43))),
  refusedAsStranger("CYNOW's cookie where that way is closed", () => ({ headers: { cookie: 'sessionid=abc' } })),
  refusedAsStranger('a token as a cookie', () => cookie(adminToken().slice(7))),
  refusedAsStranger('two session cookies', () => ({
    headers: { cookie: `${orders.headersOf('admin-session').cookie}; cynow_po_session=x` },
  })),
  refusedAsStranger('another scheme', () => ({ headers: { authorization: adminToken().replace('Bearer', 'Token') } })),
  refusedAsStranger('a spoofed user', () => ({
    headers: {
      'x-forwarded-user': 'admin',
      'x-remote-user': 'admin',
      'remote-user': 'admin',
      'x-forwarded-for': '127.0.0.1',
      'x-real-ip': '127.0.0.1',
      forwarded: 'for=127.0.0.1',
    },
  })),
  {
    name: 'a token in the query',
    send: (endpoint) => {
      const token = encodeURIComponent(adminToken().slice(7));
      return send(endpoint, 'nobody', { path: `${pathOf(endpoint)}?access_token=${token}&token=${token}` });
    },
    statuses: [401],
  },
  {
    name: 'a role that may not',
    send: (endpoint) => (isAboveViewers(endpoint) ? send(endpoint, 'viewer-session') : null),
    statuses: [403],
  },
  {
    name: 'a token whose scope may not',
    send: (endpoint) => (isAboveViewers(endpoint) ? send(endpoint, 'admin-token-read') : null),
    statuses: [403],
  },
  {
    name: 'a token where a person is needed',
    send: (endpoint) => (endpoint.permission === 'account' ? send(endpoint, 'admin-token-admin') : null),
    statuses: [403],
  },
  ...(
    [
      ['a form of another site', { 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' }],
      ['another port of the same host', { 'sec-fetch-site': 'same-site' }],
      ['a browser that tells no site, from another origin', { 'sec-fetch-site': '', origin: 'http://evil.test' }],
      ['a sandbox', { 'sec-fetch-site': '', origin: 'null' }],
    ] as const
  ).map(
    ([name, headers]): Attack => ({
      name,
      send: (endpoint) => (isWrite(endpoint) ? send(endpoint, 'admin-session', { headers }) : null),
      statuses: [403],
    }),
  ),
  {
    name: 'a read for a write',
    send: (endpoint) => {
      const other = orders.endpoints.some((each) => each.method === 'GET' && pathOf(each) === pathOf(endpoint));
      if (!isWrite(endpoint) || other) return null;
      return orders.send(pathOf(endpoint), { method: 'GET', headers: { 'x-http-method-override': endpoint.method } });
    },
    // A fixed path may be what a parameter of another read takes.
    statuses: [405, 404],
  },
  {
    name: 'another method in a header or in the query',
    send: (endpoint) =>
      isWrite(endpoint)
        ? orders.send(`${pathOf(endpoint)}?_method=${endpoint.method}`, {
            method: 'TRACE',
            headers: { 'x-http-method-override': endpoint.method, 'x-method-override': endpoint.method },
          })
        : null,
    statuses: [405],
  },
  {
    name: 'a body as a form',
    send: (endpoint) =>
      endpoint.body === null
        ? null
        : orders.send(
            pathOf(endpoint),
            {
              method: endpoint.method,
              body: 'a=b',
              headers: { 'content-type': 'application/x-www-form-urlencoded', 'if-match': '*' },
            },
            'admin-session',
          ),
    statuses: [415],
  },
  ...(
    [
      ['another case', (path) => path.toUpperCase()],
      ['a slash behind', (path) => `${path}/`],
      ['two slashes', (path) => path.replace('/api', '//api')],
      ['a dot segment', (path) => path.replace('/api', '/./api')],
      ['two dots', (path) => `/none/..${path}`],
      ['an encoded slash', (path) => path.replace('/v1/', '%2fv1/').replace('/admin/', '/admin%2f')],
      ['a parameter behind a semicolon', (path) => path.replace('/api', '/api;x=1').replace('/admin', '/admin;x=1')],
      ['an encoded NUL', (path) => `${path}%00`],
      ['a backslash', (path) => path.replace('/v1/', '\\v1\\').replace('/admin/', '/admin\\')],
    ] as readonly (readonly [string, (path: string) => string])[]
  ).map(
    ([name, changed]): Attack => ({
      name: `the address with ${name}`,
      send: (endpoint) => {
        const path = changed(pathOf(endpoint));
        return path === pathOf(endpoint) ? null : send(endpoint, 'nobody', { path });
      },
      // Nothing is found by another spelling; where it is what a parameter takes, one is asked who one is.
      statuses: [404, 401],
    }),
  ),
];

describe('every route against every attack', () => {
  it('has a route for each permission that there is something for', () => {
    const used = new Set(orders.endpoints.map(({ permission }) => permission));
    expect(permissions.filter((each) => !used.has(each) && !['run', 'enter'].includes(each))).toEqual([]);
  });

  it.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (name, { send: attempt, statuses }) => {
    let tried = 0;
    for (const endpoint of orders.endpoints) {
      const reply = await attempt(endpoint);
      if (reply === null) continue;
      tried += 1;
      expect([endpoint.id, name, statuses, statuses.includes(reply.status), reply.status]).toEqual([
        endpoint.id,
        name,
        statuses,
        true,
        reply.status,
      ]);
      expectSecure(reply);
      expect(reply.headers['set-cookie'], `${endpoint.id} ${name}`).toBeUndefined();
      expect(reply.text).not.toContain(adminToken().slice(7));
    }
    expect(tried).toBeGreaterThan(0);
  });

  it('changed nothing', async () => {
    expect(await contentsOf(orders.database)).toBe(before);
    expect(orders.errors).toEqual([]);
  });
});
