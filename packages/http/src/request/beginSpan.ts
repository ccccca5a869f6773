import type { IncomingHttpHeaders } from 'node:http';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import type { Client } from './clientOf.ts';

/** A request as far as a trace tells of it: no path, no query, no header, nobody's name. */
export interface TracedRequest {
  readonly method: string;
  /** Read for the trace that a proxy of ours has begun. */
  readonly headers: IncomingHttpHeaders;
  readonly client: Client;
  readonly requestId: string;
}

/** The part of a trace that tells of one request. */
export interface RequestSpan {
  /** Has what `work` does stand under it. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** `route`: the pattern of the path with the base path; null where there is none. */
  end(route: string | null, status: number): void;
}

const ofHeaders: TextMapGetter<IncomingHttpHeaders> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, name) => headers[name],
};

/** The trace that a request belongs to: the one that the application around us has begun, else the one of a proxy of ours. */
const parentOf = ({ headers, client }: TracedRequest): Context => {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return active;
  return client.throughProxy ? propagation.extract(ROOT_CONTEXT, headers, ofHeaders) : ROOT_CONTEXT;
};

/** Begins to tell of a request, if the host has set up an SDK of OpenTelemetry; without one nothing happens. */
export const beginSpan = (request: TracedRequest): RequestSpan => {
  const { method, client, requestId } = request;
  const parent = parentOf(request);
  const attributes = {
    'http.request.method': method,
    'url.scheme': client.scheme,
    'client.address': client.address,
    'cynow_po.request_id': requestId,
  };
  const span = trace.getTracer('@cynow/po-http').startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
  return {
    within: (work) => context.with(trace.setSpan(parent, span), work),
    end(route, status) {
      if (route !== null) {
        span.updateName(`${method} ${route}`);
        span.setAttribute('http.route', route);
      }
      span.setAttribute('http.response.status_code', status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};
