import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrdersRouter } from '../createOrdersRouter.ts';
import { createHttpServer } from '../server/createHttpServer.ts';
import { healthRoutes } from '../server/healthRoutes.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { readRaw, sayRaw } from '../testing/rawRequest.spec.support.ts';
import { type Call, close, type Reply, send } from '../testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
let server: Server;
let port: number;

/** So long may headers, and whole requests, take here; in earnest it is longer. */
const timeouts = { headersMs: 300, requestMs: 600 };

beforeAll(async () => {
  orders = await openOrders();
  const { ports, options } = orders;
  const { log } = options;
  server = createHttpServer({
    middleware: [
      healthRoutes({
        readiness: async () => ({ checks: { database: { ok: true } }, degraded: [] }),
        isStopping: () => false,
        accounts: ports.accounts,
        log,
      }),
      createOrdersRouter(ports, options),
      async (ctx, next) => {
        if (ctx.path === '/broken') throw new Error('a bug at /home/somebody');
        await next();
      },
    ],
    log,
    timeouts,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  await close(server);
  await orders.close();
});

const authorization = () => orders.headersOf('admin-token-admin').authorization!;

const ask = (path: string, { headers = {}, ...call }: Call = {}): Promise<Reply> =>
  send(port, path, { ...call, headers: { authorization: authorization(), ...headers } });

const head = (first: string, ...lines: readonly string[]): string =>
  `${[first, 'Host: plant.test', `Authorization: ${authorization()}`, ...lines].join('\r\n')}\r\n\r\n`;

const raw = async (...parts: readonly (string | Buffer)[]): Promise<Reply> => {
  const reply = readRaw(await sayRaw(port, ...parts));
  expectSecure(reply);
  return reply;
};

const users = '/orders/api/v1/users';

describe('every answer has the headers of every answer', () => {
  it('whatever its status: 200 to 503', async () => {
    const statuses = new Map<number, Reply>();
    const keep = (reply: Reply): void => void statuses.set(reply.status, reply);
    keep(await ask('/orders/api/v1/account'));
    keep(await ask('/orders/api/v1/stats?x=1'));
    keep(await send(port, '/orders/api/v1/stats'));
    keep(await send(port, users, { headers: { ...orders.headersOf('viewer-session') } }));
    keep(await ask('/orders/none'));
    keep(await ask('/orders/api/v1/stats', { method: 'DELETE' }));
    keep(await ask('/orders/api/v1/stats', { headers: { accept: 'image/png' } }));
    keep(await ask(users, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }));
    keep(await ask(users, { method: 'POST', json: { name: 'x'.repeat(2_000_000) } }));
    keep(await ask(`/orders/api/v1/stats?${'x'.repeat(9000)}`));
    const undo = { method: 'POST', json: { auditId: 'none' } };
    keep(await ask('/orders/api/v1/reviews/none/resolution', { method: 'POST', json: { kind: 'reopen' } }));
    keep(await ask('/orders/api/v1/undo', { ...undo, headers: { 'idempotency-key': 'transport' } }));
    const reused = { method: 'POST', json: { auditId: 'other' }, headers: { 'idempotency-key': 'transport' } };
    keep(await ask('/orders/api/v1/undo', reused));
    keep(await ask('/broken'));
    keep(await ask('/'));
    for (const reply of statuses.values()) expectSecure(reply);
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'TRACE']) {
      for (const path of ['/healthz', '/readyz', '/', '/orders', '/orders/', '/favicon.ico']) {
        expectSecure(await send(port, path, { method }));
      }
    }
    expect([...statuses.keys()].sort()).toEqual([200, 400, 401, 403, 404, 405, 406, 413, 414, 415, 422, 428, 500]);
    const broken = statuses.get(500)!;
    expect(broken.text).not.toMatch(/somebody|a bug| {4}at /);
  });

  it('is not kept by anybody, and says of which type it is', async () => {
    for (const endpoint of orders.endpoints) {
      const path = `/orders${endpoint.path.replaceAll(/\{[^}]*\}/g, 'none')}`;
      const reply = await ask(path, { method: endpoint.method === 'GET' ? 'HEAD' : 'GET' });
      expectSecure(reply);
      expect(reply.headers['content-type'], path).toBeDefined();
    }
  });
});

