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
import { contentsOf } from '../testing/contents.spec.support.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { addressOf, type Draft } from '../testing/requestArb.spec.support.ts';
import type { Reply } from '../testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
let operations: readonly Operation[];
let check: Check;

beforeAll(async () => {
  orders = await openOrders();
  const document = (await orders.send('/api/openapi.json')).json() as unknown as ApiDocument;
  ({ operations, check } = readApiDocument(document));
});
afterAll(() => orders.close());

const send = (draft: Draft): Promise<Reply> => {
  const { operation, headers, body } = draft;
  const call = {
    method: operation.method,
    headers: headers as Record<string, string>,
    ...(body === undefined ? {} : { json: body }),
    ...(isEndless(operation) ? { endless: true } : {}),
  };
  return orders.send(addressOf(draft), call, isForPersons(operation) ? 'admin-session' : 'admin-token-admin');
};

/** The request that the document gives as an example, as far as it is required. */
const example = (operation: Operation): Draft => {
  const given = (place: string) =>
    Object.fromEntries(
      operation.parameters
        .filter((each) => each.in === place && each.required)
        .map(({ name, example: value }) => [name, name === 'If-Match' ? '*' : value]),
    );
  return {
    operation,
    params: given('path'),
    query: given('query'),
    headers: given('header'),
    body: operation.requestBody?.content['application/json']?.example,
    what: null,
  };
};

/** A place of a request that takes a text of one's own, and the request with a text in it. */
interface Place {
  readonly name: string;
  readonly withText: (text: string) => Draft;
  readonly takes: (text: string) => boolean;
}

/** Every choice of a body, with every member that may be given: an example of each. */
const bodies = (schema: JsonSchema, of: unknown): readonly { readonly at: readonly string[]; schema: JsonSchema }[] => {
  const places = (each: JsonSchema, at: readonly string[]): { at: readonly string[]; schema: JsonSchema }[] => {
    const choices = each.anyOf ?? each.oneOf;
    if (choices !== undefined) return choices.flatMap((choice) => places(choice, at));
    const type = typeof each.type === 'string' ? each.type : each.type?.[0];
    if (type === 'string' && each.enum === undefined && each.const === undefined) return [{ at, schema: each }];
    if (type === 'array') return places(each.items ?? {}, [...at, '0']);
    return Object.entries(each.properties ?? {}).flatMap(([key, member]) => places(member, [...at, key]));
  };
  return of === undefined ? [] : places(schema, []);
};

const written = (value: unknown, at: readonly string[], text: string): unknown => {
  const [key, ...rest] = at;
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.with(0, written(value[0], rest, text));
  return { ...(value as object), [key]: written((value as Record<string, unknown>)?.[key], rest, text) };
};

const placesOf = (operation: Operation): readonly Place[] => {
  const base = example(operation);
  const parts = { path: 'params', query: 'query', header: 'headers' } as const;
  const inParameters = operation.parameters
    .filter(({ schema }) => schema.type === 'string' && schema.enum === undefined && schema.const === undefined)
    .map((parameter): Place => {
      const part = parts[parameter.in];
      return {
        name: `${parameter.in} ${parameter.name}`,
        withText: (text) => ({ ...base, [part]: { ...base[part], [parameter.name]: text } }),
        takes: (text) => check(parameter.schema, text) === null && !(parameter.in === 'header' && /[^ -~]/.test(text)),
      };
    });
  const schema = bodySchema(operation);
  const inBody =
    schema === undefined
      ? []
      : bodies(schema, base.body).map(
          ({ at, schema: own }): Place => ({
            name: `body /${at.join('/')}`,
            withText: (text) => ({ ...base, body: written(base.body, at, text) }),
            takes: (text) => check(own, text) === null,
          }),
        );
  return [...inParameters, ...inBody];
};

const allPlaces = () => operations.flatMap((operation) => placesOf(operation).map((place) => ({ operation, place })));

/** What an answer says, but for what is new in every answer. */
const meaning = ({ status, text }: Reply, ...said: readonly string[]): string =>
  `${status} ${said
    .flatMap((each) => [JSON.stringify(each).slice(1, -1), encodeURIComponent(each)])
    .reduce((rest, each) => rest.replaceAll(each, '…'), text)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/"(id|auditId|batchId|token|requestId|docNo)":"([^"\\]|\\.)*"/g, '"$1":…')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT')
    .replaceAll(/"(version|seq)":\d+/g, '"$1":N')}`;

const statements = [
  "it's",
  "' OR '1'='1",
  "'; DROP TABLE po.po; --",
  "x'||(SELECT pg_sleep(30))||'",
  '1); SELECT pg_sleep(30); --',
  '$1; SELECT 1/0',
  "%' OR 1=1 --",
  "\\'; SELECT version(); --",
  '"; DROP SCHEMA po CASCADE; --',
  "a'||$$b$$||'c",
];

