import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../api/Endpoint.ts';
import { readTrustedProxies } from '../request/TrustedProxies.ts';
import { type ReverseProxy, reverseProxies } from '../testing/reverseProxy.spec.support.ts';
import { send, serveForTest } from '../testing/testServer.spec.support.ts';
import { listenAt } from './listenAt.ts';
import { type Connections, serveConnections } from './serveConnections.ts';

const common = { permission: 'read', summary: { ko: '', en: '' }, tag: 'pos', params: z.strictObject({}) } as const;
const endpoints = [
  endpoint({
    ...common,
    id: 'getThing',
    method: 'GET',
    path: '/api/v1/things',
    query: z.strictObject({ q: z.string().optional() }),
    body: null,
    status: 200,
    result: z.object({ q: z.string().nullable() }),
    handle: async ({ query }) => ({ value: { q: query.q ?? null } }),
  }),
  endpoint({
    ...common,
    id: 'makeThing',
    method: 'POST',
    path: '/api/v1/things',
    query: z.strictObject({}),
    body: z.strictObject({ text: z.string() }),
    status: 201,
    result: z.object({ length: z.number() }),
    handle: async ({ body }) => ({ value: { length: body.text.length } }),
  }),
];

const variants = Object.keys(reverseProxies).flatMap((name) =>
  (['', 'upgrade'] as const).map((connection) => ({ name, connection })),
);

describe.each(variants)('behind $name that sends Connection "$connection"', ({ name, connection }) => {
  let directory: string;
  let orders: Awaited<ReturnType<typeof serveForTest>>;
  let connections: Connections;
  let server: Server;
  let proxy: ReverseProxy;
  const base = '/cynow/orders';
  const ask = (
    path: string,
    call: Parameters<typeof send>[2] = {},
    caller: 'nobody' | 'admin-session' = 'admin-session',
  ) => send(proxy.port, path, { ...call, headers: { ...orders.headersOf(caller), ...call.headers } });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cynow-po-proxy-'));
    // nginx works as somebody else.
    chmodSync(directory, 0o755);
    const own = join(directory, 'proxy');
    mkdirSync(own);
    const socket = join(directory, 'http.sock');
    orders = await serveForTest(endpoints, { basePath: base, trusted: readTrustedProxies(['unix']) });
    connections = serveConnections({ middleware: () => [orders.middleware], log: console });
    server = createServer((each) => connections.take(each, true));
    await listenAt(server, { path: socket });
    proxy = await reverseProxies[name]!({ socket, directory: own, connection });
  });
  afterAll(async () => {
    await proxy.close();
    server.close();
    await connections.ended(0, 0);
    await orders.close();
    rmSync(directory, { recursive: true });
  });

  it('answers under the path of the proxy, bodies and queries as they were sent', async () => {
    const read = await ask(`${base}/api/v1/things?q=%ED%95%9C%EA%B8%80`);
    expect([read.status, read.json()]).toEqual([200, { q: '한글' }]);
    const text = '가'.repeat(1000);
    const origin = { 'sec-fetch-site': 'same-origin' };
    const made = await ask(`${base}/api/v1/things`, { method: 'POST', json: { text }, headers: origin });
    expect([made.status, made.json()]).toEqual([201, { length: 1000 }]);
  });

  it('is sent on from the path without its slash, and shows neither metrics nor anything beside', async () => {
    const moved = await ask(base);
    expect([moved.status, new URL(moved.headers.location ?? '', 'http://x').pathname]).toEqual([308, `${base}/`]);
    for (const path of [`${base}/metrics`, '/metrics', '/cynow/other']) expect((await ask(path)).status).toBe(404);
  });

  it('passes on refusals of ours as they are', async () => {
    expect((await ask(`${base}/api/v1/things`, {}, 'nobody')).json()).toMatchObject({ status: 401 });
    orders.setFlag({ state: 'maintenance', maintenanceText: '점검' });
    const maintained = await ask(`${base}/api/v1/things`);
    expect([maintained.status, maintained.headers['retry-after'], maintained.json()]).toEqual([
      503,
      '300',
      expect.objectContaining({ detail: '점검' }),
    ]);
    orders.setFlag({ state: 'off' });
    const hidden = await ask(`${base}/api/v1/things`);
    expect([hidden.status, hidden.text]).toEqual([404, 'Not Found']);
    orders.setFlag({});
  });

  it('knows the address of the client from the proxy, and believes no other', async () => {
    orders.lines.length = 0;
    await ask(`${base}/api/v1/things`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(orders.lines.at(-1)).toMatchObject({ message: 'answered', address: '127.0.0.1' });
  });

  it('takes a WebSocket that somebody asks for as the request that it is', async () => {
    const headers = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' };
    expect((await ask(`${base}/api/v1/things`, { headers })).status).toBe(200);
  });
});
