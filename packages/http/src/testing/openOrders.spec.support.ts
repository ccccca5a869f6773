import { openPg } from '@cynow/po-adapters-pg';
import { createTemplate, pgWorld } from '@cynow/po-adapters-pg/testing';
import { createAccounts, type FlagState, initialFlag, type StoredFlag } from '@cynow/po-core';
import {
  backfillSettings,
  countedPasswords,
  enterManualPos,
  manualPo,
  moveReport,
  runToEnd,
  sourceDocument,
  type World,
} from '@cynow/po-core/testing';
import Koa from 'koa';
import { createOrdersRouter, type OrdersOptions } from '../createOrdersRouter.ts';
import { allEndpoints } from '../endpoints/allEndpoints.ts';
import type { OrdersPorts } from '../OrdersPorts.ts';
import { type Call, type Caller, close, listen, makeCallers, send } from './testServer.spec.support.ts';

/** A plant's small week: a manual PO exceeded, a document without anything, one cancelled, an orphan. */
const fill = async (world: World): Promise<string> => {
  await enterManualPos(world, [
    manualPo({ poNo: 'PO-001', items: [{ product: 'KF001', qty: 20, deliveryOn: '2025-12-01' }] }),
  ]);
  await world.setSource({
    put: [
      sourceDocument({ docNo: 'FP25000001' }),
      sourceDocument({ docNo: 'FP25000002', qty: '15', poNo: 'PO-001②' }),
      sourceDocument({ docNo: 'FP25000003', customer: 'SAM', poNo: 'S-1', qty: '0' }),
      sourceDocument({ docNo: 'FP25000004', customer: null, customerName: null, poNo: '없음', product: '', qty: null }),
      sourceDocument({ docNo: 'FP25000006', progressCode: '51' }),
      sourceDocument({ docNo: 'FP25000007', customer: 'SAM', poNo: 'S-2' }),
    ],
    putMoveReports: [moveReport({ docNo: 'FP25000090' })],
  });
  world.setNow(new Date('2025-11-22T03:00:00Z'));
  await runToEnd(world);
  world.setNow(new Date('2025-11-22T16:30:00Z'));
  const { result } = await runToEnd(world);
  return result.run.id;
};

/** All of PO management on a real server and a real PostgreSQL, with a small week of data, and more where it is given. */
export const openOrders = async (more: (world: World) => Promise<void> = async () => undefined) => {
  const template = await createTemplate();
  const world = await pgWorld(template);
  const runId = await fill(world);
  await more(world);
  const pg = await openPg(world.settings);
  const { clock } = world.ports;
  // Hashing passwords for real is tried elsewhere, and takes its time on purpose.
  const { hasher, django } = countedPasswords();
  const accounts = createAccounts({ ...pg.accounts, hasher, django, clock }, { methods: ['own'], roleRules: [] });
  const { reservations, reviews, directory, reports, progress, flags, audit, idempotency, runRequests } = pg;
  const ports: OrdersPorts = {
    ...pg.ports,
    ...{ clock, audit, reservations, reviews, directory, reports, progress, flags, accounts, idempotency, runRequests },
  };
  const settings = { ...backfillSettings(), reservationHours: 48 };
  const everybody: StoredFlag = { ...initialFlag, state: 'on', version: 1, changedAt: null, changedBy: null };
  let stored = everybody;
  const errors: unknown[] = [];
  const options: OrdersOptions = {
    basePath: '/orders',
    publicUrl: null,
    language: 'ko',
    trustedProxies: [],
    auth: ['own'],
    settings,
    flag: { machine: () => ({ state: 'store' }), stored: () => stored },
    release: '0.0.0',
    log: { info: () => undefined, warn: () => undefined, error: (facts) => void errors.push(facts) },
  };
  const app = new Koa();
  // Those who leave in the middle of an answer are no news here.
  app.silent = true;
  app.use(createOrdersRouter(ports, options));
  const { server, port } = await listen(app);
  const headersOf = await makeCallers(accounts);
  return {
    ports,
    options,
    database: world.settings,
    setNow: world.setNow,
    settings,
    world,
    runId,
    port,
    /** What went wrong unexpectedly. */
    errors,
    endpoints: allEndpoints({ ports, settings }, '/orders', '0.0.0'),
    headersOf,
    accounts,
    /** What this server sees of the flag, whatever is stored. */
    setFlag: (state: Partial<FlagState>) => {
      stored = { ...everybody, ...state };
    },
    send: (path: string, call: Call = {}, caller: Caller = 'admin-token-admin') =>
      send(port, `/orders${path}`, { ...call, headers: { ...headersOf(caller), ...call.headers } }),
    async close() {
      await close(server);
      await pg.close();
      await world.close();
      await template.drop();
    },
  };
};
