import { z } from 'zod';
import type { Language } from './Asking.ts';
import type { Endpoint } from './Endpoint.ts';
import { problemSchema } from './problemSchema.ts';

const json = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

const parametersOf = (endpoint: Endpoint) => {
  const listed = (schema: z.ZodType, place: 'path' | 'query') => {
    const { properties = {}, required = [] } = json(schema, 'output') as ObjectSchema;
    return Object.entries(properties).map(([name, one]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: one,
    }));
  };
  const header = (name: string, required: boolean, pattern: string) => ({
    name,
    in: 'header',
    required,
    schema: { type: 'string', pattern },
  });
  return [
    ...listed(endpoint.params, 'path'),
    ...listed(endpoint.query, 'query'),
    ...(endpoint.changes === true ? [header('If-Match', true, '^"[0-9]+"$')] : []),
    ...(endpoint.streams === true ? [header('Last-Event-ID', false, '^[0-9]{1,9}$')] : []),
    ...(endpoint.method === 'GET' ? [] : [header('Idempotency-Key', false, '^[!-~]{1,200}$')]),
  ];
};

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const problemsOf = ({ method, changes, body, streams }: Endpoint): Readonly<Record<string, object>> => ({
  400: problem('invalid-request'),
  401: problem('not-signed-in'),
  403: problem('not-permitted, read-only, cross-site'),
  404: problem('not-found'),
  406: problem('not-acceptable'),
  414: problem('uri-too-long'),
  ...(method === 'GET'
    ? {}
    : { 409: problem('conflict, in-progress, answer-lost'), 422: problem('refused, key-reused') }),
  ...(changes === true ? { 412: problem('precondition-failed'), 428: problem('precondition-required') } : {}),
  ...(body === null
    ? {}
    : { 408: problem('too-slow'), 413: problem('too-large'), 415: problem('unsupported-media-type') }),
  ...(streams === true || method !== 'GET' ? { 429: problem('too-many-requests') } : {}),
  500: problem('unexpected'),
  503: problem('maintenance, unavailable'),
});

const headersOf = ({ versioned, location }: Endpoint): { readonly headers?: Readonly<Record<string, object>> } => {
  const text = { schema: { type: 'string' } };
  const headers = {
    ...(versioned === true ? { ETag: text } : {}),
    ...(location === undefined ? {} : { Location: text }),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
};

/** The OpenAPI 3.1 document of the endpoints, made from the schemas that validate them. `server`: where the API hangs. */
export const openApi = (endpoints: readonly Endpoint[], server: string, language: Language, version: string) => {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const { method, path, id, tag, summary, body, result, status, streams } = endpoint;
    const operations = paths[path] ?? {};
    paths[path] = operations;
    operations[method.toLowerCase()] = {
      operationId: id,
      tags: [tag],
      summary: summary[language],
      parameters: parametersOf(endpoint),
      ...(body === null
        ? {}
        : { requestBody: { required: true, content: { 'application/json': { schema: json(body, 'input') } } } }),
      responses: {
        [status]: {
          description: summary[language],
          ...headersOf(endpoint),
          content:
            streams === true
              ? { 'text/event-stream': { schema: { type: 'string' }, 'x-events': json(result, 'output') } }
              : { 'application/json': { schema: json(result, 'output') } },
        },
        ...problemsOf(endpoint),
      },
      'x-permission': endpoint.permission,
    };
  }
  return {
    openapi: '3.1.0' as const,
    info: { title: language === 'ko' ? 'CYNOW 수주 관리' : 'CYNOW PO management', version },
    servers: [{ url: server }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: json(problemSchema, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'cynow_po_session' },
      },
    },
  };
};
