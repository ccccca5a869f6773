import { connect } from 'node:net';
import { type Permission, PoError } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Endpoint, endpoint } from './api/Endpoint.ts';
import { serveEndpoints } from './serveEndpoints.ts';
import { type Reply, serveForTest } from './testing/testServer.spec.support.ts';

const nothing = z.strictObject({});
const summary = { ko: '시험', en: 'test' };
const common = { tag: 'test', summary, params: nothing, query: nothing, body: null, status: 200 } as const;

let carriedOut = 0;
let letGo: () => void = () => undefined;

const endpoints: readonly Endpoint[] = [
  endpoint({
    ...common,
    id: 'getThing',
    method: 'GET',
    path: '/things/{id}',
    permission: 'read',
    params: z.strictObject({ id: z.string().max(10) }),
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(5).optional() }),
    result: z.object({ id: z.string(), user: z.string() }),
    versioned: true,
    handle: async ({ params, asking }) => ({ value: { id: params.id, user: asking.who.user }, version: 7 }),
  }),
  endpoint({
    ...common,
    id: 'getSpecial',
    method: 'GET',
    path: '/things/special',
    permission: 'read',
    result: z.object({ special: z.boolean() }),
    // Declared answers hold nothing else, whatever a handler gives.
    handle: async () => ({ value: { special: true, password: 'x' } }),
  }),
  endpoint({
    ...common,
    id: 'changeThing',
    method: 'PATCH',
    path: '/things/{id}',
    permission: 'enter',
    params: z.strictObject({ id: z.string() }),
    body: z.strictObject({
      name: z.string().min(1).max(20),
      'a/b~c': z.array(z.strictObject({ n: z.int() })).optional(),
    }),
    result: z.object({ name: z.string(), version: z.number().nullable() }),
    changes: true,
    handle: async ({ body, version }) =>
      version === 6 ? { problem: { kind: 'precondition-failed' } } : { value: { name: body.name, version } },
  }),
  endpoint({
    ...common,
    id: 'count',
    method: 'POST',
    path: '/count',
    permission: 'enter',
    body: z.strictObject({ how: z.enum(['at-once', 'slowly', 'failing', 'unavailable']) }),
    result: z.object({ count: z.number(), secret: z.string().nullable() }),
    status: 201,
    secrets: ['secret'],
    async handle({ body }) {
      if (body.how === 'failing') throw new Error('a bug at /home/somebody');
      if (body.how === 'unavailable') throw new PoError('NO_CONNECTION', { host: 'secret-host' });
      if (body.how === 'slowly') await new Promise<void>((resolve) => (letGo = resolve));
      carriedOut += 1;
      return { value: { count: carriedOut, secret: 'told once' } };
    },
  }),
  endpoint({
    ...common,
    id: 'putFlag',
    method: 'GET',
    path: '/admin/flag',
    permission: 'flag',
    result: z.object({ state: z.string() }),
    handle: async () => ({ value: { state: 'x' } }),
  }),
];

let server: Awaited<ReturnType<typeof serveForTest>>;
beforeAll(async () => {
  server = await serveForTest(endpoints);
});
afterAll(() => server.close());