describe('what is too much', () => {
  it('a body: declared, or in pieces, or with a length that is none', async () => {
    const type = 'Content-Type: application/json';
    const declared = await raw(head(`POST ${users} HTTP/1.1`, type, 'Content-Length: 999999999', 'Connection: close'));
    expect([declared.status, declared.json().type]).toEqual([413, 'urn:cynow:po:too-large']);
    const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const pieces = await raw(
      head(`POST ${users} HTTP/1.1`, type, 'Transfer-Encoding: chunked', 'Connection: close'),
      piece.repeat(40),
      '0\r\n\r\n',
    );
    expect(pieces.status).toBe(413);
    for (const length of ['-1', 'x', '1e3', '0x10', '99999999999999999999999']) {
      const reply = await raw(head(`POST ${users} HTTP/1.1`, type, `Content-Length: ${length}`, 'Connection: close'));
      expect([length, reply.status]).toEqual([length, 400]);
    }
  });

  it('a header, many of them, an address', async () => {
    expect((await raw(head('GET /orders HTTP/1.1', `X-Long: ${'x'.repeat(20_000)}`))).status).toBe(431);
    const many = Array.from({ length: 3000 }, (_, i) => `X-${i}: 1`);
    expect([431, 400]).toContain((await raw(head('GET /orders HTTP/1.1', ...many, 'Connection: close'))).status);
    expect((await raw(head(`GET /orders?${'x'.repeat(9000)} HTTP/1.1`, 'Connection: close'))).status).toBe(414);
    expect((await raw(head(`GET /orders?${'x'.repeat(20_000)} HTTP/1.1`, 'Connection: close'))).status).toBe(431);
  });

  it('nesting, members, and numbers in JSON', async () => {
    const bodies = [
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      `{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`,
      JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))),
      `{"name":${'9'.repeat(500_000)}}`,
    ];
    for (const body of bodies) {
      const reply = await ask(users, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      expect([body.slice(0, 20), reply.status]).toEqual([body.slice(0, 20), 400]);
      // Rubbish makes no answer greater than itself.
      expect(reply.text.length).toBeLessThan(50_000);
    }
  });
});

