import { PoError } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { readTrustedProxies } from '../request/TrustedProxies.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { type Reply, serveForTest } from '../testing/testServer.spec.support.ts';

const nothing = z.strictObject({});
const common = {
  tag: 'test',
  permission: 'read',
  summary: { ko: '시험', en: 'test' },
  params: nothing,
  query: nothing,
  body: null,
  status: 200,
  result: z.object({ done: z.boolean() }),
} as const;

const endpoints: readonly Endpoint[] = [
  endpoint({ ...common, id: 'get', method: 'GET', path: '/thing', handle: async () => ({ value: { done: true } }) }),
  endpoint({ ...common, id: 'post', method: 'POST', path: '/thing', handle: async () => ({ value: { done: true } }) }),
  endpoint({
    ...common,
    id: 'away',
    method: 'GET',
    path: '/away',
    handle: () => Promise.reject(new PoError('NO_CONNECTION', { host: 'db.plant.test' })),
  }),
];

const publicUrl = 'http://plant.test/cynow/orders';
let told: Awaited<ReturnType<typeof serveForTest>>;
let derived: Awaited<ReturnType<typeof serveForTest>>;
let behind: Awaited<ReturnType<typeof serveForTest>>;
beforeAll(async () => {
  told = await serveForTest(endpoints, { publicUrl });
  derived = await serveForTest(endpoints);
  behind = await serveForTest(endpoints, { trusted: readTrustedProxies(['127.0.0.1', '10.0.0.0/8']) });
});
afterAll(async () => {
  await told.close();
  await derived.close();
  await behind.close();
});

const said = ({ headers, text }: Reply): string => `${JSON.stringify(headers)}${text}`;

const lies = {
  host: 'evil.test',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-server': 'evil.test',
  'x-forwarded-prefix': '/evil.test',
  'x-original-url': '/orders/away',
  'x-rewrite-url': '/orders/away',
  'x-host': 'evil.test',
  forwarded: 'for=1.2.3.4;host=evil.test;proto=https',
  'x-forwarded-for': '1.2.3.4',
  'x-forwarded-proto': 'https',
  'x-real-ip': '1.2.3.4',
  'x-request-id': 'evil.test-request',
};

describe('a host, or a way here, that the client made up', () => {
  it('leads no answer anywhere else, and is in none', async () => {
    for (const server of [told, derived]) {
      for (const path of ['/orders/thing', '/orders/none', '/orders/away', '/orders', '/orders/']) {
        for (const caller of ['nobody', 'admin-token-admin', 'admin-session'] as const) {
          const reply = await server.send(path, { headers: lies }, caller);
          expectSecure(reply);
          expect(said(reply), path).not.toMatch(/evil\.test|1\.2\.3\.4/);
          expect(reply.headers.location, path).toBeUndefined();
        }
      }
    }
  });

  it('makes no other site one of ours', async () => {
    const cookie = told.headersOf('admin-session').cookie!;
    const post = (headers: Record<string, string>) =>
      told.send('/orders/thing', { method: 'POST', headers: { cookie, ...lies, ...headers } }, 'nobody');
    expect((await post({ origin: 'http://evil.test' })).status).toBe(403);
    expect((await post({ origin: 'https://evil.test' })).status).toBe(403);
    expect((await post({ origin: 'http://plant.test' })).status).toBe(200);
  });

  it('is believed of nobody but proxies of ours, and of those only what they saw themselves', async () => {
    const address = async (server: typeof told, forwarded: string): Promise<unknown> => {
      await server.send('/orders/thing', { headers: { 'x-forwarded-for': forwarded } });
      return (server.lines.at(-1) as { address?: string }).address;
    };
    expect(await address(derived, '1.2.3.4')).toBe('127.0.0.1');
    for (const [forwarded, believed] of [
      ['1.2.3.4', '1.2.3.4'],
      // What stands before the first stranger was made up by him.
      ['10.0.0.9, 6.6.6.6, 203.0.113.7, 10.0.0.1', '203.0.113.7'],
      ['127.0.0.1, 203.0.113.7', '203.0.113.7'],
      ['203.0.113.7, 127.0.0.1', '203.0.113.7'],
      ['', '127.0.0.1'],
      ['rubbish', '127.0.0.1'],
      ['203.0.113.7, rubbish', '127.0.0.1'],
      ["1.2.3.4'; DROP TABLE x; --", '127.0.0.1'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['10.0.0.1, 10.0.0.2', '127.0.0.1'],
    ] as const) {
      expect([forwarded, await address(behind, forwarded)]).toEqual([forwarded, believed]);
    }
  });

  it('gives no request a number of its own, unless it came through a proxy of ours and is one', async () => {
    const id = async (server: typeof told, given: string): Promise<unknown> =>
      (await server.send('/orders/thing', { headers: { 'x-request-id': given } })).headers['x-request-id'];
    expect(await id(derived, 'from-a-client')).not.toBe('from-a-client');
    expect(await id(behind, 'from-nginx-1')).toBe('from-nginx-1');
    for (const given of ['short', 'a b c d e f', '<script>alert(1)</script>', 'x'.repeat(65), 'a\tb\tc\td\te']) {
      expect(await id(behind, given)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('turns no plain connection into one that is safe', async () => {
    const cookie = derived.headersOf('admin-session').cookie!;
    const headers = { cookie: cookie.replace('cynow_po', '__Secure-cynow_po'), 'x-forwarded-proto': 'https' };
    expect((await derived.send('/orders/thing', { headers }, 'nobody')).status).toBe(401);
    const through = {
      ...headers,
      cookie: behind.headersOf('admin-session').cookie!.replace('cynow_po', '__Secure-cynow_po'),
    };
    expect((await behind.send('/orders/thing', { headers: through }, 'nobody')).status).toBe(200);
  });
});

describe('what is told when something is not there', () => {
  it('is nothing about the machine: not of the database, not while it is closed', async () => {
    const away = await told.send('/orders/away');
    expect([away.status, away.headers['retry-after']]).toEqual([503, '5']);
    expectSecure(away);
    expect(said(away)).not.toContain('db.plant.test');
    told.setFlag({ state: 'maintenance', maintenanceText: '<b>오후 3시</b>' });
    const closed = await told.send('/orders/thing', {}, 'viewer-session');
    const stranger = await told.send('/orders/thing', {}, 'nobody');
    told.setFlag({});
    expect([closed.status, closed.json().detail]).toEqual([503, '<b>오후 3시</b>']);
    expectSecure(closed);
    expect(closed.headers['content-type']).toBe('application/problem+json');
    expect([stranger.status, stranger.text]).toEqual([404, 'Not Found']);
    expectSecure(stranger);
  });
});