const kindOf = (reply: Reply): unknown => reply.json().type;
const secure = (reply: Reply): void => {
  expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none';/);
  expect(reply.headers['content-security-policy']).not.toContain('unsafe');
  expect(reply.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
};
const expectProblem = (reply: Reply, status: number, kind: string): void => {
  expect([reply.status, kindOf(reply)]).toEqual([status, `urn:cynow:po:${kind}`]);
  expect(reply.headers['content-type']).toBe('application/problem+json');
  expect(reply.json()).toMatchObject({ status, requestId: reply.headers['x-request-id'] });
  secure(reply);
};

describe('answers', () => {
  it('gives what was asked for, with its version', async () => {
    const reply = await server.send('/orders/things/a%2Fb?limit=5', {}, 'viewer-token-read');
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({ id: 'a/b', user: 'viewer' });
    expect(reply.headers).toMatchObject({ etag: '"7"', 'content-type': 'application/json' });
    secure(reply);
  });

  it('gives only what is declared, and prefers a fixed path', async () => {
    expect((await server.send('/orders/things/special')).json()).toEqual({ special: true });
  });

  it('answers HEAD as GET without a body', async () => {
    const reply = await server.send('/orders/things/a', { method: 'HEAD' });
    expect([reply.status, reply.text, reply.headers.etag]).toEqual([200, '', '"7"']);
    secure(reply);
  });

  it('leaves paths outside its own to the host', async () => {
    for (const path of ['/', '/ordersx', '/order', '/cynow/orders']) {
      expect((await server.send(path)).text).toBe('the host');
    }
  });

  it('speaks the language that is asked for', async () => {
    const titles = await Promise.all(
      ['', 'en', 'en-GB,en;q=0.9,ko;q=0.8', 'ko;q=0.5,en;q=0.4', 'de,fr', 'en;q=0', 'x;q=z,,;'].map(
        async (language) => {
          const headers: Record<string, string> = language === '' ? {} : { 'accept-language': language };
          const reply = await server.send('/orders/none', { headers });
          return [reply.headers['content-language'], reply.json().title];
        },
      ),
    );
    const [ko, en] = [
      ['ko', '찾을 수 없습니다. 번호를 확인하십시오.'],
      ['en', 'Not found. Check the number.'],
    ];
    expect(titles).toEqual([ko, en, en, ko, ko, ko, ko]);
  });
});

describe('what is refused', () => {
  it('an unknown path, a wrong encoding, another method', async () => {
    for (const path of [
      '/orders',
      '/orders/',
      '/orders/things',
      '/orders/things/',
      '/orders/things/%ff',
      '/orders/things/a/b',
    ]) {
      expectProblem(await server.send(path), 404, 'not-found');
    }
    for (const method of ['POST', 'DELETE', 'OPTIONS', 'TRACE', 'PUT']) {
      const reply = await server.send('/orders/things/a', { method });
      expectProblem(reply, 405, 'method-not-allowed');
      expect(reply.headers.allow).toBe('GET, HEAD, PATCH');
    }
  });

  it('nobody, and a wrong Authorization whatever cookie comes with it', async () => {
    const cookie = server.headersOf('admin-session').cookie!;
    for (const headers of [
      {},
      { authorization: 'Bearer cpo_nothing', cookie },
      { authorization: 'Basic YTpi', cookie },
      { authorization: '', cookie },
      { cookie: 'cynow_po_session=none' },
      { cookie: `${cookie}; cynow_po_session=another` },
    ]) {
      const reply = await server.send('/orders/things/a', { headers }, 'nobody');
      expectProblem(reply, 401, 'not-signed-in');
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('who may not', async () => {
    const call = { method: 'PATCH', json: { name: 'x' }, headers: { 'if-match': '*', 'accept-language': 'en' } };
    const reply = await server.send('/orders/things/a', call, 'viewer-token-admin');
    expectProblem(reply, 403, 'not-permitted');
    expect(reply.json()).toMatchObject({ role: 'editor', permission: 'enter', detail: 'Needed: editor.' });
    const byToken = await server.send('/orders/things/a', call, 'editor-token-read');
    expectProblem(byToken, 403, 'not-permitted');
    expect(byToken.json()).toMatchObject({ role: 'editor', scope: 'write', detail: 'Needed: a token of scope write.' });
    expect((await server.send('/orders/things/a', call, 'editor-token-write')).status).toBe(200);
  });

  it('names every wrong place, in the language of the reader', async () => {
    const path = '/orders/things/12345678901?limit=9&more=1';
    const reply = await server.send(path, { headers: { 'accept-language': 'en' } });
    expectProblem(reply, 400, 'invalid-request');
    expect(reply.json()).toMatchObject({
      title: 'Check the input: 3 places',
      errors: [{ pointer: '{id}' }, { pointer: '?limit' }, { pointer: '?more' }],
    });
    const body = { name: '', 'a/b~c': [{ n: 1 }, { n: 'x' }], extra: 1 };
    const call = { method: 'PATCH', json: body, headers: { 'if-match': '*' } };
    const places = (await server.send('/orders/things/a', call)).json().errors as { pointer: string }[];
    expect(places.map(({ pointer }) => pointer)).toEqual(['/name', '/a~1b~0c/1/n', '/extra']);
    expect((await server.send('/orders/things/a?limit=1&limit=2')).status).toBe(400);
  });

  it('text that no database holds, and keys that reach for prototypes', async () => {
    const call = (body: string) => ({
      method: 'PATCH',
      body,
      headers: { 'if-match': '*', 'content-type': 'application/json; charset=utf-8' },
    });
    for (const body of [
      '{"name":"a\\u0000b"}',
      '{"name":"\\ud800"}',
      '{"name":"a","__proto__":{"admin":true}}',
      '{"name":"a","constructor":{}}',
      '{"name":1e400}',
      'null',
      '[]',
      '"x"',
      '',
      '{',
      '['.repeat(9000),
    ]) {
      expectProblem(await server.send('/orders/things/a', call(body)), 400, 'invalid-request');
    }
    const pointer = async (body: string) =>
      ((await server.send('/orders/things/a', call(body))).json().errors as { pointer: string }[])[0]?.pointer;
    expect(await pointer('{"name":"a\\u0000b"}')).toBe('/name');
    expect(await pointer('{"name":"a","a/b~c":[{"n":1},{"n":"\\ud800"}]}')).toBe('/a~1b~0c/1/n');
    // The name itself cannot be told: the place is what has it.
    expect(await pointer('{"name":"a","a/b~c":[{"\\ud800":1}]}')).toBe('/a~1b~0c/0');
    expect(await pointer('"\\u0000"')).toBe('');
    const inPath = await server.send('/orders/things/a%00b?limit=%00');
    expectProblem(inPath, 400, 'invalid-request');
    expect(inPath.json().errors).toMatchObject([{ pointer: '{id}' }, { pointer: '?limit' }]);
    expectProblem(await server.send('/orders/things/a?__proto__=1'), 400, 'invalid-request');
    const broken = { ...call(''), body: Buffer.from([0x22, 0xff, 0x22]) };
    expectProblem(await server.send('/orders/things/a', broken), 400, 'invalid-request');
  });

  it('other types of bodies and answers, and a body where none belongs', async () => {
    const headers = { 'if-match': '*' };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      const call = { method: 'PATCH', body: '{"name":"a"}', headers: { ...headers, 'content-type': type } };
      expectProblem(await server.send('/orders/things/a', call), 415, 'unsupported-media-type');
    }
    for (const charset of ['iso-8859-1', 'utf-16', '"euc-kr"']) {
      const headersOf = { ...headers, 'content-type': `application/json; charset=${charset}` };
      const call = { method: 'PATCH', body: '{"name":"a"}', headers: headersOf };
      expectProblem(await server.send('/orders/things/a', call), 415, 'unsupported-media-type');
    }
    for (const type of [
      'Application/JSON',
      'application/json;charset="UTF-8"',
      'application/json; charset=utf8; v=1',
    ]) {
      const call = { method: 'PATCH', body: '{"name":"a"}', headers: { ...headers, 'content-type': type } };
      expect((await server.send('/orders/things/a', call)).status).toBe(200);
    }
    const zipped = { ...headers, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await server.send('/orders/things/a', { method: 'PATCH', body: 'x', headers: zipped })).status).toBe(415);
    const html = { headers: { accept: 'text/html' } };
    expectProblem(await server.send('/orders/things/a', html), 406, 'not-acceptable');
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;q=0.1']) {
      expect((await server.send('/orders/things/a', { headers: { accept } })).status).toBe(200);
    }
    expectProblem(await server.send('/orders/things/a', { body: 'x' }), 400, 'invalid-request');
  });

  it('what is too large, too long, or too slow', async () => {
    const call = { method: 'PATCH', json: { name: 'x'.repeat(20_000) }, headers: { 'if-match': '*' } };
    expectProblem(await server.send('/orders/things/a', call), 413, 'too-large');
    expectProblem(await server.send(`/orders/things/a?q=${'x'.repeat(9000)}`), 414, 'uri-too-long');
    const authorization = server.headersOf('admin-token-admin').authorization!;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('close', () => resolve(text));
      socket.write(
        `PATCH /orders/things/a HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nIf-Match: *\r\n` +
          'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"nam\r\n',
      );
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('urn:cynow:po:too-slow');
  });

  it('a change without a version, or with one that is past', async () => {
    const call = (match: string | null) => ({
      method: 'PATCH',
      json: { name: 'a' },
      headers: match === null ? {} : { 'if-match': match },
    });
    const sent = (match: string | null) => server.send('/orders/things/a', call(match));
    expectProblem(await sent(null), 428, 'precondition-required');
    for (const match of ['"6"', '"abc"', 'W/"5"', '"9999999999999999999"']) {
      expectProblem(await sent(match), 412, 'precondition-failed');
    }
    for (const match of ['"007"', 'W/"5", "abc"', '"4", "6"']) {
      expectProblem(await sent(match), 412, 'precondition-failed');
    }
    for (const match of ['5', '"5""4"', '"4", 5', '"5", *', 'x'])
      expectProblem(await sent(match), 400, 'invalid-request');
    expect((await sent('"5"')).json()).toEqual({ name: 'a', version: 5 });
    for (const match of ['"4", "5"', '"abc",W/"9" , "5"']) {
      expect((await sent(match)).json()).toEqual({ name: 'a', version: 5 });
    }
    expect((await sent('*')).json()).toEqual({ name: 'a', version: null });
  });

  it('an unexpected error without telling what it was, and a database that is away', async () => {
    const call = { method: 'POST', json: { how: 'failing' } };
    const reply = await server.send('/orders/count', call);
    expectProblem(reply, 500, 'unexpected');
    expect(reply.text).not.toContain('somebody');
    expect(reply.json().title).toContain(String(reply.headers['x-request-id']));
    const logged = server.lines.find((line) => 'err' in line && String(line.err).includes('somebody'));
    expect(logged).toMatchObject({ requestId: reply.headers['x-request-id'] });
    const away = await server.send('/orders/count', { method: 'POST', json: { how: 'unavailable' } });
    expectProblem(away, 503, 'unavailable');
    expect(away.headers['retry-after']).toBe('5');
    expect(away.text).not.toContain('secret-host');
  });
});

describe('requests of other sites', () => {
  const call = (headers: Record<string, string>) => ({
    method: 'PATCH',
    json: { name: 'a' },
    headers: { 'if-match': '*', ...headers },
  });
  const cookie = () => ({ cookie: server.headersOf('admin-session').cookie! });

  it('are refused when they come with a cookie', async () => {
    const own = `http://127.0.0.1:${server.port}`;
    const sent = (headers: Record<string, string>) =>
      server.send('/orders/things/a', call({ ...cookie(), host: `127.0.0.1:${server.port}`, ...headers }), 'nobody');
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: own },
      { origin: 'null' },
      { origin: 'http://evil.test' },
      { origin: `${own}.evil.test` },
      { origin: own.replace('http:', 'https:') },
    ] as Record<string, string>[]) {
      expectProblem(await sent(headers), 403, 'cross-site');
    }
    for (const headers of [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: own },
    ] as Record<string, string>[]) {
      expect((await sent(headers)).status).toBe(200);
    }
  });

  it('are of no matter to reading, and to tokens', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' };
    expect((await server.send('/orders/things/a', { headers: { ...cookie(), ...foreign } }, 'nobody')).status).toBe(
      200,
    );
    expect((await server.send('/orders/things/a', call(foreign), 'admin-token-admin')).status).toBe(200);
  });

  it('are told by PO_PUBLIC_URL where there is one', async () => {
    const behind = await serveForTest(endpoints, { publicUrl: 'http://plant.test/cynow/orders' });
    const headers = { ...call({}).headers, cookie: behind.headersOf('admin-session').cookie!, host: 'evil.test' };
    const sent = (origin: string) =>
      behind.send('/orders/things/a', { ...call({}), headers: { ...headers, origin } }, 'nobody');
    expect((await sent('http://plant.test')).status).toBe(200);
    expect((await sent('http://evil.test')).status).toBe(403);
    await behind.close();
  });
});