describe('what is too slow', () => {
  it('headers that do not end, and a body that does not', async () => {
    expect((await raw('GET /orders HTTP/1.1\r\nHost: x\r\n', 'X-A: 1\r\n')).status).toBe(408);
    const body = head(`POST ${users} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 100');
    expect((await raw(body, '{"name"')).status).toBe(408);
  });
});

describe('requests in other requests', () => {
  const smuggled = `GET /orders/api/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: `;
  const type = 'Content-Type: application/json';

  it('two lengths, or a length and pieces, are no request', async () => {
    const attempts: readonly (readonly string[])[] = [
      ['Content-Length: 6', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked', 'Content-Length: 6'],
      ['Content-Length: 5', 'Content-Length: 6'],
      ['Content-Length: 5, 6'],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding: xchunked'],
      ['Transfer-Encoding : chunked'],
      ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      ['Content-Length : 5'],
      ['Transfer-Encoding:\x0bchunked'],
      ['X: a\n b', 'Content-Length: 5'],
    ];
    for (const lines of attempts) {
      const heard = await sayRaw(
        port,
        head(`POST ${users} HTTP/1.1`, type, ...lines),
        `0\r\n\r\n${smuggled}${authorization()}\r\n\r\n`,
      );
      expectSecure(readRaw(heard));
      // One answer, and not the one to what came along.
      expect([lines, heard.match(/HTTP\/1\.1 \d+/g)]).toEqual([lines, ['HTTP/1.1 400']]);
      expect(heard).not.toContain('"items"');
    }
  });

  it('lines that end otherwise, and names that are none, are no headers', async () => {
    for (const lines of [['X: a\rY: b'], ['X: a\0b'], ['X Y: a'], [': a'], ['(x): a'], [' X: folded']] as const) {
      const reply = await raw(head('GET /orders HTTP/1.1', ...lines, 'Connection: close'));
      expect([lines, reply.status]).toEqual([lines, 400]);
    }
  });

  it('no host, two hosts, an old version, no version, another protocol', async () => {
    for (const hosts of [[], ['a', 'b'], ['evil.test/x'], ['a b'], ['a"><b>']]) {
      const lines = hosts.map((host) => `Host: ${host}\r\n`).join('');
      const reply = await raw(`GET /orders HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
      expect([hosts, reply.status, reply.text]).toEqual([hosts, 400, '']);
    }
    for (const text of [
      'GET /orders\r\n\r\n',
      'GET /orders HTTP/3.0\r\nHost: x\r\n\r\n',
      'GET  HTTP/1.1\r\nHost: x\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ]) {
      const reply = await raw(Buffer.from(text, 'latin1'));
      expect([text, reply.status]).toEqual([text, 400]);
    }
    expect((await raw('GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200);
  });
});

describe('other ways to ask', () => {
  it('TRACE tells nothing back, OPTIONS no more than the methods, HEAD what GET would without its body', async () => {
    const headers = { 'x-secret': 'do not repeat', cookie: 'a=do not repeat' };
    for (const method of ['TRACE', 'OPTIONS', 'PROPFIND']) {
      const reply = await ask('/orders/api/v1/stats', { method, headers });
      expect([method, reply.status, reply.headers.allow]).toEqual([method, 405, 'GET, HEAD']);
      expect(reply.text).not.toContain('do not repeat');
    }
    const [got, headed] = [
      await ask('/orders/api/v1/account'),
      await ask('/orders/api/v1/account', { method: 'HEAD' }),
    ];
    expect([headed.status, headed.text]).toEqual([200, '']);
    expect(headed.headers['content-length']).toBe(got.headers['content-length']);
    expect((await raw('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).status).toBe(404);
  });

  it('an upgrade, a tunnel, an expectation that nobody knows', async () => {
    const upgraded = await raw(
      head('GET /orders/api/v1/none HTTP/1.1', 'Connection: Upgrade, close', 'Upgrade: websocket'),
    );
    expect(upgraded.status).toBe(404);
    expect(await sayRaw(port, 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n')).not.toMatch(/ 200 /);
    expect((await raw(head('GET /orders HTTP/1.1', 'Expect: miracles', 'Connection: close'))).status).toBe(417);
    const absolute = await raw(head('GET http://evil.test/orders/api/v1/account HTTP/1.1', 'Connection: close'));
    expect(absolute.text).not.toContain('evil.test');
  });

  it('an address that leads out of itself', async () => {
    for (const path of [
      '/orders/../../../../etc/passwd',
      '/orders/..%2f..%2f..%2fetc%2fpasswd',
      '/orders/%2e%2e/%2e%2e/etc/passwd',
      '/orders/..%5c..%5cwindows%5cwin.ini',
      '/orders/api/v1/pos/..%2f..%2f..%2fetc%2fpasswd',
      '/orders/api/v1/pos/%2e%2e%2fusers',
      '/orders/api/v1/pos/%252e%252e%252fusers',
      '/orders/api/v1/pos/..;/users',
      '/orders/%c0%ae%c0%ae/etc/passwd',
      '/orders/static/../../package.json',
      '/orders/.git/config',
      '/orders/package.json',
      '/../etc/passwd',
      '//etc/passwd',
      '/orders/\\..\\..\\etc\\passwd',
      '/healthz/../orders/api/v1/users',
    ]) {
      const reply = await ask(path);
      expect([path, reply.status]).toEqual([path, 404]);
      expectSecure(reply);
      expect(reply.text).not.toMatch(/root:|"items"|\[extensions\]|"name"/);
    }
  });

  it('line ends in whatever comes back', async () => {
    const ends = ['%0d%0aX-Injected:%20yes', '%0aX-Injected:%20yes', '%e5%98%8a%e5%98%8dX-Injected:%20yes'];
    for (const end of ends) {
      for (const path of [
        `/orders/${end}`,
        `/orders/api/v1/pos/${end}`,
        `/orders/api/v1/stats?since=${end}`,
        `/orders?${end}`,
        `/${end}`,
      ]) {
        const reply = await ask(path);
        expectSecure(reply);
        expect(reply.headers['x-injected'], path).toBeUndefined();
        for (const value of Object.values(reply.headers)) expect(String(value)).not.toMatch(/X-Injected/i);
      }
    }
    // Headers that are looked at: what they hold never makes another one.
    for (const name of [
      'x-request-id',
      'accept-language',
      'idempotency-key',
      'if-match',
      'origin',
      'x-forwarded-proto',
    ]) {
      for (const value of ['a\tX-Injected: yes', 'ko\x80\xff', 'a, X-Injected: yes']) {
        const reply = await raw(head('GET /orders/api/v1/account HTTP/1.1', `${name}: ${value}`, 'Connection: close'));
        expect([name, value, reply.headers['x-injected'], reply.text.includes('X-Injected')]).toEqual([
          name,
          value,
          undefined,
          false,
        ]);
      }
    }
  });
});

it('nothing went wrong unexpectedly, but for what was broken on purpose', () => {
  expect(orders.errors.filter((each) => !String((each as { err?: unknown }).err).includes('a bug at'))).toEqual([]);
});
