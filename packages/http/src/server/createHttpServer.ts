import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Koa, { type Middleware } from 'koa';
import type { OrdersLog } from '../OrdersLog.ts';
import { securityHeaders } from '../request/securityHeaders.ts';
import { notThere } from './notThere.ts';

export interface HttpServerOptions {
  /** In order; what none of them answers is not there. */
  readonly middleware: readonly Middleware[];
  readonly log: OrdersLog;
  /** How long the headers of a request, and all of it, may take to come; the usual, if not given. */
  readonly timeouts?: { readonly headersMs: number; readonly requestMs: number };
}

/** Longer than a proxy keeps an idle connection (60 s): it is the one that closes, so that no request meets a closed door. */
const keepAliveMs = 75_000;
const usualTimeouts = { headersMs: 10_000, requestMs: 30_000 };
/** How often it is looked for requests that take too long to come. */
const checkEveryMs = 1000;
/** Headers altogether. */
const mostHeaderBytes = 16 * 1024;

const headLines = Object.entries(securityHeaders)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** What cannot be read as a request at all is answered before there is one. */
const answerUnreadable = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\n${headLines}Content-Length: 0\r\nConnection: close\r\n\r\n`);
};

const answerBare = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { ...securityHeaders, 'Content-Length': 0, Connection: 'close' }).end();
};

const host = /^[A-Za-z0-9.\-_:[\]]*$/;

/** Whether one host is named, in letters that a host has. HTTP/1.0 knew none. */
const isForOneHost = ({ httpVersion, rawHeaders }: IncomingMessage): boolean => {
  const named = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'host');
  return (
    (named.length === 1 || (named.length === 0 && httpVersion === '1.0')) && named.every((each) => host.test(each))
  );
};

/** What nobody has thought of: told to the log, and to the client only that it happened. */
const answerBroken =
  (log: OrdersLog): Middleware =>
  async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (ctx.headerSent) throw error;
      log.error({ err: error }, 'answer failed');
      ctx.set(securityHeaders);
      ctx.status = 500;
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = 'Internal Server Error';
    }
  };

/**
 * An HTTP server that does not listen yet. Whatever it answers, to rubbish, to what is too large or too slow, and when
 * something is broken, has the headers of every answer of ours.
 */
export const createHttpServer = ({ middleware, log, timeouts = usualTimeouts }: HttpServerOptions): Server => {
  const app = new Koa();
  app.on('error', (error: unknown) => {
    // Whoever follows a stream may leave.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    log.error({ err: error }, 'answer failed');
  });
  for (const each of [answerBroken(log), ...middleware, notThere]) app.use(each);
  const answer = app.callback();
  const server = createServer(
    {
      keepAliveTimeout: keepAliveMs,
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: Math.min(checkEveryMs, timeouts.headersMs),
      maxHeaderSize: mostHeaderBytes,
      // Looked at below: this would be answered without our headers.
      requireHostHeader: false,
    },
    (request, response) => {
      if (isForOneHost(request)) void answer(request, response);
      else answerBare(response, 400);
    },
  );
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', (_request, response: ServerResponse) => answerBare(response, 417));
  return server;
};
