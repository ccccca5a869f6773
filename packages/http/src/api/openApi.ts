import { z } from 'zod';
import { referenceTexts } from '../messages/reference.ts';
import { type ProblemKind, problemKinds } from '../problem/Problem.ts';
import type { Language } from './Asking.ts';
import type { Endpoint } from './Endpoint.ts';
import { exampleOf, type JsonSchema } from './exampleOf.ts';
import { problemSchema } from './problemSchema.ts';

const json = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonSchema;
};

type Texts = ReturnType<typeof referenceTexts>;

/** A parameter as the document names it. */
export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example: unknown;
}

const parametersOf = (endpoint: Endpoint, texts: Texts): readonly ApiParameter[] => {
  const listed = (schema: z.ZodType, place: 'path' | 'query') => {
    const { properties = {}, required = [] } = json(schema, 'output');
    return Object.entries(properties).map(([name, one]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: one,
      example: exampleOf(one, name),
    }));
  };
  const header = (name: string, required: boolean, pattern: string | null, description: string, example: string) => {
    const schema = { type: 'string', ...(pattern === null ? {} : { pattern }) };
    return { name, in: 'header', required, description, schema, example } as const;
  };
  return [
    ...listed(endpoint.params, 'path'),
    ...listed(endpoint.query, 'query'),
    ...(endpoint.changes === true
      ? [header('If-Match', true, '^(\\*|"[0-9]{1,15}"( *, *"[0-9]{1,15}")*)$', texts.ifMatch, '"3"')]
      : []),
    ...(endpoint.streams === true
      ? // Whatever it says: browsers send back what they had, of whichever release.
        [header('Last-Event-ID', false, null, texts.lastEventId, '7')]
      : []),
    ...(endpoint.method === 'GET'
      ? []
      : [
          header(
            'Idempotency-Key',
            false,
            '^[!-~]{1,200}$',
            texts.idempotencyKey,
            '5f0c6f7e-7d0a-4f5c-8a44-0a8a4fd7a9b2',
          ),
        ]),
  ];
};

const headerOf = (description: string, required: boolean, schema: JsonSchema) => ({ description, required, schema });

const requestIdHeader = (texts: Texts) =>
  headerOf(texts.requestId, true, { type: 'string', pattern: '^[A-Za-z0-9._-]{8,64}$' });

/** The answers that are no success, by status: the kinds that an endpoint may have. */
const kindsOf = ({ method, changes, body }: Endpoint): readonly ProblemKind[] => [
  'invalid-request',
  'not-signed-in',
  'not-permitted',
  'not-found',
  'not-acceptable',
  'uri-too-long',
  'too-many-requests',
  'unexpected',
  'maintenance',
  'unavailable',
  ...(method === 'GET'
    ? []
    : ([
        'read-only',
        'cross-site',
        'conflict',
        'in-progress',
        'answer-lost',
        'refused',
        'key-reused',
      ] satisfies ProblemKind[])),
  ...(changes === true ? (['precondition-failed', 'precondition-required'] satisfies ProblemKind[]) : []),
  ...(body === null ? [] : (['too-slow', 'too-large', 'unsupported-media-type'] satisfies ProblemKind[])),
];

const problemsOf = (endpoint: Endpoint, texts: Texts): Readonly<Record<string, object>> => {
  const byStatus = Map.groupBy(kindsOf(endpoint), (kind) => problemKinds[kind]);
  const headers = (status: number) => ({
    'X-Request-Id': requestIdHeader(texts),
    'Content-Language': headerOf(texts.language, false, { type: 'string', enum: ['ko', 'en'] }),
    ...(status === 401
      ? { 'WWW-Authenticate': headerOf(texts.challenge, true, { type: 'string', const: 'Bearer' }) }
      : {}),
    ...(status === 409 || status === 429 || status === 503
      ? { 'Retry-After': headerOf(texts.retryAfter, status !== 409, { type: 'integer', minimum: 0 }) }
      : {}),
  });
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, kinds]) => [
        status,
        {
          description: kinds.join(', '),
          headers: headers(status),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
};

/** One thing that the API does, as the document tells it. */
export interface ApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly ApiParameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema; readonly example: unknown }>>;
  };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly headers?: Readonly<Record<string, { readonly required: boolean; readonly schema: JsonSchema }>>;
        readonly content: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
      }
    >
  >;
  readonly 'x-permission': string;
}

/** Tokens are not for what only a person may do: `may` says no, whatever their scope. */
const securityOf = ({ permission }: Endpoint): ApiOperation['security'] =>
  permission === 'account' ? [{ session: [] }] : [{ bearer: [] }, { session: [] }];

const operationOf = (endpoint: Endpoint, language: Language): ApiOperation => {
  const { id, tag, summary, body, result, status, versioned, location, streams, permission } = endpoint;
  const texts = referenceTexts(language);
  const given = body === null ? null : json(body, 'input');
  const answered = json(result, 'output');
  return {
    operationId: id,
    tags: [tag],
    summary: summary[language],
    security: securityOf(endpoint),
    parameters: parametersOf(endpoint, texts),
    ...(given === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: given, example: exampleOf(given) } },
          },
        }),
    responses: {
      [status]: {
        description: summary[language],
        headers: {
          'X-Request-Id': requestIdHeader(texts),
          ...(versioned === true
            ? { ETag: headerOf(texts.eTag, true, { type: 'string', pattern: '^"[0-9]+"$' }) }
            : {}),
          ...(location === undefined
            ? {}
            : { Location: headerOf(texts.location, true, { type: 'string', pattern: '^/' }) }),
        },
        content:
          streams === true
            ? { 'text/event-stream': { schema: { type: 'string' }, 'x-events': answered } }
            : { 'application/json': { schema: answered, example: exampleOf(answered) } },
      },
      ...problemsOf(endpoint, texts),
    } as ApiOperation['responses'],
    'x-permission': permission,
  };
};

/** The OpenAPI 3.1 document of the endpoints, made from the schemas that validate them. `server`: where the API hangs. */
export const openApi = (endpoints: readonly Endpoint[], server: string, language: Language, version: string) => {
  const texts = referenceTexts(language);
  const paths: Record<string, Record<string, ApiOperation>> = {};
  for (const endpoint of endpoints) {
    const operations = paths[endpoint.path] ?? {};
    paths[endpoint.path] = operations;
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint, language);
  }
  return {
    openapi: '3.1.0' as const,
    info: { title: texts.title, description: texts.overview, version },
    servers: [{ url: server }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: json(problemSchema, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: texts.bearer },
        session: { type: 'apiKey', in: 'cookie', name: 'cynow_po_session', description: texts.session },
      },
    },
  };
};

export type ApiDocument = ReturnType<typeof openApi>;