describe('SQL in every text', () => {
  it('is a text like any other: the answer is that to a harmless one', async () => {
    const before = await contentsOf(orders.database);
    let tried = 0;
    for (const { operation, place } of allPlaces().filter(({ operation: each }) => each.method === 'GET')) {
      const harmless = 'harmless';
      if (!place.takes(harmless)) continue;
      const wanted = meaning(await send(place.withText(harmless)), harmless);
      for (const statement of statements.filter(place.takes)) {
        const reply = await send(place.withText(statement));
        tried += 1;
        // Whatever stands in a cursor that nobody made, leads to another page, or nowhere.
        if (place.name === 'query cursor') {
          expect([200, 400, 404], `${operation.operationId} ${statement}`).toContain(reply.status);
          continue;
        }
        const got = meaning(reply, statement);
        expect([operation.operationId, place.name, statement, got]).toEqual([
          operation.operationId,
          place.name,
          statement,
          wanted,
        ]);
      }
    }
    expect(tried).toBeGreaterThan(50);
    expect(await contentsOf(orders.database)).toBe(before);
  });

  it('is refused or taken in by what writes, as a harmless one is', async () => {
    let tried = 0;
    for (const { operation, place } of allPlaces().filter(({ operation: each }) => each.method !== 'GET')) {
      for (const [i, statement] of statements.entries()) {
        // Some rules count letters.
        const harmless = `${i}harmless words `
          .repeat(4)
          .slice(0, statement.length)
          .trim()
          .padEnd(statement.length, 'x');
        if (!place.takes(statement) || !place.takes(harmless)) continue;
        const wanted = await send(place.withText(harmless));
        const reply = await send(place.withText(statement));
        tried += 1;
        // What the harmless one has done may stand in the way of doing it once more.
        const statuses = wanted.status < 300 ? [wanted.status, 409, 422] : [wanted.status];
        expect(statuses, `${operation.operationId} ${place.name} ${statement} ${reply.text}`).toContain(reply.status);
      }
    }
    expect(tried).toBeGreaterThan(100);
    // Everything is still there.
    expect((await orders.send('/api/v1/stats')).json()).toMatchObject({ pos: { total: expect.any(Number) } });
    expect(orders.errors).toEqual([]);
  });
});

const html = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';

describe('HTML in every text', () => {
  it('comes back as data that no browser reads as a page', async () => {
    let tried = 0;
    for (const { place } of allPlaces()) {
      if (!place.takes(html) && !place.takes('<b>&amp;')) continue;
      const reply = await send(place.withText(place.takes(html) ? html : '<b>&amp;'));
      tried += 1;
      expectSecure(reply);
      expect(reply.headers['content-type']).toMatch(/^application\/(problem\+)?json$|^text\/event-stream/);
    }
    expect(tried).toBeGreaterThan(30);
  });

  it('that was stored comes back so, too, everywhere', async () => {
    for (const { place } of allPlaces().filter(({ operation }) => operation.method !== 'GET')) {
      if (place.takes(html)) await send(place.withText(html));
    }
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      const reply = await send(example(operation));
      expectSecure(reply);
      expect(reply.headers['content-type']).toMatch(/^application\/(problem\+)?json$|^text\/event-stream/);
    }
    // What is made for people to look at in a browser, has it as text if it has it at all.
    for (const endpoint of orders.endpoints.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const reply = await orders.send(endpoint.path, { headers: { accept: '*/*' } });
      expectSecure(reply);
      if (/html/.test(reply.headers['content-type'] ?? '')) expect(reply.text).not.toContain(html);
    }
  });
});

describe('names that reach for prototypes', () => {
  const poisons = [
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"prototype":{"polluted":true}}',
    '[{"__proto__":{"polluted":true}}]',
  ];

  const clean = (): void => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  };

  it('are refused in bodies, at every depth', async () => {
    for (const operation of operations.filter((each) => bodySchema(each) !== undefined)) {
      const { body, headers } = example(operation);
      const path = addressOf(example(operation));
      const inside = JSON.stringify(body);
      const texts = [
        ...poisons,
        // Beside what is asked for, and inside of every object.
        inside.replaceAll('{', '{"__proto__":{"polluted":true},').replaceAll(',}', '}'),
        inside.replaceAll('{', '{"constructor":{"prototype":{"polluted":true}},').replaceAll(',}', '}'),
      ];
      for (const text of texts) {
        const call = {
          method: operation.method,
          body: text,
          headers: { ...(headers as Record<string, string>), 'content-type': 'application/json' },
        };
        const caller = isForPersons(operation) ? 'admin-session' : 'admin-token-admin';
        const reply = await orders.send(path, call, caller);
        expect([operation.operationId, text, reply.status]).toEqual([operation.operationId, text, 400]);
        clean();
      }
    }
  });

  it('are no query, and name nothing in a path', async () => {
    for (const operation of operations) {
      const draft = example(operation);
      for (const query of [
        '__proto__=1',
        '__proto__[polluted]=1',
        'constructor[prototype][polluted]=1',
        'toString=1',
        'hasOwnProperty=1',
      ]) {
        const path = addressOf({ ...draft, query: {} });
        const reply = await orders.send(
          `${path}?${query}`,
          {
            method: operation.method,
            headers: draft.headers as Record<string, string>,
            ...(draft.body === undefined ? {} : { json: draft.body }),
          },
          isForPersons(operation) ? 'admin-session' : 'admin-token-admin',
        );
        expect([operation.operationId, query, reply.status]).toEqual([operation.operationId, query, 400]);
        clean();
      }
      for (const { in: place, name, schema } of operation.parameters) {
        if (place !== 'path') continue;
        const statuses = new Set<number>();
        for (const text of ['nobody', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
          if (check(schema, text) !== null) continue;
          const reply = await send({ ...draft, params: { ...draft.params, [name]: text } });
          statuses.add(reply.status);
        }
        expect([operation.operationId, name, statuses.size <= 1]).toEqual([operation.operationId, name, true]);
      }
    }
    expect(orders.errors).toEqual([]);
  });
});
