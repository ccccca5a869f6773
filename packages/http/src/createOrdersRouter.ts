import type { AuthMethod, MatchSettings } from '@cynow/po-core';
import type { Middleware } from 'koa';
import type { Language } from './api/Asking.ts';
import { openApi } from './api/openApi.ts';
import { allEndpoints } from './endpoints/allEndpoints.ts';
import type { OrdersLog } from './OrdersLog.ts';
import type { OrdersPorts } from './OrdersPorts.ts';
import { allPages } from './pages/allPages.ts';
import type { FlagView } from './request/gate.ts';
import { publicPath } from './request/publicPath.ts';
import { readTrustedProxies } from './request/TrustedProxies.ts';
import { type Answered, type Serving, serveEndpoints } from './serveEndpoints.ts';

/** What the site, and the application that this hangs in, have set. */
export interface OrdersOptions {
  /** Where it hangs, as requests come here: `/orders`, `/cynow/orders`. */
  readonly basePath: string;
  /** Scheme, host and path that users type, which links, cookies and `Location` go by; null: as the request says. */
  readonly publicUrl: string | null;
  /** Where CYNOW is, for the way back from the pages; `/` unless told. */
  readonly homeUrl?: string;
  /** Of answers to those who ask for none. */
  readonly language: Language;
  /** Addresses and networks of proxies, and `unix`. */
  readonly trustedProxies: readonly string[];
  readonly auth: readonly AuthMethod[];
  readonly settings: MatchSettings;
  readonly flag: FlagView;
  /** Of the program, for the API's own description. */
  readonly release: string;
  readonly log: OrdersLog;
  /** Whether this process is about to end: streams end then, and clients go on elsewhere. */
  readonly isDraining?: () => boolean;
  /** Told of every answer. */
  readonly answered?: (answered: Answered) => void;
}

/** More than any request of people needs, and little enough to hold in memory many times. */
const limits = { bytes: 1024 * 1024, ms: 10_000 };

/**
 * PO management as a middleware for any Koa application. Requests outside the base path go on to the next middleware.
 * @throws Error when the options name a proxy that is none
 */
export const createOrdersRouter = (ports: OrdersPorts, options: OrdersOptions): Middleware => {
  const { basePath, publicUrl, homeUrl, language, trustedProxies, auth, settings, flag, release, log } = options;
  const { isDraining, answered } = options;
  const serving: Serving = {
    basePath,
    publicUrl,
    language,
    trusted: readTrustedProxies(trustedProxies),
    identification: { accounts: ports.accounts, methods: auth },
    flag,
    idempotency: ports.idempotency,
    clock: ports.clock,
    log,
    limits,
    ...(isDraining === undefined ? {} : { isDraining }),
    ...(homeUrl === undefined ? {} : { homeUrl }),
    ...(answered === undefined ? {} : { answered }),
  };
  const context = { ports, settings };
  const pathOutside = publicPath(basePath, publicUrl);
  const endpoints = allEndpoints(context, pathOutside, release);
  const describeApi = (of: Language) => openApi(endpoints, pathOutside, of, release);
  return serveEndpoints(endpoints, serving, allPages({ ...context, basePath: pathOutside, auth, log, describeApi }));
};