describe('the flag', () => {
  const paths = [
    '/orders',
    '/orders/',
    '/orders/things/a',
    '/orders/nothing',
    '/orders/admin/flag',
    '/orders/api/openapi.json',
  ];
  const bytes = ({ status, text, headers: { date: _date, ...headers } }: Reply): string =>
    JSON.stringify({ status, text, headers });

  it('off: everything is the very same 404, whoever asks for what, but the flag for administrators', async () => {
    const answers = new Set<string>();
    for (const [state, machine] of [
      [{ state: 'off' as const }, undefined],
      [null, undefined],
      [{ state: 'on' as const }, { state: 'off' as const, because: 'file' as const }],
    ] as const) {
      server.setFlag(state, machine);
      for (const caller of ['nobody', 'viewer-session', 'editor-token-admin', 'admin-token-write'] as const) {
        for (const path of paths) answers.add(bytes(await server.send(path, {}, caller)));
      }
      for (const method of ['POST', 'PATCH', 'DELETE', 'OPTIONS']) {
        answers.add(bytes(await server.send('/orders/things/a', { method, headers: { accept: 'text/html' } })));
      }
      answers.add(bytes(await server.send('/orders/admin/flag', { headers: { authorization: 'Bearer x' } }, 'nobody')));
      for (const caller of ['admin-session', 'admin-token-admin'] as const) {
        for (const path of paths.filter((each) => !each.endsWith('/flag'))) {
          answers.add(bytes(await server.send(path, {}, caller)));
        }
        expect((await server.send('/orders/admin/flag', {}, caller)).status).toBe(200);
      }
    }
    server.setFlag({});
    expect(answers.size).toBe(1);
    const [only = ''] = answers;
    expect(JSON.parse(only)).toMatchObject({ status: 404, text: 'Not Found' });
  });

  it('maintenance: a text for those who are signed in, nothing for others', async () => {
    server.setFlag({ state: 'maintenance', maintenanceText: '오후 3시까지' });
    const reply = await server.send('/orders/things/a', {}, 'viewer-session');
    expectProblem(reply, 503, 'maintenance');
    expect(reply.json().detail).toBe('오후 3시까지');
    expect((await server.send('/orders/things/a', {}, 'nobody')).text).toBe('Not Found');
    expect((await server.send('/orders/admin/flag')).status).toBe(200);
    server.setFlag({});
  });

  it('read-only: reads go on, writes are refused', async () => {
    server.setFlag({ readOnly: true });
    expect((await server.send('/orders/things/a')).status).toBe(200);
    expectProblem(await server.send('/orders/count', { method: 'POST', json: { how: 'at-once' } }), 403, 'read-only');
    server.setFlag({});
  });

  it('for some: others see nothing', async () => {
    server.setFlag({ roles: ['editor'] });
    expect((await server.send('/orders/things/a', {}, 'editor-session')).status).toBe(200);
    for (const caller of ['nobody', 'viewer-session', 'admin-session'] as const) {
      expect((await server.send('/orders/things/a', {}, caller)).text).toBe('Not Found');
    }
    server.setFlag({});
  });
});

