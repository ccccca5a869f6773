/**
 * npm run bench:http -- [--pos N] [--seconds S] [--only PATTERN]: fills a database of its own with N POs, on a server with default
 * durability (DATABASE_URL, else the embedded one in ./.cynow), serves the API over it in a process of its own, and drops it. Prints
 * for each request how many a second are answered and how long the median and the slowest hundredth take, with 10 clients that
 * ask without a pause; the same where 50 a second are asked for; and how many a second a bare Koa route answers with the same bytes, in
 * the same process, as the ratio of the two.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  connect,
  migrateUp,
  openEmbeddedPostgres,
  openPg,
  ownMigrations,
  type PgSettings,
} from '@cynow/po-adapters-pg';
import { createFcmsTables, filledPos, fillPos } from '@cynow/po-adapters-pg/demo';
import { createAccounts, initialFlag } from '@cynow/po-core';
import { createOrdersRouter, type OrdersPorts } from '@cynow/po-http';
import autocannon from 'autocannon';
import Koa from 'koa';

const settingsFor = (url: string): PgSettings => ({
  url,
  schema: 'po',
  fcmsSchema: 'fcms_cdc',
  applicationName: 'cynow-po/bench',
  statementTimeoutMs: 600_000,
  maxConnections: 20,
  docPrefix: 'FP',
});

const site = {
  rules: { docPrefix: 'FP', qtyTolerance: 0, placeholders: [] },
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 480, to: 1140, holidays: new Set<string>() },
  },
  orphanAfterMinutes: 60,
  reservationHours: 48,
};

/** Serves the API over the database, and under `/bare/` whatever was put there; tells the port and a token. */
const serve = async (url: string): Promise<void> => {
  const pg = await openPg(settingsFor(url));
  const clock = { now: () => new Date() };
  const accounts = createAccounts({ ...pg.accounts, clock }, { methods: ['own'], roleRules: [] });
  const by = { actor: 'bench', channel: 'cli', requestId: null } as const;
  await accounts.users.add(by, { name: 'bench', role: 'viewer', password: 'a long password of nobody' });
  const made = await accounts.tokens.create(by, { user: 'bench', scope: 'read', expiresAt: null });
  if (made.outcome !== 'created') throw new Error(made.outcome);
  const ports: OrdersPorts = { ...pg, ...pg.ports, clock, accounts };
  const stored = { ...initialFlag, state: 'on', version: 1, changedAt: null, changedBy: null } as const;
  const bare = new Map<string, { readonly type: string; readonly body: Buffer }>();
  const app = new Koa();
  let underWay = 0;
  app.use(async (_ctx, next) => {
    underWay += 1;
    await next();
    underWay -= 1;
  });
  app.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/bare/')) return next();
    if (ctx.method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
      bare.set(ctx.path, { type: ctx.get('content-type'), body: Buffer.concat(chunks) });
      ctx.status = 204;
      return;
    }
    const held = bare.get(ctx.path);
    if (held === undefined) return;
    ctx.type = held.type;
    ctx.body = held.body;
  });
  app.use(
    createOrdersRouter(ports, {
      basePath: '/orders',
      publicUrl: null,
      language: 'en',
      trustedProxies: [],
      auth: ['own'],
      settings: site,
      flag: { machine: () => ({ state: 'store' }), stored: () => stored },
      release: '0.0.0',
      log: { info: () => undefined, warn: () => undefined, error: (facts) => console.error(facts) },
    }),
  );
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: (server.address() as AddressInfo).port, token: made.token });
  await once(process, 'disconnect');
  server.close();
  server.closeAllConnections();
  // Clients go away without waiting; what they asked for is worked on all the same.
  while (underWay > 0) await pause(50);
  await pg.close();
};

interface Answer {
  readonly items: readonly { readonly id: string; readonly poNo: string }[];
  readonly nextCursor: string | null;
}

const clients = 10;
const column = (value: number | string, width = 9): string =>
  (typeof value === 'number' ? value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0) : value).padStart(width);

