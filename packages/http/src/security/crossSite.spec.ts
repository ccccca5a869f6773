import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Endpoint, endpoint, type Method } from '../api/Endpoint.ts';
import { serveForTest } from '../testing/testServer.spec.support.ts';

const nothing = z.strictObject({});
let carriedOut = 0;

const endpoints: readonly Endpoint[] = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as readonly Method[]).map((method) =>
  endpoint({
    id: `thing${method}`,
    tag: 'test',
    method,
    path: '/thing',
    permission: 'read',
    summary: { ko: '시험', en: 'test' },
    params: nothing,
    query: nothing,
    body: null,
    status: 200,
    result: z.object({ done: z.boolean() }),
    handle: async () => {
      carriedOut += 1;
      return { value: { done: true } };
    },
  }),
);

const publicUrl = 'https://plant.test/cynow/orders';
const own = 'https://plant.test';

let derived: Awaited<ReturnType<typeof serveForTest>>;
let told: Awaited<ReturnType<typeof serveForTest>>;
beforeAll(async () => {
  derived = await serveForTest(endpoints);
  told = await serveForTest(endpoints, { publicUrl });
});
afterAll(async () => {
  await derived.close();
  await told.close();
});

const sites = ['', 'same-origin', 'none', 'same-site', 'cross-site', 'Same-Origin', 'same-origin, none', 'x'];
const origins = (ours: string): readonly string[] => [
  '',
  ours,
  ours.toUpperCase(),
  'null',
  'http://evil.test',
  `${ours}.evil.test`,
  `${ours}:8443`,
  ours.startsWith('https') ? ours.replace('https', 'http') : ours.replace('http', 'https'),
  ours.replace('//', '//sub.'),
  `${ours}/`,
  `${ours} http://evil.test`,
];

/** Written down a second time: a browser's own word goes first; then the origin must be ours to the letter, but for case. */
const isOurs = (site: string, origin: string, ours: string): boolean =>
  site === '' ? origin.toLowerCase() === ours : site === 'same-origin' || site === 'none';

describe('a request that somebody else’s page may have made', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s, by every word of the browser', async (method) => {
    for (const server of [derived, told]) {
      const host = server === told ? 'evil.test' : `127.0.0.1:${server.port}`;
      const ours = server === told ? own : `http://${host}`;
      const cookie =
        server === told
          ? server.headersOf('admin-session').cookie!.replace('cynow_po', '__Secure-cynow_po')
          : server.headersOf('admin-session').cookie!;
      const token = server.headersOf('admin-token-admin').authorization!;
      for (const site of sites) {
        for (const origin of origins(ours)) {
          for (const credentials of [{ cookie }, { authorization: token }, { cookie, authorization: token }]) {
            const before = carriedOut;
            const { status } = await server.send(
              '/orders/thing',
              {
                method,
                headers: {
                  host,
                  ...(site === '' ? {} : { 'sec-fetch-site': site }),
                  ...(origin === '' ? {} : { origin }),
                  ...credentials,
                },
              },
              'nobody',
            );
            // Nobody's page can make a browser send a token; and reading changes nothing.
            const allowed =
              'authorization' in credentials || method === 'GET' || method === 'HEAD' || isOurs(site, origin, ours);
            expect([method, site, origin, Object.keys(credentials), status, carriedOut - before]).toEqual([
              method,
              site,
              origin,
              Object.keys(credentials),
              allowed ? 200 : 403,
              allowed ? 1 : 0,
            ]);
          }
        }
      }
    }
  });

  it('cannot choose the cookie: over https only the one that pages of http cannot set counts', async () => {
    const cookie = told.headersOf('admin-session').cookie!;
    expect((await told.send('/orders/thing', { headers: { cookie } }, 'nobody')).status).toBe(401);
    const prefixed = cookie.replace('cynow_po', '__Secure-cynow_po');
    expect((await told.send('/orders/thing', { headers: { cookie: prefixed } }, 'nobody')).status).toBe(200);
    expect((await derived.send('/orders/thing', { headers: { cookie: prefixed } }, 'nobody')).status).toBe(401);
  });

  it('is told nothing across origins: no CORS header, whatever is asked', async () => {
    for (const server of [derived, told]) {
      const preflight = await server.send('/orders/thing', {
        method: 'OPTIONS',
        headers: {
          origin: 'http://evil.test',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
      const read = await server.send('/orders/thing', { headers: { origin: 'http://evil.test' } });
      expect([preflight.status, read.status]).toEqual([405, 200]);
      for (const { headers } of [preflight, read]) {
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      }
    }
  });
});
