import type { Server } from 'node:http';
import { openPg } from '@cynow/po-adapters-pg';
import { createAccounts, initialFlag, type StoredFlag } from '@cynow/po-core';
import Koa, { type Middleware } from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrdersRouter, type OrdersOptions } from './createOrdersRouter.ts';
import type { OrdersPorts } from './OrdersPorts.ts';
import { databaseReadiness } from './server/databaseReadiness.ts';
import { openOrders } from './testing/openOrders.spec.support.ts';
import { close, listen, type Reply, send } from './testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
const open: Server[] = [];
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(async () => {
  for (const server of open) await close(server);
  await orders.close();
});

/** Somebody else's application: pages, a form, errors of its own, headers of its own. */
const host: readonly Middleware[] = [
  async (ctx, next) => {
    try {
      await next();
    } catch {
      ctx.status = 500;
      ctx.set('X-Host', 'broken');
      ctx.body = 'the host is broken';
    }
  },
  async (ctx, next) => {
    await next();
    if (ctx.path === '/broken') throw new Error('broken');
    if (ctx.path === '/form') {
      ctx.cookies.set('host', 'session', { path: '/' });
      const chunks: Buffer[] = [];
      for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
      ctx.body = `${ctx.method} ${Buffer.concat(chunks).toString('utf8')}`;
    }
    if (ctx.path === '/' || ctx.path.startsWith('/ordersx')) {
      ctx.set('X-Frame-Options', 'SAMEORIGIN');
      ctx.type = 'html';
      ctx.body = `<h1>${ctx.get('cookie')} ${ctx.get('authorization')}</h1>`;
    }
  },
];

const asked = [
  ['/', {}],
  ['/?x=1', { headers: { cookie: 'cynow_po_session=x; host=y', authorization: 'Bearer z' } }],
  ['/', { method: 'HEAD' }],
  ['/form', { method: 'POST', body: 'a=b' }],
  ['/form', { method: 'PUT', body: 'x'.repeat(50_000), headers: { 'content-type': 'application/json' } }],
  ['/broken', {}],
  ['/ordersx/api', {}],
  ['/none', { method: 'DELETE' }],
  ['//orders', {}],
  ['/%6frders/x', {}],
] as const;

const bytesOf = ({ status, text, headers: { date: _date, ...headers } }: Reply): string =>
  JSON.stringify({ status, text, headers });

const serve = async (router: Middleware | null): Promise<number> => {
  const app = new Koa();
  app.silent = true;
  // Wherever it is hung in: what is not under its base path is not its affair.
  for (const each of [host[0]!, ...(router === null ? [] : [router]), host[1]!]) app.use(each);
  const { server, port } = await listen(app);
  open.push(server);
  return port;
};

const heardFrom = async (port: number): Promise<readonly string[]> => {
  const heard: string[] = [];
  for (const [path, call] of asked) heard.push(bytesOf(await send(port, path, call)));
  return heard;
};

const stored = (state: 'on' | 'off' | 'maintenance'): StoredFlag => ({
  ...initialFlag,
  state,
  version: 1,
  changedAt: null,
  changedBy: null,
});

const routerWith = (over: Partial<OrdersOptions>, ports: OrdersPorts = orders.ports): Middleware =>
  createOrdersRouter(ports, { ...orders.options, ...over });

/** Every port, each of whose questions fails. */
const broken = <T extends object>(port: T): T =>
  new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member === 'object' && member !== null) return broken(member);
      return typeof member === 'function' && key !== 'now'
        ? () => {
            throw new TypeError('no database');
          }
        : member;
    },
  });

describe('the routes of an application that PO management is hung into', () => {
  it('answer the same bytes with it on, off, closed, hidden by the machine, and with a database that throws', async () => {
    const alone = await heardFrom(await serve(null));
    const view = (state: 'on' | 'off' | 'maintenance') => ({
      machine: () => ({ state: 'store' }) as const,
      stored: () => stored(state),
    });
    const routers: Readonly<Record<string, Middleware>> = {
      on: routerWith({ flag: view('on') }),
      off: routerWith({ flag: view('off') }),
      maintenance: routerWith({ flag: view('maintenance') }),
      machine: routerWith({ flag: { machine: () => ({ state: 'off', because: 'file' }), stored: () => null } }),
      unknown: routerWith({ flag: { machine: () => ({ state: 'store' }), stored: () => null } }),
      throwing: routerWith({ flag: view('on') }, broken(orders.ports)),
      'throwing flag': routerWith({
        flag: {
          machine: () => {
            throw new TypeError('no flag');
          },
          stored: () => null,
        },
      }),
    };
    for (const [name, router] of Object.entries(routers)) {
      const port = await serve(router);
      // Something is going on under our own path meanwhile.
      const own = Array.from({ length: 5 }, (_, i) =>
        send(port, `/orders/api/v1/stats?${i}`, { headers: { ...orders.headersOf('admin-token-admin') } }),
      );
      expect([name, await heardFrom(port)]).toEqual([name, alone]);
      const statuses = new Set((await Promise.all(own)).map(({ status }) => status));
      expect([name, statuses.size]).toEqual([name, 1]);
      // What went wrong under our path is answered there, and never by the host.
      for (const reply of await Promise.all(own)) {
        expect(reply.headers['x-host'], name).toBeUndefined();
        expect(reply.text, name).not.toContain('host');
      }
      expect([name, await heardFrom(port)]).toEqual([name, alone]);
    }
  });

  it('answer while all connections to the database are taken, and after it went away', async () => {
    const pg = await openPg({ ...orders.database, maxConnections: 1, statementTimeoutMs: 2000 });
    const { clock } = orders.ports;
    const accounts = createAccounts({ ...pg.accounts, clock }, { methods: ['own'], roleRules: [] });
    const ports: OrdersPorts = { ...orders.ports, ...pg.ports, ...pg, accounts, clock };
    const port = await serve(routerWith({}, ports));
    const alone = await heardFrom(await serve(null));
    const headers = { ...orders.headersOf('admin-token-admin') };
    const crowd = Array.from({ length: 20 }, () => send(port, '/orders/api/v1/stats', { headers }));
    expect(await heardFrom(port)).toEqual(alone);
    expect(new Set((await Promise.all(crowd)).map(({ status }) => status))).toEqual(new Set([200]));
    await pg.close();
    const away = await send(port, '/orders/api/v1/stats', { headers });
    expect([500, 503]).toContain(away.status);
    expect(await heardFrom(port)).toEqual(alone);
    const { checks } = await databaseReadiness({
      schemaState: pg.schemaState,
      freshness: () => Promise.reject(new Error()),
    });
    expect(checks).toMatchObject({ database: { ok: false } });
  });

  it('keep their own errors, cookies and headers, wherever the router stands', async () => {
    const app = new Koa();
    app.silent = true;
    for (const each of [routerWith({}), ...host]) app.use(each);
    const first = await listen(app);
    open.push(first.server);
    expect(await heardFrom(first.port)).toEqual(await heardFrom(await serve(null)));
  });
});
