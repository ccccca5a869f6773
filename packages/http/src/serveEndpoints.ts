import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type IdempotencyStore,
  may,
  neededRole,
  neededScope,
  PoError,
  type Principal,
  permissions,
} from '@cynow/po-core';
import type { Context, Middleware } from 'koa';
import type { Language } from './api/Asking.ts';
import { createAnswerCall, type Sent } from './api/createAnswerCall.ts';
import { createRouteTable, type Route } from './api/createRouteTable.ts';
import { createStreams, type StreamLimits } from './api/createStreams.ts';
import type { Endpoint } from './api/Endpoint.ts';
import { messagesIn } from './messages/messages.ts';
import type { OrdersLog } from './OrdersLog.ts';
import { answerVisit, type PageReply, problemPage, sessionOver, typedInVain } from './pages/answerVisit.tsx';
import type { Frame } from './pages/Frame.ts';
import type { Page, Typed } from './pages/Page.ts';
import { answerProblem } from './problem/answerProblem.ts';
import type { Problem } from './problem/Problem.ts';
import { beginSpan } from './request/beginSpan.ts';
import { chooseLanguage, readLanguage } from './request/chooseLanguage.ts';
import { type Client, clientOf } from './request/clientOf.ts';
import { languageCookie, languageKept } from './request/cookies.ts';
import { doerOf } from './request/doerOf.ts';
import { type FlagView, flagPath, hidesAll, passageOf } from './request/gate.ts';
import { type Identification, identify, sessionCookie } from './request/identify.ts';
import { isCrossSite } from './request/isCrossSite.ts';
import { publicPath } from './request/publicPath.ts';
import type { BodyLimits } from './request/readBody.ts';
import { readCookie } from './request/readCookie.ts';
import { isSafeMethod } from './request/safeMethods.ts';
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

/** What endpoints and pages are served with. */
export interface Serving {
  /** Where they hang, as requests come here: `/orders`. */
  readonly basePath: string;
  /** Scheme, host and path that users type; null: as the request says. Links, cookies and `Location` go by it. */
  readonly publicUrl: string | null;
  readonly language: Language;
  readonly trusted: TrustedProxies;
  readonly identification: Identification;
  readonly flag: FlagView;
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
  readonly log: OrdersLog;
  readonly limits: BodyLimits;
  readonly streams?: Partial<StreamLimits>;
  /** Whether this process is about to end: streams end then, and clients go on elsewhere. */
  readonly isDraining?: () => boolean;
  /** Where CYNOW is, for the way back from pages; `/` unless told. */
  readonly homeUrl?: string;
  readonly answered?: (answered: Answered) => void;
}

/** Path and query together; a browser's address bar holds less. */
const longestUrl = 8192;

/** A request as far as it has been read. */
interface Request {
  readonly ctx: Context;
  readonly requestId: string;
  readonly language: Language;
  readonly client: Client;
  /** Under the base path. */
  readonly path: string;
  readonly at: Date;
  /** As the browser knows it. */
  readonly scheme: 'http' | 'https';
  readonly found: Found;
  /** Whether people read the answer, rather than programs. */
  readonly forPeople: boolean;
}

type Found = Route<Endpoint | Page>;

const isPage = (route: Endpoint | Page): route is Page => 'form' in route;

const prefersPages = (ctx: Context): boolean => ctx.accepts('application/json', 'text/html') === 'text/html';

const firstOf = (value: string | readonly string[] | undefined): string | null =>
  typeof value === 'string' ? value : (value?.[0] ?? null);

const goTo = (ctx: Context, url: string): void => {
  ctx.status = 303;
  ctx.set('Location', url);
  ctx.body = '';
};

const sendPage = (ctx: Context, { status, headers, body, cookies }: PageReply): void => {
  ctx.status = status;
  ctx.set(headers);
  if (cookies.length > 0) ctx.append('Set-Cookie', [...cookies]);
  ctx.body = body;
};

