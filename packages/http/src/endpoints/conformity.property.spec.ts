import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonSchema } from '../api/exampleOf.ts';
import type { ApiDocument } from '../api/openApi.ts';
import {
  bodySchema,
  type Check,
  isEndless,
  isForPersons,
  type Operation,
  readApiDocument,
} from '../testing/apiDocument.spec.support.ts';
import {
  everyAnswer,
  negativeDataRejection,
  positiveDataAcceptance,
} from '../testing/conformityChecks.spec.support.ts';
import { KnownThings } from '../testing/KnownThings.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { addressOf, type Draft, flawedDrafts, settled, validDraft } from '../testing/requestArb.spec.support.ts';
import type { Call, Caller, Reply } from '../testing/testServer.spec.support.ts';

/** How many requests are made from the document. */
const requests = process.env.PO_FULL === '1' ? 20_000 : 500;
const time = requests * 100 + 60_000;

let orders: Awaited<ReturnType<typeof openOrders>>;
let document: ApiDocument;
let operations: readonly Operation[] = [];
let check: Check;
let things: KnownThings;

const callerOf = (operation: Operation): Caller => (isForPersons(operation) ? 'admin-session' : 'admin-token-admin');

/** Sends the request and looks at what holds for every answer. */
const sent = async (draft: Draft, caller = callerOf(draft.operation), over: Call = {}): Promise<Reply> => {
  const { operation, headers, body } = draft;
  const call: Call = {
    method: operation.method,
    headers: headers as Record<string, string>,
    ...(body === undefined ? {} : { json: body }),
    ...(isEndless(operation) ? { endless: true } : {}),
  };
  const reply = await orders.send(addressOf(draft), { ...call, ...over }, caller);
  for (const look of Object.values(everyAnswer)) look({ operation, reply, check });
  if (reply.status < 300 && reply.headers['content-type'] === 'application/json') {
    things.learn(operation.path, reply.json());
  }
  return reply;
};

/** A valid request for the operation as things stand; `seed` tells which. */
const sample = (operation: Operation, seed = 1): Draft => {
  const [draft] = fc.sample(validDraft(operation), { numRuns: 1, seed });
  return settled(draft!, things);
};

beforeAll(async () => {
  orders = await openOrders();
  document = (await orders.send('/api/openapi.json')).json() as unknown as ApiDocument;
  ({ operations, check } = readApiDocument(document));
  const { accounts } = orders.ports;
  const [users, tokens] = [await accounts.users.list(), await accounts.tokens.list()];
  things = new KnownThings(new Set([...users.map(({ name }) => name), ...tokens.map(({ id }) => id)]));
  things.learn('/api/v1/where', { docNo: ['FP25000001', 'FP25000090', 'FP25000006'] });
  // Lists first; then what they name.
  const reads = operations.filter(({ method }) => method === 'GET');
  for (const operation of [...reads, ...reads]) await sent({ ...sample(operation), query: {} });
});
afterAll(() => orders.close());