const measure = async (url: string, pos: number, seconds: number, only: string): Promise<void> => {
  // Not as an argument, which anybody may read.
  const env = { ...process.env, DATABASE_URL: url };
  const child = fork(import.meta.filename, ['--serve'], { execArgv: process.execArgv, env });
  try {
    const [{ port, token }] = (await once(child, 'message')) as [{ port: number; token: string }];
    const origin = `http://127.0.0.1:${port}`;
    const headers = { authorization: `Bearer ${token}` };
    const get = async (path: string): Promise<Answer> => {
      const answer = await fetch(`${origin}/orders/api/v1${path}`, { headers });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Answer;
    };

    // Page 10,000 of 50, or the middle of a smaller database; a cursor does not depend on the size of pages.
    const page = Math.min(10_000, Math.floor(pos / 100));
    let deep: string | null = null;
    for (let row = 0; row < page * 50; row += 200) {
      deep = (await get(`/pos?limit=200${deep === null ? '' : `&cursor=${deep}`}`)).nextCursor;
    }
    const [newest] = (await get('/pos?sort=newest&limit=1')).items;
    const [past] = (await get(`/pos?search=${filledPos.prefixes.past}&limit=1`)).items;
    const { customers, prefixes, products, names } = filledPos;
    const paths: Readonly<Record<string, string>> = {
      'list, first page': '/pos',
      [`list, page ${page.toLocaleString('en')}`]: `/pos?cursor=${deep}`,
      'list, next to be reviewed': '/pos?review=needs-review',
      'list, critical': '/pos?review=critical',
      'list, cancelled': '/pos?state=cancelled',
      'list, entered by staff': '/pos?manual=true',
      'list, a large customer': `/pos?customer=${customers.large}`,
      'list, a product not made any more': `/pos?product=${products.past}`,
      'list by number': '/pos?sort=number',
      'list by customer': '/pos?sort=customer',
      'search, a number': `/pos?search=${past?.poNo}`,
      'search, how a number begins': `/pos?search=${prefixes.ofCustomer}`,
      'search, how a past year begins': `/pos?search=${prefixes.past}`,
      'search, how most numbers begin': `/pos?search=${prefixes.broad}`,
      'search, a product': `/pos?search=${products.frequent}`,
      'search, a rare product': `/pos?search=${products.rare}`,
      'search, part of a name': `/pos?search=${encodeURIComponent(names.few)}`,
      'search, part of many names': `/pos?search=${encodeURIComponent(names.many)}`,
      customers: `/customers?search=${encodeURIComponent(names.many)}`,
      [`a PO with ${filledPos.deliveries} deliveries`]: `/pos/${newest?.id}`,
      'sums of a customer': `/pos/totals?customer=${customers.large}`,
      stats: '/stats',
    };
    console.log(
      `${''.padEnd(36)}${`${clients} clients, without a pause`.padStart(28)}${'50 a second, ms'.padStart(19)}`,
    );
    console.log(
      `${''.padEnd(36)}${[' a second', 'median', '1 in 100', 'bare ÷', 'median', '1 in 100'].map((head) => column(head)).join('')}`,
    );
    for (const [name, path] of Object.entries(paths)) {
      if (!new RegExp(only).test(name)) continue;
      const asked = `${origin}/orders/api/v1${path}`;
      const first = await fetch(asked, { headers });
      const body = Buffer.from(await first.arrayBuffer());
      if (!first.ok) throw new Error(`${path}: ${first.status} ${body.toString()}`);
      const bare = `${origin}/bare/${encodeURIComponent(name)}`;
      await fetch(bare, { method: 'PUT', body, headers: { 'content-type': first.headers.get('content-type') ?? '' } });
      const busy = { connections: clients, duration: seconds, headers };
      const started = performance.now();
      await (await fetch(asked, { headers })).arrayBuffer();
      // What takes this long is asked for by one client, a few times.
      const slow = performance.now() - started > 500;
      const few = { connections: 1, amount: 3, headers, timeout: 120 };
      const ours = await autocannon({ url: asked, ...(slow ? few : busy) });
      const theirs = await autocannon({ url: bare, ...(slow ? { ...busy, connections: 1 } : busy) });
      const steady = await autocannon({ url: asked, ...(slow ? few : { ...busy, overallRate: 50 }) });
      for (const { non2xx, errors, timeouts } of [ours, theirs, steady]) {
        if (non2xx + errors + timeouts > 0)
          throw new Error(`${path}: ${non2xx} refused, ${errors} failed, ${timeouts} late`);
      }
      console.log(
        `${`${name}${slow ? ' (one client)' : ''}`.padEnd(36)}${[
          ours.requests.average,
          ours.latency.p50,
          ours.latency.p99,
          theirs.requests.average / ours.requests.average,
          steady.latency.p50,
          steady.latency.p99,
        ]
          .map((value) => column(value))
          .join('')}`,
      );
    }
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
};

const bench = async (pos: number, seconds: number, only: string): Promise<void> => {
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, close: async () => undefined }
    : await openEmbeddedPostgres({ directory: resolve('.cynow') });
  const database = `cynow_bench_${process.pid}`;
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const admin = await connect(settingsFor(server.url));
  try {
    const { rows } = await admin.query<{ version: string }>('SELECT version()');
    console.log(
      `${rows[0]?.version}, node ${process.version}\n${pos.toLocaleString('en')} POs, 50 a page, ${seconds} s each`,
    );
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
    const client = await connect(settingsFor(url.href));
    await createFcmsTables(client);
    const { outcome } = await migrateUp(url.href, { schema: 'po', migrations: await ownMigrations() });
    if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
    await fillPos(client, pos);
    await (await openPg(settingsFor(url.href))).close();
    await client.query('VACUUM ANALYZE');
    await client.end();
    await measure(url.href, pos, seconds, only);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.end();
    await server.close();
  }
};

const { values } = parseArgs({
  options: {
    pos: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    serve: { type: 'boolean', default: false },
  },
});
if (values.serve) await serve(process.env.DATABASE_URL ?? '');
else await bench(Number(values.pos), Number(values.seconds), values.only);