/** What only answers have that are not hidden: from what is there, nobody may tell what would be. */
const showsItself = ({ ctx, requestId, forPeople, scheme }: Request): void => {
  ctx.set('X-Request-Id', requestId);
  // Browsers complain of it where they do not heed it.
  if (forPeople && scheme === 'http') ctx.remove('Cross-Origin-Opener-Policy');
};

/** Without the headers that our answers have: what a server says that knows no such place. */
const answerHidden = (ctx: Context): void => {
  ctx.remove('X-Request-Id');
  ctx.status = 404;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = 'Not Found';
};

const knownId = /^[A-Za-z0-9._-]{8,64}$/;

const pathUnder = (base: string, path: string): string | null => {
  if (path === base) return '/';
  return path.startsWith(`${base}/`) ? path.slice(base.length) : null;
};

const problemOfError = (error: unknown): Problem =>
  PoError.is(error) ? { kind: 'unavailable', retryAfterSeconds: 5 } : { kind: 'unexpected' };

/**
 * Serves endpoints and pages under a base path, as a middleware for any Koa application: who asks, whether they may, whether
 * what they ask is well-formed, and what is said if not, are settled here for all of them. Requests outside the base path go on
 * to the next middleware.
 * @throws Error when an endpoint or a page declares no permission
 */
