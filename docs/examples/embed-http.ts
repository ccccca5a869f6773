/**
 * Hangs PO management into somebody else's Koa application, beside its own pages, its own sign-in and its own health check.
 * From the root of the clone, with the address of a migrated database in DATABASE_URL:
 * node --conditions=@cynow/source --import ./scripts/tsx.mjs docs/examples/embed-http.ts
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPg, type PgSettings, watchFlag } from '@cynow/po-adapters-pg';
import { readHardSwitch } from '@cynow/po-adapters-pg/switch';
import { cdcFreshness, createAccounts, defaultSiteRules, type MatchSettings } from '@cynow/po-core';
import { createLog, createOrdersRouter, databaseReadiness, type OrdersPorts } from '@cynow/po-http';
import Koa, { type Context, type Middleware } from 'koa';

// #region settings
const database: PgSettings = {
  url: process.env.DATABASE_URL ?? '',
  schema: 'po',
  fcmsSchema: 'fcms_cdc',
  applicationName: 'my-service',
  statementTimeoutMs: 30_000,
  maxConnections: 5,
  docPrefix: 'FP',
};

const settings: MatchSettings = {
  rules: defaultSiteRules,
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 8 * 60, to: 19 * 60, holidays: new Set() },
  },
  orphanAfterMinutes: 60,
  reservationHours: 48,
};
// #endregion settings

// #region router
const pg = await openPg(database);
const clock = { now: () => new Date() };
const accounts = createAccounts({ ...pg.accounts, clock }, { methods: ['own'], roleRules: [] });
const ports: OrdersPorts = { ...pg, ...pg.ports, accounts, clock };
const flag = await watchFlag(database);

const orders = createOrdersRouter(ports, {
  basePath: '/orders',
  publicUrl: process.env.PUBLIC_URL ?? null,
  language: 'ko',
  trustedProxies: [],
  auth: ['own'],
  settings,
  flag: {
    machine: () => readHardSwitch(process.env.ENABLE_PO_MANAGEMENT, process.env.PO_OFF_FILE),
    stored: () => flag.current(),
  },
  release: 'my-service 1.0',
  log: createLog({ level: 'info', format: 'json', write: (line) => void process.stderr.write(line) }),
});
// #endregion router

// #region host
/** The host's own sign-in: another cookie, other people, another place. It opens nothing under `/orders`. */
const signedIn = (ctx: Context): boolean => ctx.cookies.get('my_session') === 'somebody';

const own: Middleware = async (ctx) => {
  if (ctx.path === '/sign-in' && ctx.method === 'POST') {
    ctx.cookies.set('my_session', 'somebody', { httpOnly: true, sameSite: 'lax', path: '/' });
    ctx.status = 204;
  } else if (ctx.path === '/') {
    ctx.body = signedIn(ctx) ? 'Hello, somebody.' : 'Hello.';
  } else if (ctx.path === '/health') {
    const freshness = async () => cdcFreshness(await pg.ports.cdc.look(clock.now(), false), settings.cdc, clock.now());
    const { checks } = await databaseReadiness({ schemaState: pg.schemaState, freshness });
    // The host is well without us, and says how we are.
    ctx.body = { self: 'well', orders: Object.values(checks).every(({ ok }) => ok) ? 'ready' : 'not ready' };
  }
};

const app = new Koa();
// What is not under `/orders` goes on to the host.
app.use(orders);
app.use(own);
// #endregion host

const server = createServer(app.callback());
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

// #region end
process.once('SIGTERM', () => {
  server.close(async () => {
    await flag.close();
    await pg.close();
  });
  server.closeIdleConnections();
});
// #endregion end