describe('the document', () => {
  it('is an OpenAPI 3.1 document by the schema of that', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(valid, JSON.stringify(errors)).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('tells of every operation how one signs in, what goes wrong, and what a write takes', () => {
    const schemes = Object.keys(document.components.securitySchemes);
    for (const operation of operations) {
      const { operationId, method, security, parameters, responses } = operation;
      expect([operationId, security.flatMap(Object.keys).every((name) => schemes.includes(name))]).toEqual([
        operationId,
        true,
      ]);
      const statuses = Object.keys(responses).map(Number);
      const headers = parameters.filter((each) => each.in === 'header').map(({ name }) => name);
      const writes = method !== 'GET';
      expect(headers.includes('Idempotency-Key')).toBe(writes);
      const always = [400, 401, 403, 404, 406, 414, 429, 500, 503];
      const wanted = [
        ...always,
        ...(writes ? [409, 422] : []),
        ...(headers.includes('If-Match') ? [412, 428] : []),
        ...(bodySchema(operation) === undefined ? [] : [408, 413, 415]),
      ];
      expect([operationId, wanted.filter((status) => !statuses.includes(status))]).toEqual([operationId, []]);
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(Object.keys(content)).toEqual(['application/problem+json']);
      }
    }
  });

  it('gives only examples that its schemas allow', () => {
    const wrong: unknown[] = [];
    let examples = 0;
    const look = (where: string, schema: JsonSchema, example: unknown): void => {
      examples += 1;
      const problem = check(schema, example);
      if (problem !== null) wrong.push({ where, problem, example });
    };
    for (const { operationId, parameters, requestBody, responses } of operations) {
      for (const { name, schema, example } of parameters) look(`${operationId} ${name}`, schema, example);
      for (const [where, holders] of Object.entries({ requestBody, ...responses })) {
        for (const { schema, example } of Object.values(holders?.content ?? {})) {
          if (example !== undefined) look(`${operationId} ${where}`, schema, example);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(examples).toBeGreaterThan(operations.length);
  });
});

describe('each operation', () => {
  it('missing_required_header: wants the headers that it says it wants', async () => {
    const wanting = operations.flatMap((operation) =>
      operation.parameters
        .filter(({ in: place, required }) => place === 'header' && required)
        .map(({ name }) => ({ operation, name })),
    );
    expect(wanting.length).toBeGreaterThan(2);
    for (const { operation, name } of wanting) {
      const draft = sample(operation);
      const { [name]: _left, ...headers } = draft.headers;
      const reply = await sent({ ...draft, headers });
      // Unless there is more that is wrong: some rules are older than the question which version was seen.
      expect([428, 400], `${operation.operationId} ${reply.text}`).toContain(reply.status);
      if (reply.status === 400) positiveDataAcceptance({ draft, reply });
    }
  });

  it('unsupported_method, allow_header_conformance: answers other methods with those that it knows', async () => {
    // Other places may be pages, too, and take forms.
    const paths = operations.map((each) => each.path).filter((path) => path.startsWith('/api/'));
    for (const path of new Set(paths)) {
      const known = operations.filter((each) => each.path === path).map(({ method }) => method);
      const expected = [...known, ...(known.includes('GET') ? ['HEAD'] : [])].sort().join(', ');
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH']) {
        if (known.includes(method)) continue;
        const reply = await orders.send(path.replaceAll(/\{[^}]*\}/g, 'x'), { method });
        expect([path, method, reply.status, reply.headers.allow]).toEqual([path, method, 405, expected]);
        expect(reply.headers['content-type']).toBe('application/problem+json');
        expect(check(document.components.schemas.Problem, reply.json())).toBeNull();
      }
    }
  });

  it('ignored_auth: never forgets to ask who is there', async () => {
    const strangers: readonly Record<string, string>[] = [
      {},
      { authorization: 'Bearer cpo_x' },
      { authorization: `Bearer cpo_${'x'.repeat(43)}` },
      { authorization: 'Basic eDp5' },
      { cookie: 'cynow_po_session=x' },
    ];
    for (const operation of operations) {
      for (const headers of strangers) {
        const draft = sample(operation);
        const reply = await sent({ ...draft, headers: { ...draft.headers, ...headers } }, 'nobody');
        expect([operation.operationId, headers, reply.status]).toEqual([operation.operationId, headers, 401]);
      }
    }
  });
});

/** Makes something, by the document's own example or else by any other request as described. */
const makeOne = async (maker: Operation, firstSeed: number): Promise<Reply> => {
  const example = maker.requestBody?.content['application/json']?.example;
  const drafts = [{ ...sample(maker, firstSeed), body: example }];
  for (let seed = firstSeed; seed < firstSeed + 100; seed += 1) drafts.push(sample(maker, seed));
  for (const draft of drafts) {
    // A key of the seed's would belong to another request by now.
    const { 'Idempotency-Key': _key, ...headers } = draft.headers;
    const reply = await sent({ ...draft, headers });
    if (reply.status === 201) return reply;
  }
  throw new Error(`${maker.operationId} made nothing`);
};

/** The collection's own path, and a way to look at one of it, if there is one. */
const readersOf = (collection: string) => ({
  list: operations.find(({ method, path }) => method === 'GET' && path === collection),
  one: operations.find(
    ({ method, path }) => method === 'GET' && path.startsWith(`${collection}/{`) && /\/\{[^}]*\}$/.test(path),
  ),
});

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};