describe('the same request sent again', () => {
  const call = (key: string, how = 'at-once') => ({
    method: 'POST',
    json: { how },
    headers: { 'idempotency-key': key },
  });

  it('is carried out once and answered the same, but for what is told once', async () => {
    const first = await server.send('/orders/count', call('one'));
    expect([first.status, first.json().secret]).toEqual([201, 'told once']);
    const before = carriedOut;
    const second = await server.send('/orders/count', call('one'));
    expect(second.json()).toEqual({ ...first.json(), secret: null });
    expect([second.status, carriedOut]).toEqual([201, before]);
    const other = await server.send('/orders/count', call('one', 'failing'));
    expectProblem(other, 422, 'key-reused');
    expect((await server.send('/orders/count', call('one'), 'editor-token-write')).json().count).toBe(before + 1);
  });

  it('waits for nothing while it is carried out', async () => {
    const [first, others] = await (async () => {
      const running = server.send('/orders/count', call('slow', 'slowly'));
      const ready = letGo;
      while (letGo === ready) await new Promise((resolve) => setTimeout(resolve, 5));
      const rest = await Promise.all(
        Array.from({ length: 10 }, () => server.send('/orders/count', call('slow', 'slowly'))),
      );
      letGo();
      return [await running, rest] as const;
    })();
    expect(first.status).toBe(201);
    for (const reply of others) {
      expect([reply.status, kindOf(reply)]).toEqual([409, 'urn:cynow:po:in-progress']);
      expect(reply.headers['retry-after']).toBe('1');
    }
  });

  it('may be tried again after an unexpected error', async () => {
    expect((await server.send('/orders/count', call('failing', 'failing'))).status).toBe(500);
    expect((await server.send('/orders/count', call('failing', 'failing'))).status).toBe(500);
  });

  it('needs a key that is one', async () => {
    for (const key of ['', 'a b', 'x'.repeat(201)]) {
      const reply = await server.send('/orders/count', {
        ...call(key),
        headers: { ...call(key).headers, 'accept-language': 'en' },
      });
      expectProblem(reply, 400, 'invalid-request');
      expect(reply.json().errors).toEqual([
        { pointer: 'Idempotency-Key:', detail: 'Up to 200 Latin letters, digits and signs, without spaces.' },
      ]);
    }
  });
});

