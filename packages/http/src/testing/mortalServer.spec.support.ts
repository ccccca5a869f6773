/**
 * A program: the API on a database, as a process of its own that may be killed. Its only argument is JSON; it prints its port,
 * and `here` where it was told to stop for ever.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPg, type PgSettings } from '@cynow/po-adapters-pg';
import {
  createAccounts,
  defaultSiteRules,
  type IdempotencyStore,
  initialFlag,
  type MatchSettings,
} from '@cynow/po-core';
import Koa from 'koa';
import { createOrdersRouter } from '../createOrdersRouter.ts';

/** Where a request is when the process stops: it has its key; its effect is written; its answer is kept. */
export type Moment = 'claimed' | 'written' | 'settled' | 'never';

export interface Mortal {
  readonly database: PgSettings;
  readonly now: string;
  readonly stopsAt: Moment;
}

const { database, now, stopsAt } = JSON.parse(process.argv[2] ?? '') as Mortal;

const stop = (moment: Moment): Promise<unknown> => {
  if (moment !== stopsAt) return Promise.resolve();
  console.log('here');
  return new Promise(() => undefined);
};

const pg = await openPg(database);
const clock = { now: () => new Date(now) };
const idempotency: IdempotencyStore = {
  async claim(request) {
    const result = await pg.idempotency.claim(request);
    await stop('claimed');
    return result;
  },
  async within(claim, work) {
    const result = await pg.idempotency.within(claim, work);
    await stop('written');
    return result;
  },
  async settle(...given) {
    await pg.idempotency.settle(...given);
    await stop('settled');
  },
};
const settings: MatchSettings = {
  rules: defaultSiteRules,
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 0, to: 1440, holidays: new Set() },
  },
  orphanAfterMinutes: 60,
  reservationHours: 48,
};
const accounts = createAccounts({ ...pg.accounts, clock }, { methods: ['own'], roleRules: [] });
const app = new Koa();
app.use(
  createOrdersRouter(
    { ...pg, ...pg.ports, accounts, clock, idempotency },
    {
      basePath: '/orders',
      publicUrl: null,
      language: 'ko',
      trustedProxies: [],
      auth: ['own'],
      settings,
      flag: {
        machine: () => ({ state: 'store' }),
        stored: () => ({ ...initialFlag, state: 'on', version: 1, changedAt: null, changedBy: null }),
      },
      release: '0.0.0',
      log: { info: () => undefined, warn: console.error, error: console.error },
    },
  ),
);
const server = createServer(app.callback());
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
