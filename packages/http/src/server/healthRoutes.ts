import { type Accounts, may } from '@cynow/po-core';
import type { Middleware } from 'koa';
import type { OrdersLog } from '../OrdersLog.ts';
import { securityHeaders } from '../request/securityHeaders.ts';
import { refusesMethod } from './refusesMethod.ts';

/** What a server needs to answer, and whether it is there; the words are for those who look after it. */
export type Checks = Readonly<Record<string, { readonly ok: boolean; readonly told?: string }>>;

/** How a server stands. What is `degraded` keeps it from nothing, but should be known. */
export interface Readiness {
  readonly checks: Checks;
  readonly degraded: readonly string[];
}

export interface Health {
  /** Everything that has to be there. It never throws, and takes no longer than a probe waits. */
  readonly readiness: () => Promise<Readiness>;
  /** Whether the server ends, and nobody takes over. */
  readonly isStopping: () => boolean;
  readonly accounts: Pick<Accounts, 'tokens'>;
  readonly log: OrdersLog;
}

const bearer = /^Bearer +(\S{1,500})$/i;

/**
 * `/healthz` says that the process lives, whatever becomes of the database; `/readyz` whether it can work. Why it cannot, and
 * what is not as it should be, is told to tokens of administrators only.
 */
export const healthRoutes = ({ readiness, isStopping, accounts, log }: Health): Middleware => {
  const mayKnow = async (authorization: string): Promise<boolean> => {
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) return false;
    try {
      return may(await accounts.tokens.authenticate(token), 'run');
    } catch (error) {
      // Who asks cannot be told without the database: nobody is told anything.
      log.warn({ err: error }, 'readiness asked by an unknown');
      return false;
    }
  };

  return async (ctx, next) => {
    if (ctx.path !== '/healthz' && ctx.path !== '/readyz') return next();
    ctx.set(securityHeaders);
    if (refusesMethod(ctx)) return;
    if (ctx.path === '/healthz') {
      ctx.body = { status: 'alive' };
      return;
    }
    const { checks, degraded } = await readiness();
    const all: Checks = { ...checks, stopping: { ok: !isStopping() } };
    const ready = Object.values(all).every(({ ok }) => ok);
    ctx.status = ready ? 200 : 503;
    const reasons = (await mayKnow(ctx.get('Authorization'))) ? { checks: all, degraded } : {};
    ctx.body = { status: ready ? 'ready' : 'not-ready', ...reasons };
  };
};
