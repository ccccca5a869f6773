import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type IdempotencyStore,
  type KeptAnswer,
  may,
  neededRole,
  PoError,
  type Principal,
} from '@cynow/po-core';
import type { Context, Middleware } from 'koa';
import type { Asking, Language } from './api/Asking.ts';
import { createRouteTable } from './api/createRouteTable.ts';
import type { Endpoint } from './api/Endpoint.ts';
import { keyedAnswer } from './api/keyedAnswer.ts';
import { type Read, readRequest } from './api/readRequest.ts';
import { messagesIn } from './messages/messages.ts';
import type { OrdersLog } from './OrdersLog.ts';
import { answerProblem, problemBody, problemType } from './problem/answerProblem.ts';
import { type Problem, problemKinds } from './problem/Problem.ts';
import { chooseLanguage } from './request/chooseLanguage.ts';
import { type Client, clientOf } from './request/clientOf.ts';
import { type FlagView, hidesAll, passageOf } from './request/gate.ts';
import { type Identification, identify } from './request/identify.ts';
import { isCrossSite } from './request/isCrossSite.ts';
import { etagOf, readPrecondition } from './request/preconditions.ts';
import type { BodyLimits } from './request/readBody.ts';
import { securityHeaders } from './request/securityHeaders.ts';
import type { TrustedProxies } from './request/TrustedProxies.ts';

/** What was answered to a request, for whoever counts. */
export interface Answered {
  readonly method: string;
  /** The pattern of the path; null where there is none. */
  readonly route: string | null;
  readonly status: number;
  readonly seconds: number;
}

/** What endpoints are served with. */
export interface Serving {
  /** Where they hang: `/orders`. */
  readonly basePath: string;
  /** Scheme, host and path that users type; null: as the request says. */
  readonly publicUrl: string | null;
  readonly language: Language;
  readonly trusted: TrustedProxies;
  readonly identification: Identification;
  readonly flag: FlagView;
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
  readonly log: OrdersLog;
  readonly limits: BodyLimits;
  readonly answered?: (answered: Answered) => void;
}

/** The one place that an administrator reaches while everything is hidden. */
export const flagPath = '/admin/flag';

/** Path and query together; a browser's address bar holds less. */
const longestUrl = 8192;

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** A request as far as it has been read. */
interface Request {
  readonly ctx: Context;
  readonly requestId: string;
  readonly language: Language;
  readonly client: Client;
  /** Under the base path. */
  readonly path: string;
  readonly at: Date;
}

/** Without the headers that our answers have: what a server says that knows no such place. */
const answerHidden = (ctx: Context): void => {
  ctx.remove('X-Request-Id');
  ctx.status = 404;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = 'Not Found';
};

const knownId = /^[A-Za-z0-9._-]{8,64}$/;

const pathUnder = (base: string, path: string): string | null => {
  if (path === base) return '';
  return path.startsWith(`${base}/`) ? path.slice(base.length) : null;
};

const problemOfError = (error: unknown): Problem =>
  PoError.is(error) ? { kind: 'unavailable', retryAfterSeconds: 5 } : { kind: 'unexpected' };

/** What is kept of an answer to be given again: without what is told only once. */
const keptOf = (answer: KeptAnswer, value: unknown, secrets: readonly string[]): KeptAnswer => {
  if (secrets.length === 0) return answer;
  const rest = Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, secrets.includes(name) ? null : each]),
  );
  return { ...answer, body: JSON.stringify(rest) };
};

/**
 * Serves endpoints under a base path, as a middleware for any Koa application: who asks, whether they may, whether what they
 * ask is well-formed, and what is said if not, are settled here for all of them. Requests outside the base path go on to the
 * next middleware.
 * @throws Error when an endpoint declares no permission
 */
