import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Middleware } from 'koa';
import type { OrdersLog } from '../OrdersLog.ts';
import { securityHeaders } from '../request/securityHeaders.ts';
import { createHttpServer } from './createHttpServer.ts';
import type { Metrics } from './createMetrics.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ServerOptions {
  readonly address: Address;
  /** Where metrics are read; null: nowhere. */
  readonly metricsAddress: Address | null;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** In order; what none of them answers is not there. */
  readonly middleware: (isDraining: () => boolean) => readonly Middleware[];
  readonly log: OrdersLog;
}

export interface RunningServer {
  readonly address: Address;
  readonly metricsAddress: Address | null;
  /** Answers what is under way, takes nothing new, and ends within `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** The time in which clients learn, from an answer that closes their connection, that they have to go elsewhere. */
const drainMs = 500;

const listen = (server: Server, { host, port }: Address): Promise<Address> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ host, port: (server.address() as AddressInfo).port });
    });
  });

const closed = (server: Server): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing of ours. */
const unknown: Middleware = (ctx) => {
  ctx.set(securityHeaders);
  ctx.status = 404;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = 'Not Found';
};

/** Starts to serve. @throws when an address is taken or not ours */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { log, metrics } = options;
  let draining = false;
  const sayGoodbye: Middleware = async (ctx, next) => {
    if (draining) ctx.set('Connection', 'close');
    await next();
    if (draining && !ctx.headerSent) ctx.set('Connection', 'close');
  };
  const server = createHttpServer({ middleware: [sayGoodbye, ...options.middleware(() => draining)], log });
  const address = await listen(server, options.address);

  const measured = new Koa();
  measured.on('error', (error: unknown) => log.error({ err: error }, 'metrics failed'));
  measured.use(async (ctx, next) => {
    if (ctx.path !== '/metrics') return next();
    ctx.set(securityHeaders);
    ctx.body = await metrics.text();
    ctx.set('Content-Type', metrics.contentType);
  });
  measured.use(unknown);
  const metricsServer = options.metricsAddress === null ? null : createServer(measured.callback());
  let metricsAddress: Address | null = null;
  try {
    if (metricsServer !== null && options.metricsAddress !== null) {
      metricsAddress = await listen(metricsServer, options.metricsAddress);
    }
  } catch (error) {
    server.close();
    throw error;
  }

  let stopping: Promise<void> | null = null;
  const stop = async (withinMs: number): Promise<void> => {
    draining = true;
    const cut = setTimeout(() => {
      log.warn({}, 'requests cut off');
      server.closeAllConnections();
    }, withinMs);
    await after(Math.min(drainMs, withinMs));
    const ends = [server, metricsServer].filter((each) => each !== null);
    await Promise.all(ends.map((each) => closed(each)));
    clearTimeout(cut);
  };
  return {
    address,
    metricsAddress,
    stop: (withinMs) => {
      stopping ??= stop(withinMs);
      return stopping;
    },
  };
};
