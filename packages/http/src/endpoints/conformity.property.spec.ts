import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { type Schema, valueArb, wrongBodyArb } from '../testing/requestArb.spec.support.ts';
import type { Caller, Reply } from '../testing/testServer.spec.support.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: Schema & { readonly $ref?: string } }>>;
}

interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly headers?: Readonly<Record<string, unknown>> }>>;
  readonly 'x-permission': string;
}

let orders: Awaited<ReturnType<typeof openOrders>>;
let operations: readonly Operation[] = [];
let known: readonly string[] = [];
let schemas: ReadonlyMap<object, z.ZodType> = new Map();

beforeAll(async () => {
  orders = await openOrders();
  const document = (await orders.send('/api/openapi.json')).json() as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>>;
    readonly components: { readonly schemas: { readonly Problem: Schema } };
  };
  operations = Object.entries(document.paths).flatMap(([path, all]) =>
    Object.entries(all).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
  const problem = z.fromJSONSchema(document.components.schemas.Problem as never);
  schemas = new Map(
    operations
      .flatMap(({ responses }) => Object.values(responses))
      .flatMap(({ content }) => Object.values(content))
      .map(({ schema }) => [schema, schema.$ref === undefined ? z.fromJSONSchema(schema as never) : problem]),
  );
  const reviews = (await orders.send('/api/v1/reviews')).json() as { items: { id: string }[] };
  const ids = reviews.items.map(({ id }) => id);
  known = [
    ...ids,
    orders.runId,
    'FP25000001',
    'FP25000090',
    'KDKK',
    'SAM',
    'PO-001',
    'KF001',
    'viewer',
    `po:${ids[0]}`,
  ];
});
afterAll(() => orders.close());

/** Some things are for persons, and not for tokens. */
const callerOf = (operation: Operation): Caller =>
  operation['x-permission'] === 'account' ? 'admin-session' : 'admin-token-admin';

const headOf = (operation: Operation): Record<string, string> =>
  operation.parameters.some(({ name, in: place }) => place === 'header' && name === 'If-Match')
    ? { 'if-match': '*' }
    : {};

/** What is said of an answer in the document holds, and what holds of every answer. */
const expectDeclared = ({ operationId, responses }: Operation, reply: Reply): void => {
  const { status, headers, text } = reply;
  expect([operationId, status, status >= 500 ? text : '']).toEqual([operationId, status < 500 ? status : 0, '']);
  const declared = responses[String(status)];
  expect([operationId, status, declared === undefined]).toEqual([operationId, status, false]);
  const content = declared?.content[headers['content-type'] ?? ''];
  expect([operationId, status, headers['content-type'], content === undefined]).toEqual([
    operationId,
    status,
    headers['content-type'],
    false,
  ]);
  const checked = schemas.get(content!.schema)!.safeParse(JSON.parse(text));
  expect([operationId, status, checked.error?.issues ?? [], checked.success ? '' : text]).toEqual([
    operationId,
    status,
    [],
    '',
  ]);
  for (const name of Object.keys(declared?.headers ?? {})) expect(headers[name.toLowerCase()]).toBeDefined();
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
  });
};

interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

const sendTo = ({ method, ...operation }: Operation, { path, headers, json }: Sent): Promise<Reply> =>
  orders.send(path, { method, headers, ...(json === undefined ? {} : { json }) }, callerOf({ ...operation, method }));

const bodyOf = ({ requestBody }: Operation): Schema | undefined => requestBody?.content['application/json']?.schema;

const validArb = (operation: Operation): fc.Arbitrary<Sent> => {
  const place = (wanted: Parameter['in']) => operation.parameters.filter((each) => each.in === wanted);
  const record = (of: readonly Parameter[]) =>
    fc.record(Object.fromEntries(of.map(({ name, schema }) => [name, valueArb(schema, known)])), {
      requiredKeys: of.filter(({ required }) => required).map(({ name }) => name),
    });
  const body = bodyOf(operation);
  return fc
    .record({
      params: record(place('path')),
      query: record(place('query')),
      headers: record(place('header')),
      json: body === undefined ? fc.constant(undefined) : valueArb(body, known),
    })
    .map(({ params, query, headers, json }) => {
      const path = operation.path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
        encodeURIComponent(String(params[name])),
      );
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString();
      return { path: search === '' ? path : `${path}?${search}`, headers: headers as Record<string, string>, json };
    });
};

/** Where more is asked than a schema can say: cursors are of our making, names and passwords have rules of their own. */
const pickier = new Set([
  'addUser',
  'setPassword',
  'createToken',
  'createOwnToken',
  'resolveOrphan',
  'enterPo',
  'changePo',
  'startRun',
]);