export const serveEndpoints = (endpoints: readonly Endpoint[], serving: Serving): Middleware => {
  const { basePath, flag, identification, idempotency, clock, log, limits } = serving;
  const route = createRouteTable(endpoints);

  /** What cannot see the flag shows nothing, and throws nothing at the application that it hangs in. */
  const isHidden = (): boolean => {
    try {
      return hidesAll(flag);
    } catch (error) {
      log.error({ err: error }, 'the flag cannot be seen');
      return true;
    }
  };

  const carryOut = async (
    request: Request,
    endpoint: Endpoint,
    who: Principal,
    read: Read,
    version: number | null,
  ): Promise<{ readonly answer: KeptAnswer; readonly kept: KeptAnswer | null }> => {
    const { requestId, language, at } = request;
    const asking: Asking = {
      who,
      requestId,
      language,
      at,
      doer: { actor: who.user, channel: who.through.kind === 'token' ? 'api' : 'page', requestId },
    };
    const { params, query, body } = read;
    const given = { params, query, body, asking, version };
    const result = await endpoint.handle(given);
    if ('problem' in result) {
      const { problem } = result;
      const status = problemKinds[problem.kind];
      const answer = { status, body: problemBody(problem, language, requestId), type: problemType, etag: null };
      return { answer, kept: status < 500 ? answer : null };
    }
    const value = endpoint.result.parse(result.value);
    const etag = endpoint.versioned === true && result.version !== undefined ? etagOf(result.version) : null;
    const { page } = endpoint;
    const answer = {
      status: endpoint.status,
      body: page === undefined ? JSON.stringify(value) : page.render(value, language),
      type: page === undefined ? 'application/json' : 'text/html; charset=utf-8',
      etag,
    };
    return { answer, kept: keptOf(answer, value, endpoint.secrets ?? []) };
  };

  /** Everything between the flag and the handler, in the order in which it is told. */
  const answer = async (
    request: Request,
    who: Principal | 'wrong' | null,
    readOnly: boolean,
  ): Promise<KeptAnswer | { readonly problem: Problem }> => {
    const { ctx, path, language, client } = request;
    const { method } = ctx;
    const refuse = (problem: Problem) => ({ problem });
    if ((ctx.req.url ?? '').length > longestUrl) return refuse({ kind: 'uri-too-long' });
    const found = route(method, path);
    if (found.outcome === 'unknown') return refuse({ kind: 'not-found' });
    if (found.outcome === 'other-method') return refuse({ kind: 'method-not-allowed', allow: found.allow });
    const { endpoint, params } = found;
    if (who === null || who === 'wrong') return refuse({ kind: 'not-signed-in' });
    const unsafe = !safeMethods.has(method);
    const origin = serving.publicUrl === null ? `${client.scheme}://${client.host}` : new URL(serving.publicUrl).origin;
    if (unsafe && who.through.kind !== 'token' && isCrossSite(ctx.req.headers, origin)) {
      return refuse({ kind: 'cross-site' });
    }
    if (!may(who, endpoint.permission)) {
      const needed = neededRole(endpoint.permission);
      return refuse({
        kind: 'not-permitted',
        detail: messagesIn(language).needed(needed),
        facts: { permission: endpoint.permission, role: needed },
      });
    }
    if (unsafe && readOnly && endpoint.whileReadOnly !== true) return refuse({ kind: 'read-only' });
    if (ctx.accepts(endpoint.page === undefined ? 'application/json' : 'text/html') === false) {
      return refuse({ kind: 'not-acceptable' });
    }
    const read = await readRequest(request, endpoint, params, limits);
    if ('problem' in read) return read;
    const condition = readPrecondition(endpoint, ctx.req.headers);
    if ('problem' in condition) return condition;
    if (endpoint.page !== undefined) ctx.set(endpoint.page.headers);
    const work = () => carryOut(request, endpoint, who, read, condition.version);
    const key = ctx.req.headers['idempotency-key'];
    if (!unsafe || key === undefined) return (await work()).answer;
    const parts = [method, ctx.req.url ?? '', ctx.req.headers['if-match'] ?? '', read.bytes];
    return keyedAnswer(idempotency, who, { key: String(key), parts }, () => clock.now(), work);
  };

  const respond = async (request: Request): Promise<'hidden' | Principal | null> => {
    const { ctx, path, language, requestId, client } = request;
    const forFlag = path === flagPath;
    if (hidesAll(flag) && !forFlag) return 'hidden';
    const scheme =
      serving.publicUrl === null ? client.scheme : new URL(serving.publicUrl).protocol === 'https:' ? 'https' : 'http';
    const identified = await identify(identification, ctx.req.headers, scheme);
    const who = identified === 'wrong' ? null : identified;
    const passage = passageOf(flag, who);
    const asFlagKeeper = forFlag && may(who, 'flag');
    if (passage.outcome === 'hidden' && !asFlagKeeper) return 'hidden';
    ctx.set('X-Request-Id', requestId);
    if (passage.outcome === 'maintenance' && !asFlagKeeper) {
      const detail = passage.text === null ? {} : { detail: passage.text };
      answerProblem(ctx, { kind: 'maintenance', retryAfterSeconds: 300, ...detail }, language, requestId);
      return who;
    }
    const answered = await answer(request, identified, passage.outcome === 'open' && passage.readOnly);
    if ('problem' in answered) {
      answerProblem(ctx, answered.problem, language, requestId);
      return who;
    }
    ctx.status = answered.status;
    ctx.set('Content-Type', answered.type);
    if (answered.etag !== null) ctx.set('ETag', answered.etag);
    ctx.body = answered.body;
    return who;
  };

  return async (ctx, next) => {
    const path = pathUnder(basePath, ctx.path);
    if (path === null) return next();
    const started = performance.now();
    const client = clientOf(ctx.req, serving.trusted);
    const given = ctx.get('X-Request-Id');
    const requestId = client.throughProxy && knownId.test(given) ? given : randomUUID();
    const language = chooseLanguage(ctx.get('Accept-Language'), serving.language);
    ctx.set(securityHeaders);
    let who: Principal | null = null;
    try {
      const result = await respond({ ctx, requestId, language, client, path, at: clock.now() });
      if (result === 'hidden') answerHidden(ctx);
      else who = result;
    } catch (error) {
      log.error({ requestId, err: error }, 'request failed');
      if (isHidden()) answerHidden(ctx);
      else {
        ctx.set('X-Request-Id', requestId);
        answerProblem(ctx, problemOfError(error), language, requestId);
      }
    }
    const found = route(ctx.method, path);
    const pattern = found.outcome === 'found' ? found.endpoint.path : null;
    const seconds = (performance.now() - started) / 1000;
    const { method, status } = ctx;
    log.info(
      {
        requestId,
        method,
        route: pattern,
        status,
        ms: Math.round(seconds * 1000),
        user: who?.user ?? null,
        address: client.address,
      },
      'answered',
    );
    serving.answered?.({ method, route: pattern, status, seconds });
  };
};