describe('proxies', () => {
  it('are believed only when they are ours', async () => {
    const behind = await serveForTest(endpoints, { trusted: (peer) => peer === '127.0.0.1' || peer === '10.0.0.1' });
    const headers = {
      'x-request-id': 'from-nginx-1',
      'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.1',
      'x-forwarded-proto': 'https',
    };
    const reply = await behind.send('/orders/things/a', { headers });
    expect(reply.headers['x-request-id']).toBe('from-nginx-1');
    expect(behind.lines.at(-1)).toMatchObject({ address: '203.0.113.9' });
    await behind.close();
    const alone = await server.send('/orders/things/a', { headers });
    expect(alone.headers['x-request-id']).not.toBe('from-nginx-1');
    expect(server.lines.at(-1)).toMatchObject({
      address: '127.0.0.1',
      status: 200,
      route: '/things/{id}',
      user: 'admin',
    });
  });
});

describe('the log', () => {
  it('holds no secret and no query', async () => {
    await server.send('/orders/things/a?limit=3');
    const text = JSON.stringify(server.lines);
    for (const secret of [
      server.headersOf('admin-token-admin').authorization!.slice(7),
      'limit=3',
      'cynow_po_session',
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a route without a permission', () => {
  const [first] = endpoints;
  const start = (changed: Partial<Endpoint>[]) => () =>
    serveEndpoints(
      changed.map((each) => ({ ...first!, ...each })),
      {} as Parameters<typeof serveEndpoints>[1],
    );

  it('does not start, nor do two with one name or one place', () => {
    expect(start([{ permission: undefined as unknown as Permission }])).toThrow(/getThing.*no permission/);
    expect(start([{ permission: 'everything' as Permission }])).toThrow(/no permission/);
    expect(start([{}, { path: '/other' }])).toThrow(/its name/);
    expect(start([{}, { id: 'other', path: '/things/{name}' }])).toThrow(/its place/);
  });
});