export const serveEndpoints = (
  endpoints: readonly Endpoint[],
  serving: Serving,
  pages: readonly Page[] = [],
): Middleware => {
  const { basePath, flag, identification, idempotency, clock, log, limits } = serving;
  const endpointAt = createRouteTable(endpoints, permissions);
  const pageAt = createRouteTable(pages, [...permissions, 'anybody']);

  /** A place may have both; what the client likes better decides. */
  const find = (ctx: Context, path: string): Found => {
    const [forPrograms, forPeople] = [endpointAt(ctx.method, path), pageAt(ctx.method, path)];
    if (forPrograms.outcome === 'unknown') return forPeople;
    return forPeople.outcome !== 'unknown' && prefersPages(ctx) ? forPeople : forPrograms;
  };

  const streams = createStreams({
    ...serving.streams,
    isDraining: serving.isDraining ?? (() => false),
    failed: (error, requestId) => log.error({ requestId, err: error }, 'stream failed'),
  });

  const pathOutside = publicPath(basePath, serving.publicUrl);
  const answerCall = createAnswerCall({ idempotency, clock, limits, publicPath: pathOutside });

  /** What cannot see the flag shows nothing, and throws nothing at the application that it hangs in. */
  const isHidden = (): boolean => {
    try {
      return hidesAll(flag);
    } catch (error) {
      log.error({ err: error }, 'the flag cannot be seen');
      return true;
    }
  };

  /** Everything between the flag and the handler, in the order in which it is told. */
  const answer = async (
    request: Request,
    who: Principal | 'wrong' | null,
    frame: Frame,
  ): Promise<Sent | PageReply | { readonly problem: Problem }> => {
    const { ctx, language, client, found, scheme } = request;
    const { method } = ctx;
    const refuse = (problem: Problem) => ({ problem });
    if ((ctx.req.url ?? '').length > longestUrl) return refuse({ kind: 'uri-too-long' });
    if (found.outcome === 'unknown') return refuse({ kind: 'not-found' });
    if (found.outcome === 'other-method') return refuse({ kind: 'method-not-allowed', allow: found.allow });
    const { found: route, params } = found;
    const { permission } = route;
    if (who === 'wrong' || (who === null && !isPage(route))) return refuse({ kind: 'not-signed-in' });
    const unsafe = !isSafeMethod(method);
    if (unsafe && who?.through.kind !== 'token' && isForged(request)) return refuse({ kind: 'cross-site' });
    const session = readCookie(ctx.get('Cookie'), sessionCookie(scheme));
    const visit = { ...request, who, address: client.address, session, readOnly: frame.readOnly };
    if (permission !== 'anybody') {
      if (who === null) return sessionOver(ctx, route as Page, visit, frame, limits);
      if (!may(who, permission)) {
        const texts = messagesIn(language);
        const role = neededRole(permission);
        const scope = neededScope(permission);
        // Who has the role need not ask for it: it is the token that may not.
        return who.through.kind === 'token' && may({ ...who, through: { kind: 'cynow-session' } }, permission)
          ? refuse({ kind: 'not-permitted', detail: texts.neededScope(scope), facts: { permission, role, scope } })
          : refuse({ kind: 'not-permitted', detail: texts.needed(role), facts: { permission, role } });
      }
    }
    if (unsafe && frame.readOnly && route.whileReadOnly !== true) return refuse({ kind: 'read-only' });
    if (!isPage(route)) return answerCall(request, route, params, who as Principal);
    if (permission !== 'anybody' && !request.forPeople) return refuse({ kind: 'not-acceptable' });
    const asking = who === null ? visit : { ...visit, who, doer: doerOf(request.requestId, who, 'page') };
    return answerVisit(ctx, route, params, asking, frame, limits, { store: idempotency, now: () => clock.now() });
  };

  const frameOf = (
    { ctx, language, path }: Request,
    who: Principal | null,
  ): Omit<Frame, 'readOnly' | 'notice' | 'alone'> => ({
    basePath: pathOutside,
    homeUrl: serving.homeUrl ?? '/',
    language,
    who,
    at: isSafeMethod(ctx.method) ? path + ctx.search : '/',
    path,
  });

  const sendProblem = (request: Request, problem: Problem, frame: Frame, typed: Typed | null = null): void => {
    const { ctx, language, requestId, forPeople } = request;
    answerProblem(ctx, problem, language, requestId);
    if (!forPeople) return;
    ctx.remove('WWW-Authenticate');
    sendPage(ctx, problemPage(problem, requestId, frame, typed));
  };

  /** Whether another site sent it, in the name of somebody who is signed in. */
  const isForged = ({ ctx, client }: Request): boolean => {
    const origin = serving.publicUrl === null ? `${client.scheme}://${client.host}` : new URL(serving.publicUrl).origin;
    return isCrossSite(ctx.req.headers, origin);
  };

  /** What somebody who is signed in typed into a form of ours that is refused unread. */
  const typedOf = async (request: Request, problem: Problem): Promise<Typed | null> => {
    const { ctx, found } = request;
    if (found.outcome !== 'found' || !isPage(found.found) || isForged(request)) return null;
    return typedInVain(ctx, found.found, problem, limits);
  };

  /** Whether somebody who follows a stream may still do so, as it is known without asking, and after asking anew. */
  const watchOver = ({ ctx, scheme, found }: Request, who: Principal) => ({
    account: who.account,
    passes: () => passageOf(flag, who, false).outcome === 'open',
    isStillAllowed: async (): Promise<boolean> => {
      const now = await identify(identification, ctx.req.headers, scheme);
      if (now === null || now === 'wrong' || now.account !== who.account || found.outcome !== 'found') return false;
      const { permission } = found.found;
      return permission !== 'anybody' && may(now, permission) && passageOf(flag, now, false).outcome === 'open';
    },
  });

  const send = (request: Request, who: Principal | null, sent: Sent): Problem | null => {
    const { ctx, requestId } = request;
    if (sent.events !== undefined && who !== null) {
      const opened = streams.open(ctx, sent.events, watchOver(request, who), requestId);
      return opened === 'opened' ? null : opened;
    }
    ctx.status = sent.status;
    ctx.set('Content-Type', sent.type);
    if (sent.etag !== null) ctx.set('ETag', sent.etag);
    if (sent.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(sent.retryAfterSeconds));
    if (sent.location !== undefined) ctx.set('Location', sent.location);
    ctx.body = sent.body;
    return null;
  };

  const respond = async (request: Request): Promise<'hidden' | Principal | null> => {
    const { ctx, path, scheme, found } = request;
    const forFlag = path === flagPath;
    if (hidesAll(flag) && !forFlag) return 'hidden';
    const identified = await identify(identification, ctx.req.headers, scheme);
    const who = identified === 'wrong' ? null : identified;
    const passage = passageOf(flag, who, found.outcome === 'found' && found.found.permission === 'anybody');
    const asFlagKeeper = forFlag && may(who, 'flag');
    if (passage.outcome === 'hidden' && !asFlagKeeper) return 'hidden';
    showsItself(request);
    const around = frameOf(request, who);
    const hidden = { readOnly: false, notice: null, alone: true };
    if (passage.outcome === 'maintenance' && !asFlagKeeper) {
      const detail = passage.text === null ? {} : { detail: passage.text };
      const problem: Problem = { kind: 'maintenance', retryAfterSeconds: 300, ...detail };
      sendProblem(request, problem, { ...around, ...hidden }, await typedOf(request, problem));
      return who;
    }
    const { readOnly, notice, alone } = passage.outcome === 'open' ? passage : hidden;
    const frame = { ...around, readOnly, notice, alone };
    const chosen = request.forPeople && isSafeMethod(ctx.method) ? readLanguage(firstOf(ctx.query.lang)) : null;
    if (chosen !== null) {
      const rest = new URLSearchParams(ctx.querystring);
      rest.delete('lang');
      ctx.append('Set-Cookie', languageKept(chosen, { basePath: pathOutside, scheme }));
      goTo(ctx, `${pathOutside}${path}${rest.size === 0 ? '' : `?${rest}`}`);
      return who;
    }
    const answered = await answer(request, identified, frame);
    if ('problem' in answered) {
      sendProblem(request, answered.problem, frame, await typedOf(request, answered.problem));
    } else if ('headers' in answered) sendPage(ctx, answered);
    else {
      const problem = send(request, who, answered);
      if (problem !== null) sendProblem(request, problem, frame);
    }
    return who;
  };

  return async (ctx, next) => {
    const path = pathUnder(basePath, ctx.path);
    if (path === null) return next();
    const started = performance.now();
    const client = clientOf(ctx.req, serving.trusted);
    const given = ctx.get('X-Request-Id');
    const requestId = client.throughProxy && knownId.test(given) ? given : randomUUID();
    const found = find(ctx, path);
    const forPeople =
      found.outcome === 'found'
        ? isPage(found.found) && ctx.accepts('text/html') !== false
        : pages.length > 0 && !path.startsWith('/api/') && prefersPages(ctx);
    const language =
      (forPeople ? readLanguage(readCookie(ctx.get('Cookie'), languageCookie)) : null) ??
      chooseLanguage(ctx.get('Accept-Language'), serving.language);
    const scheme =
      serving.publicUrl === null ? client.scheme : new URL(serving.publicUrl).protocol === 'https:' ? 'https' : 'http';
    const request: Request = { ctx, requestId, language, client, path, at: clock.now(), scheme, found, forPeople };
    ctx.set(securityHeaders);
    let who: Principal | null = null;
    const span = beginSpan({ method: ctx.method, headers: ctx.req.headers, client, requestId });
    try {
      const result = await span.within(() => respond(request));
      if (result === 'hidden') answerHidden(ctx);
      else who = result;
    } catch (error) {
      log.error({ requestId, err: error }, 'request failed');
      if (isHidden()) answerHidden(ctx);
      else {
        showsItself(request);
        const frame = { ...frameOf(request, null), readOnly: false, notice: null, alone: false };
        sendProblem(request, problemOfError(error), frame);
      }
    }
    const pattern = found.outcome === 'found' ? found.found.path : null;
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
    span.end(pattern === null ? null : `${basePath}${pattern}`, status);
    serving.answered?.({ method, route: pattern, status, seconds });
  };
};
