import { createServer } from 'node:http';
import Koa from 'koa';
import type { OrdersLog } from '../OrdersLog.ts';
import { securityHeaders } from '../request/securityHeaders.ts';
import { listenAt } from './listenAt.ts';
import { notThere } from './notThere.ts';
import type { Address } from './Place.ts';
import { refusesMethod } from './refusesMethod.ts';

export interface MetricsServerOptions {
  readonly address: Address;
  /** All of it, as Prometheus reads it. */
  readonly read: () => Promise<string>;
  readonly contentType: string;
  readonly log: OrdersLog;
}

/** Answers `/metrics`, and nothing else, at an address of its own. @throws when that is taken or not ours */
export const startMetricsServer = async ({
  address,
  read,
  contentType,
  log,
}: MetricsServerOptions): Promise<{ readonly address: Address; stop(): void }> => {
  const app = new Koa();
  app.on('error', (error: unknown) => log.error({ err: error }, 'metrics failed'));
  app.use(async (ctx, next) => {
    if (ctx.path !== '/metrics') return next();
    ctx.set(securityHeaders);
    if (refusesMethod(ctx)) return;
    ctx.body = await read();
    ctx.set('Content-Type', contentType);
  });
  app.use(notThere);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, app.callback());
  const bound = await listenAt(server, address);
  return {
    address: 'port' in bound ? bound : address,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
};