describe('what was made', () => {
  it('ensure_resource_availability: can be read at once', async () => {
    const makers = operations.filter(({ responses }) => responses['201'] !== undefined);
    expect(makers.length).toBeGreaterThan(3);
    for (const maker of makers) {
      const made = await makeOne(maker, 1);
      const texts = textsIn(made.json());
      const { list, one } = readersOf(maker.path);
      const found: string[] = [];
      if (one !== undefined) {
        for (const text of texts) {
          const params = Object.fromEntries([...one.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => [name!, text]));
          const reply = await sent({ ...sample(one), params, query: {} });
          if (reply.status === 200) found.push(text);
        }
      } else if (list !== undefined) {
        const listed = new Set(textsIn((await sent({ ...sample(list), query: {} })).json()));
        found.push(...texts.filter((text) => listed.has(text)));
      }
      expect(found.length, `${maker.operationId} ${made.text}`).toBeGreaterThan(0);
    }
  });

  it('use_after_free: is of no use once it was deleted', async () => {
    const removers = operations.filter(({ method }) => method === 'DELETE');
    expect(removers.length).toBeGreaterThan(0);
    for (const remover of removers) {
      const collection = remover.path.replace(/\/\{[^}]*\}$/, '');
      const maker = operations.find(({ method, path }) => method === 'POST' && path === collection);
      // What is made elsewhere is deleted in specs of its own.
      if (maker === undefined) continue;
      const made = await makeOne(maker, 1000);
      const { id, token } = made.json();
      const [name] = [...remover.path.matchAll(/\{([^}]*)\}/g)].map(([, each]) => each!);
      const removed = { ...sample(remover), params: { [name!]: id }, headers: {} };
      expect((await sent(removed)).status).toBe(200);
      if (typeof token === 'string') {
        const headers = { authorization: `Bearer ${token}` };
        expect((await orders.send('/api/v1/account', { headers }, 'nobody')).status).toBe(401);
      }
      // Deleting it again finds nothing left to do, and one by one it is not there.
      const again = await sent(removed);
      expect([remover.operationId, again.status, again.json().outcome]).toEqual([remover.operationId, 200, 'already']);
      const { one } = readersOf(collection);
      if (one !== undefined) expect((await sent({ ...sample(one), params: removed.params })).status).toBe(404);
    }
  });
});

// Last: after it POs are cancelled, and accounts disabled, by chance.
describe(`${requests} requests made from the document`, () => {
  it(
    `pass ${Object.keys(everyAnswer).join(', ')}, positive_data_acceptance, negative_data_rejection, max_response_time`,
    async () => {
      const statuses = new Map<number, number>();
      const reached = new Map<string, number>();
      const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
      const arb = fc.record({
        draft: fc.constantFrom(...operations).chain(validDraft),
        // Two of three are as described.
        flaw: fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary: fc.nat(), weight: 1 }),
      });
      await fc.assert(
        fc.asyncProperty(arb, async ({ draft: open, flaw }) => {
          const draft = settled(open, things);
          const flawed = flaw === null ? [] : flawedDrafts(draft, check);
          const chosen = flaw === null ? draft : flawed[flaw % flawed.length]!;
          // An answer that does not come within the client's patience is a failure: max_response_time.
          const reply = await sent(chosen);
          if (chosen.what === null) positiveDataAcceptance({ draft: chosen, reply });
          else negativeDataRejection({ draft: chosen, reply });
          count(statuses, reply.status);
          if (reply.status < 300) count(reached, draft.operation.operationId);
        }),
        // What was done stays done: a smaller example would start elsewhere.
        { numRuns: requests, endOnFailure: true },
      );
      if (process.env.PO_FULL === '1') console.log('answers by status', Object.fromEntries([...statuses].sort()));
      // Otherwise the requests would not have come past the door, or would all have been for things that are not there.
      expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 5);
      expect(statuses.get(400) ?? 0).toBeGreaterThan(requests / 5);
      expect(reached.size).toBeGreaterThan(operations.length / 2);
      expect(orders.errors).toEqual([]);
    },
    time,
  );
});