const isPickedOver = ({ operationId }: Operation, { path }: Sent): boolean =>
  pickier.has(operationId) || /[?&]cursor=/.test(path);

const requests = process.env.PO_FULL === '1' ? 20_000 : 500;

describe('requests made from the document', () => {
  it('are accepted when they are as described, and answered as described', async () => {
    const arb = fc
      .constantFrom(...operations.keys())
      .chain((i) => validArb(operations[i]!).map((sent) => ({ i, sent })));
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(arb, async ({ i, sent }) => {
        const operation = operations[i]!;
        const reply = await sendTo(operation, sent);
        expectDeclared(operation, reply);
        if (!isPickedOver(operation, sent)) expect([reply.text, reply.status]).not.toEqual([reply.text, 400]);
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      }),
      { numRuns: requests },
    );
    // Otherwise the requests would not have come past the door.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 10);
    expect(orders.errors).toEqual([]);
  });

  it('are refused when they are not', async () => {
    const withBody = [...operations.keys()].filter((i) => bodyOf(operations[i]!) !== undefined);
    const arb = fc
      .constantFrom(...withBody)
      .chain((i) => wrongBodyArb(bodyOf(operations[i]!)!, known).map((json) => ({ i, json })));
    await fc.assert(
      fc.asyncProperty(arb, async ({ i, json }) => {
        const operation = operations[i]!;
        const path = operation.path.replaceAll(/\{key\}/g, 'po_management').replaceAll(/\{[^}]*\}/g, 'x');
        const reply = await sendTo(operation, { path, headers: headOf(operation), json });
        expectDeclared(operation, reply);
        expect([operation.operationId, JSON.stringify(json), reply.status]).toEqual([
          operation.operationId,
          JSON.stringify(json),
          400,
        ]);
      }),
      { numRuns: requests / 2 },
    );
  });

  it('are refused with query parameters that are none, or not as described', async () => {
    const arb = fc.record({
      i: fc.constantFrom(...operations.keys()),
      query: fc.constantFrom(
        'nobodyKnows=1',
        'limit=0',
        'limit=201',
        'limit=x',
        'limit=1&limit=2',
        'limit=',
        'cursor=',
      ),
    });
    await fc.assert(
      fc.asyncProperty(arb, async ({ i, query }) => {
        const operation = operations[i]!;
        const path = operation.path.replaceAll(/\{[^}]*\}/g, 'x');
        const json = bodyOf(operation) === undefined ? undefined : {};
        const reply = await sendTo(operation, { path: `${path}?${query}`, headers: headOf(operation), json });
        expectDeclared(operation, reply);
        expect([operation.operationId, reply.status]).toEqual([operation.operationId, 400]);
      }),
    );
  });
});

describe('each endpoint', () => {
  it('wants the headers that it says it wants', async () => {
    const wanting = operations.filter((operation) => 'if-match' in headOf(operation));
    expect(wanting.length).toBeGreaterThan(2);
    for (const operation of wanting) {
      const [sent] = fc.sample(validArb(operation), 1);
      const { 'If-Match': _left, ...headers } = sent!.headers;
      const reply = await sendTo(operation, { ...sent!, headers });
      expect([operation.operationId, reply.status]).toEqual([
        operation.operationId,
        pickier.has(operation.operationId) ? reply.status : 428,
      ]);
      expectDeclared(operation, reply);
    }
  });

  it('answers methods that it does not know with those that it does', async () => {
    for (const { path } of operations) {
      const allowed = operations.filter((each) => each.path === path).map(({ method }) => method);
      const expected = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].sort().join(', ');
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        if (allowed.includes(method)) continue;
        const reply = await orders.send(path.replaceAll(/\{[^}]*\}/g, 'x'), { method });
        expect([path, method, reply.status, reply.headers.allow]).toEqual([path, method, 405, expected]);
      }
    }
  });

  it('never forgets to ask who is there', async () => {
    for (const operation of operations) {
      const [sent] = fc.sample(validArb(operation), 1);
      const { path, headers, json } = sent!;
      const call = { method: operation.method, ...(json === undefined ? {} : { json }) };
      for (const wrong of [
        {},
        { authorization: 'Bearer cpo_x' },
        { authorization: 'Basic eDp5' },
        { cookie: 'cynow_po_session=x' },
      ]) {
        const reply = await orders.send(path, { ...call, headers: { ...headers, ...wrong } }, 'nobody');
        expectDeclared(operation, reply);
        expect([operation.operationId, reply.status]).toEqual([operation.operationId, 401]);
      }
    }
  });
});
