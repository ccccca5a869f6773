import {
  createAccounts,
  initialFlag,
  inMemoryAccounts,
  inMemoryAuditTrail,
  inMemoryCynowAccounts,
  inMemoryFlagStore,
  inMemoryIdempotency,
  type StoredFlag,
} from '@cynow/po-core';
import { backfillSettings, countedPasswords, type World } from '@cynow/po-core/testing';
import Koa from 'koa';
import { openApi } from '../api/openApi.ts';
import { createOrdersRouter, type OrdersOptions } from '../createOrdersRouter.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { allPages } from '../pages/allPages.ts';
import { type Call, type Caller, close, listen, makeCallers, send } from './testServer.spec.support.ts';

/** All of PO management on a real server over a world in memory: for properties, which want many of them. */
export const memoryOrders = async (world: World, over: Partial<OrdersOptions> = {}) => {
  const audit = inMemoryAuditTrail();
  const { clock, newId } = world.ports;
  let made = 0;
  const newSecret = (): string => {
    made += 1;
    return String(made).padStart(43, 'x');
  };
  const { hasher, django } = countedPasswords();
  const accounts = createAccounts(
    { ...inMemoryAccounts(audit, newId), cynow: inMemoryCynowAccounts([]), hasher, django, newSecret, newId, clock },
    { methods: ['own'], roleRules: [] },
  );
  const { reservations, reviews, directory, reports, progress, runRequests } = world;
  const flags = inMemoryFlagStore(audit, newId);
  const context: EndpointContext = {
    ports: {
      ...world.ports,
      ...{ audit: world.audit, reservations, reviews, directory, reports, progress, flags, accounts, runRequests },
      idempotency: inMemoryIdempotency(),
    },
    settings: { ...backfillSettings(), reservationHours: 48 },
  };
  const everybody: StoredFlag = { ...initialFlag, state: 'on', version: 1, changedAt: null, changedBy: null };
  let stored = everybody;
  const errors: unknown[] = [];
  const app = new Koa();
  app.use(
    createOrdersRouter(context.ports, {
      basePath: '/orders',
      publicUrl: null,
      language: 'ko',
      trustedProxies: [],
      auth: ['own'],
      settings: context.settings,
      flag: { machine: () => ({ state: 'store' }), stored: () => stored },
      release: '0.0.0',
      log: { info: () => undefined, warn: () => undefined, error: (facts) => void errors.push(facts) },
      ...over,
    }),
  );
  const { server, port } = await listen(app);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const describeApi = (language: 'ko' | 'en') => openApi([], '/orders', language, '0.0.0');
  const headersOf = await makeCallers(accounts);
  return {
    ...context,
    errors,
    pages: allPages({ ...context, basePath: '/orders', auth: ['own'], log, describeApi }),
    setNotice: (notice: string) => {
      stored = { ...everybody, notice };
    },
    send: (path: string, call: Call = {}, caller: Caller = 'editor-session') =>
      send(port, `${over.basePath ?? '/orders'}${path}`, {
        ...call,
        headers: { ...headersOf(caller), ...call.headers },
      }),
    close: () => close(server),
  };
};
