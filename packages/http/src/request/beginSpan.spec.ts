import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../api/Endpoint.ts';
import { serveForTest } from '../testing/testServer.spec.support.ts';
import { beginSpan } from './beginSpan.ts';
import { readTrustedProxies } from './TrustedProxies.ts';

interface Told {
  name: string;
  readonly kind: SpanKind | undefined;
  readonly parent: SpanContext | undefined;
  readonly context: SpanContext;
  readonly attributes: Attributes;
  failed: boolean;
  ended: boolean;
}

/** The least that an SDK does: it remembers spans, carries the context along, and reads `traceparent`. */
const setUpSdk = () => {
  const spans: Told[] = [];
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (to, work, self, ...args) => storage.run(to, () => work.call(self as never, ...args)),
    bind: (_to, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  const startSpan = (
    name: string,
    { kind, attributes = {} }: SpanOptions = {},
    at: Context = manager.active(),
  ): Span => {
    const parent = trace.getSpanContext(at);
    const id = String(spans.length + 1).padStart(16, '0');
    const own = { traceId: parent?.traceId ?? id.padStart(32, 'a'), spanId: id, traceFlags: 1 };
    const told: Told = { name, kind, parent, context: own, attributes: { ...attributes }, failed: false, ended: false };
    spans.push(told);
    const span: Span = {
      spanContext: () => own,
      setAttribute: (key, value) => {
        told.attributes[key] = value;
        return span;
      },
      setAttributes: (more) => {
        Object.assign(told.attributes, more);
        return span;
      },
      addEvent: () => span,
      addLink: () => span,
      addLinks: () => span,
      setStatus: ({ code }) => {
        told.failed = code === SpanStatusCode.ERROR;
        return span;
      },
      updateName: (to) => {
        told.name = to;
        return span;
      },
      end: () => {
        told.ended = true;
      },
      isRecording: () => true,
      recordException: () => undefined,
    };
    return span;
  };
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan,
      startActiveSpan: () => {
        throw new Error('not used');
      },
    }),
  });
  propagation.setGlobalPropagator({
    inject: () => undefined,
    fields: () => ['traceparent'],
    extract: (at, carrier, getter) => {
      const [, traceId = '', spanId = ''] = String(getter.get(carrier, 'traceparent')).split('-');
      return traceId === '' ? at : trace.setSpanContext(at, { traceId, spanId, traceFlags: 1, isRemote: true });
    },
  });
  return { spans, startSpan, manager };
};

const endpoints = [
  endpoint({
    id: 'getThing',
    method: 'GET',
    path: '/api/v1/things/{id}',
    permission: 'read',
    summary: { ko: '', en: '' },
    tag: 'pos',
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ q: z.string().optional() }),
    body: null,
    status: 200,
    result: z.object({ traced: z.string().nullable() }),
    handle: async ({ params }) => {
      if (params.id === 'broken') throw new Error('broken');
      return { value: { traced: trace.getActiveSpan()?.spanContext().spanId ?? null } };
    },
  }),
];

const traceparent = `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`;
let sdk: ReturnType<typeof setUpSdk>;
beforeEach(() => {
  sdk = setUpSdk();
});
afterEach(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

it('tells of each request, without path, query, header or name, and what it does stands under it', async () => {
  const server = await serveForTest(endpoints);
  try {
    const { headers, ...answer } = await server.send('/orders/api/v1/things/FP25000001?q=secret-words');
    const [span, ...others] = sdk.spans;
    expect(others).toEqual([]);
    expect(answer.json()).toEqual({ traced: span?.context.spanId });
    expect(span).toMatchObject({
      name: 'GET /orders/api/v1/things/{id}',
      kind: SpanKind.SERVER,
      parent: undefined,
      ended: true,
      failed: false,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/orders/api/v1/things/{id}',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'client.address': '127.0.0.1',
        'cynow_po.request_id': headers['x-request-id'],
      },
    });
    const { authorization = '' } = server.headersOf('admin-token-admin');
    for (const secret of ['secret-words', 'FP25000001', authorization.slice(7)]) {
      expect(JSON.stringify(sdk.spans)).not.toContain(secret);
    }
    await server.send('/orders/api/v1/things/broken');
    await server.send('/orders/nothing');
    expect(sdk.spans.slice(1)).toMatchObject([
      { failed: true, ended: true, attributes: { 'http.response.status_code': 500 } },
      { name: 'GET', failed: false, ended: true, attributes: { 'http.response.status_code': 404 } },
    ]);
  } finally {
    await server.close();
  }
});

it('goes on with the trace of a proxy of ours, and of nobody else', async () => {
  for (const [proxies, parent] of [
    [['127.0.0.1'], { traceId: 'b'.repeat(32), spanId: 'c'.repeat(16) }],
    [['10.0.0.1'], undefined],
  ] as const) {
    const server = await serveForTest(endpoints, { trusted: readTrustedProxies(proxies) });
    try {
      await server.send('/orders/api/v1/things/1', { headers: { traceparent } });
      const span = sdk.spans.at(-1);
      if (parent === undefined) expect(span?.parent).toBeUndefined();
      else expect(span?.parent).toMatchObject(parent);
    } finally {
      await server.close();
    }
  }
});

it('goes on with the trace that the application around it has begun, whatever a proxy says', () => {
  const around = sdk.startSpan('around');
  sdk.manager.with(trace.setSpan(ROOT_CONTEXT, around), () => {
    const client = { address: '127.0.0.1', scheme: 'http', host: '', throughProxy: true } as const;
    beginSpan({ method: 'GET', headers: { traceparent }, client, requestId: '' }).end(null, 200);
  });
  expect(sdk.spans.at(-1)?.parent).toEqual(around.spanContext());
});

it('does nothing without an SDK', async () => {
  trace.disable();
  context.disable();
  propagation.disable();
  const server = await serveForTest(endpoints);
  try {
    expect((await server.send('/orders/api/v1/things/1', { headers: { traceparent } })).json()).toEqual({
      traced: null,
    });
  } finally {
    await server.close();
  }
});
