import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import type { Reply } from '../testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

type Body = Record<string, unknown>;

const get = async (path: string): Promise<Body> => {
  const reply = await orders.send(path);
  expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
  return reply.json();
};

/** All entries of a list, page by page. */
const pages = async (path: string): Promise<readonly Body[]> => {
  const seen: Body[] = [];
  for (let cursor = ''; ; ) {
    const page = await get(`${path}${cursor}`);
    seen.push(...itemsOf(page));
    if (page.nextCursor === null) return seen;
    cursor = `&cursor=${String(page.nextCursor)}`;
  }
};

const itemsOf = (body: Body): readonly Body[] => body.items as Body[];

const post = (path: string, json: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  orders.send(`/api/v1${path}`, { method: 'POST', json, headers });

describe('reading', () => {
  it('tells figures, runs and what a run decided, page by page', async () => {
    const stats = await get('/api/v1/stats?since=2025-11-20');
    expect(stats).toMatchObject({
      pos: { total: 4, manual: 1 },
      orphans: { open: 1 },
      cdc: { state: 'unknown' },
      createdPerDay: [{ date: '2025-11-20' }, { date: '2025-11-21' }, { date: '2025-11-22' }, { date: '2025-11-23' }],
    });
    expect(itemsOf(await get('/api/v1/runs?limit=1'))).toMatchObject([{ id: orders.runId, state: 'completed' }]);
    const runs = itemsOf(await get('/api/v1/runs')).map(({ id }) => id);
    expect(runs.length).toBeGreaterThan(1);
    expect((await pages('/api/v1/runs?limit=1')).map(({ id }) => id)).toEqual(runs);
    const [first] = itemsOf(await get('/api/v1/runs')).slice(-1);
    const seen: unknown[] = [];
    let cursor = '';
    for (;;) {
      const page = await get(`/api/v1/runs/${String(first?.id)}/decisions?limit=2${cursor}`);
      seen.push(...itemsOf(page).map(({ docNo }) => docNo));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${String(page.nextCursor)}`;
    }
    expect(seen).toEqual(['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004', 'FP25000007']);
    for (const wrong of ['x', 'RlAyNTAwMDAwMQ', `${cursor.slice('&cursor='.length)}A`]) {
      const refused = await orders.send(`/api/v1/runs/${String(first?.id)}/decisions?cursor=${wrong}`);
      expect([refused.status, refused.json().errors]).toEqual([
        400,
        [{ pointer: '?cursor', detail: expect.stringContaining('nextCursor') }],
      ]);
    }
    expect((await orders.send('/api/v1/runs/none')).status).toBe(404);
  });

  it('tells figures of ten years at most', async () => {
    const told = async (since: string, language: string) => {
      const reply = await orders.send(`/api/v1/stats?since=${since}`, { headers: { 'accept-language': language } });
      return [reply.status, reply.json().errors];
    };
    expect((await get('/api/v1/stats?since=2015-11-23')).createdPerDay).toHaveLength(3654);
    expect(await told('2015-11-22', 'ko')).toEqual([
      400,
      [{ pointer: '?since', detail: '2015-11-23부터의 날짜를 쓸 수 있습니다.' }],
    ]);
    expect(await told('0001-01-01', 'en')).toEqual([400, [{ pointer: '?since', detail: 'Not before 2015-11-23.' }]]);
  });

  it('tells what became of a document', async () => {
    const answers = await Promise.all(
      ['FP25000001', 'fp25000002', 'FP25000006', 'FP25000090', 'FP99999999'].map((docNo) =>
        get(`/api/v1/where/${docNo}`),
      ),
    );
    expect(answers.map(({ answer }) => answer)).toEqual(['recorded', 'recorded', 'cancelled', 'orphan', 'not-in-fcms']);
  });

  it('describes itself', async () => {
    const document = (await get('/api/openapi.json')) as { paths: Record<string, Record<string, Body>> };
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(orders.endpoints.map(({ method, path }) => `${method} ${path}`).sort());
    expect(JSON.stringify(document)).not.toContain('$schema');
  });
});

describe('a review', () => {
  it('is listed, decided once by who saw it last, and taken back', async () => {
    const reviews = await get('/api/v1/reviews?limit=1');
    expect(itemsOf(reviews)).toHaveLength(1);
    const rest = itemsOf(await get(`/api/v1/reviews?cursor=${String(reviews.nextCursor)}`));
    const all = [...itemsOf(reviews), ...rest];
    expect(all.length).toBeGreaterThan(2);
    const review = all.find(({ codes }) => (codes as string[]).includes('QTY_MISMATCH'))!;
    const [path, etag] = [`/reviews/${String(review.id)}/resolution`, `"${String(review.version)}"`];
    const po = await orders.send(`/api/v1/pos/${String(review.id)}`);
    expect(po.headers.etag).toBe(etag);
    expect(po.json()).toMatchObject({ customer: 'KDKK', poNo: 'PO-001', priority: review.priority });
    const documents = `/api/v1/pos/${String(review.id)}/documents`;
    expect(itemsOf(await get(documents))).toHaveLength(2);
    expect(await pages(`${documents}?limit=1`)).toEqual(itemsOf(await get(documents)));
    expect((await orders.send(`${documents}?cursor=x`)).status).toBe(400);
    const progress = await orders.send(`/api/v1/pos/${String(review.id)}/progress`);
    expect(progress.json()).toMatchObject({ po: { ordered: 20, instructed: 25 } });
    // It changes with FCMS while the PO stays as it is.
    expect(progress.headers.etag).toBeUndefined();

    expect((await post(path, { kind: 'accept-qty' })).status).toBe(428);
    const done = await post(path, { kind: 'accept-qty' }, { 'if-match': etag });
    expect([done.status, done.json().poId]).toEqual([200, review.id]);
    const late = await post(path, { kind: 'accept-qty' }, { 'if-match': etag });
    expect([late.status, late.json().type]).toEqual([412, 'urn:cynow:po:precondition-failed']);
    const nothing = await post(path, { kind: 'accept-qty' }, { 'if-match': '*' });
    expect([nothing.status, nothing.json().refusal]).toEqual([422, { reason: 'nothing-open' }]);

    const trail = itemsOf(await get(`/api/v1/audit?subject=po:${String(review.id)}`));
    expect(trail[0]).toMatchObject({
      action: 'accept-qty',
      actor: 'admin',
      channel: 'api',
      requestId: done.headers['x-request-id'],
    });
    const everything = await pages('/api/v1/audit?limit=1');
    expect(everything[0]).toEqual(trail[0]);
    expect(everything).toEqual(itemsOf(await get('/api/v1/audit?limit=200')));
    expect((await post('/undo', { auditId: done.json().auditId })).json()).toMatchObject({
      items: [{ undid: done.json().auditId }],
    });
    const again = await post('/undo', { auditId: done.json().auditId });
    expect([again.status, again.json().refusal]).toMatchObject([422, { reason: 'already-undone' }]);
    expect((await post('/undo', { auditId: 'none' })).status).toBe(404);
  });

  it('is decided for many at once, and all of it taken back', async () => {
    const ids = itemsOf(await get('/api/v1/reviews')).map(({ id }) => id);
    const done = await post('/reviews/bulk', { poIds: ids, decision: { kind: 'keep', note: '확인함' } });
    expect(done.status).toBe(200);
    expect(itemsOf(done.json()).every((row) => row.done !== null)).toBe(true);
    expect(itemsOf(await get('/api/v1/reviews'))).toEqual([]);
    const undone = await post('/undo', { batchId: done.json().batchId });
    expect(itemsOf(undone.json())).toHaveLength(ids.length);
    const back = itemsOf(await get('/api/v1/reviews')).map(({ id }) => id);
    expect(back.sort()).toEqual(ids.sort());
  });

  it('is decided once however often the request comes, by the same key', async () => {
    const [review] = itemsOf(await get('/api/v1/reviews?reason=MISSING_CUSTOMER'));
    const path = `/reviews/${String(review?.id)}/resolution`;
    const send = () => post(path, { kind: 'keep', note: '한 번' }, { 'if-match': '*', 'idempotency-key': 'once' });
    const replies = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(replies.map(({ status }) => status)).isSubsetOf(new Set([200, 409]))).toBe(true);
    const answers = new Set([...replies, await send()].filter(({ status }) => status === 200).map(({ text }) => text));
    expect(answers.size).toBe(1);
    const trail = itemsOf(await get(`/api/v1/audit?subject=po:${String(review?.id)}`));
    expect(trail.filter(({ note }) => note === '한 번')).toHaveLength(1);
  });
});

describe('an orphan', () => {
  it('is listed, decided once by who saw it last, and taken back', async () => {
    const [listed] = itemsOf(await get('/api/v1/orphans?state=open'));
    expect(listed).toMatchObject({ docNo: 'FP25000090', state: 'open' });
    const one = await orders.send('/api/v1/orphans/FP25000090');
    for (const typed of ['fp25000090', ' FP25000090 ', 'ＦＰ25000090']) {
      const again = await orders.send(`/api/v1/orphans/${encodeURIComponent(typed)}`);
      expect([again.status, again.text, again.headers.etag]).toEqual([200, one.text, one.headers.etag]);
    }
    expect((await orders.send('/api/v1/orphans/fp25000001')).status).toBe(404);
    const path = '/orphans/fp25000090/resolution';
    const etag = one.headers.etag!;
    const done = await post(path, { kind: 'ignore', why: '시험' }, { 'if-match': etag });
    expect(done.json()).toMatchObject({ state: 'ignored' });
    expect((await post(path, { kind: 'ignore', why: '시험' }, { 'if-match': etag })).json().refusal).toEqual({
      reason: 'not-open',
      state: 'ignored',
    });
    expect((await post('/undo', { auditId: done.json().auditId })).status).toBe(200);
    expect((await post(path, { kind: 'ignore', why: '시험' }, { 'if-match': etag })).status).toBe(412);
    expect((await post(path, { kind: 'attach', to: { docNo: 'none' } }, { 'if-match': '*' })).json().refusal).toEqual({
      reason: 'no-such-po',
    });
    const items = [{ product: 'KF001', qty: 3 }];
    const there = { customer: 'KDKK', poNo: 'PO-001', items };
    const twice = [
      await post(path, { kind: 'make-po', po: there }, { 'if-match': '*' }),
      await post('/pos', there),
    ].map((reply) => ({ status: reply.status, ...reply.json(), requestId: null }));
    expect(twice).toMatchObject(
      twice.map(() => ({
        ...{ status: 409, type: 'urn:cynow:po:conflict' },
        refusal: { reason: 'exists', po: { customer: 'KDKK', poNo: 'PO-001' } },
      })),
    );
    const made = await post(
      path,
      { kind: 'make-po', po: { customer: 'NEW', poNo: 'N-1', items } },
      { 'if-match': '*' },
    );
    expect(made.json()).toMatchObject({ state: 'made-po', po: { customer: 'NEW', poNo: 'N-1' } });
  });
});

describe('a body that may have several forms', () => {
  it.each([
    ['/undo', { auditId: 5 }, '/auditId'],
    ['/undo', { batchId: '' }, '/batchId'],
    ['/undo', { auditId: 'x', batchId: 'y' }, '/batchId'],
    ['/orphans/FP25000090/resolution', { kind: 'attach', to: { customer: 'KDKK' } }, '/to/poNo'],
    ['/orphans/FP25000090/resolution', { kind: 'attach', to: { docNo: 25 } }, '/to/docNo'],
    ['/orphans/FP25000090/resolution', { kind: 'attach', to: 'PO-001' }, '/to'],
    ['/orphans/FP25000090/resolution', { kind: 'attach' }, '/to'],
    ['/orphans/FP25000090/resolution', { kind: 'merge' }, '/kind'],
    ['/reviews/x/resolution', { kind: 'merge', into: 5 }, '/into'],
    ['/reviews/x/resolution', { note: 'x' }, '/kind'],
    ['/reviews/bulk', { poIds: ['x'], decision: { kind: 'keep' } }, '/decision/note'],
    ['/reviews/bulk', { poIds: ['x'], decision: { kind: 'no-such' } }, '/decision/kind'],
  ])('POST %s %j is told where it is wrong', async (path, body, pointer) => {
    const refused = await post(path, body, { 'if-match': '*' });
    const { errors } = refused.json() as { errors?: { pointer: string }[] };
    expect([refused.status, errors?.map((each) => each.pointer)]).toEqual([400, [pointer]]);
  });
});

describe('a reserved number', () => {
  it('is given, extended, released, and taken back', async () => {
    const { id } = itemsOf(await get('/api/v1/reviews'))[0]!;
    const reserved = await post('/reservations', { po: id, count: 2, acceptStale: true });
    expect([reserved.status, reserved.text]).toMatchObject([201, expect.any(String)]);
    const numbers = (reserved.json().reservations as Body[]).map(({ docNo }) => String(docNo));
    expect(numbers).toHaveLength(2);
    const [number] = numbers;
    expect((await post(`/reservations/${number}/extend`, {})).json()).toMatchObject({
      reservation: { state: 'RESERVED' },
    });
    expect((await post(`/reservations/${number}/release`, { note: '필요 없음' })).json()).toMatchObject({
      reservation: { docNo: number, state: 'RELEASED' },
    });
    expect((await post(`/reservations/${number}/release`, {})).json().refusal).toEqual({
      reason: 'not-possible',
      state: 'RELEASED',
    });
    expect((await post(`/reservations/${number}/undo`, {})).json()).toMatchObject({
      reservation: { state: 'RESERVED' },
    });
    expect(await get(`/api/v1/reservations/${number}`)).toMatchObject({ poId: id });
    expect(await get(`/api/v1/reservations/${number?.toLowerCase()}`)).toMatchObject({ poId: id });
    const ofPo = `/api/v1/reservations?po=${String(id)}`;
    expect(itemsOf(await get(ofPo)).map(({ docNo }) => docNo)).toEqual(numbers.toReversed());
    expect(await pages('/api/v1/reservations?limit=1')).toEqual(itemsOf(await get('/api/v1/reservations')));
    expect(itemsOf(await get('/api/v1/reservations?state=RESERVED')).map(({ docNo }) => docNo)).toEqual(
      expect.arrayContaining(numbers),
    );
    expect(itemsOf(await get('/api/v1/reservations?state=MATCHED'))).toEqual([]);
    expect(await pages(`${ofPo}&limit=1`)).toEqual(itemsOf(await get(ofPo)));
    expect((await post('/reservations', { po: 'none', count: 1 })).status).toBe(404);
  });
});

describe('the flag', () => {
  it('is changed by who saw it last', async () => {
    const path = '/api/v1/flags/po_management';
    const change = (json: unknown, match: string, at = path) =>
      orders.send(at, { method: 'PATCH', json, headers: { 'if-match': match } });
    const before = await orders.send(path);
    const changed = await change({ state: 'on', roles: ['admin'], percent: 12.5 }, before.headers.etag!);
    expect(changed.json()).toMatchObject({ state: 'on', roles: ['admin'], percent: 12.5, changedBy: 'admin' });
    expect((await change({ state: 'off' }, before.headers.etag!)).status).toBe(412);
    expect(await get('/admin/flag')).toEqual(await get(path));
    expect((await change({ roles: [], percent: null }, changed.headers.etag!, '/admin/flag')).status).toBe(200);
    const other = '/api/v1/flags/other';
    for (const reply of [await orders.send(other), await change({ state: 'off' }, '*', other)]) {
      expect([reply.status, reply.json().type]).toEqual([404, 'urn:cynow:po:not-found']);
    }
    expect(await get(path)).toMatchObject({ state: 'on' });
  });
});

describe('accounts', () => {
  it('are added, changed, given a password and disabled', async () => {
    const added = await post('/users', { name: '김 하나', role: 'viewer', password: 'correct horse battery' });
    expect([added.status, added.json()]).toEqual([201, { name: '김 하나' }]);
    expect((await post('/users', { name: '김 하나', role: 'viewer', password: 'correct horse battery' })).status).toBe(
      409,
    );
    const wrong = async (path: string, json: unknown) =>
      (await post(path, json, { 'accept-language': 'en' })).json().errors;
    expect(await wrong('/users', { name: 'b', role: 'viewer', password: 'short' })).toEqual([
      { pointer: '/password', detail: 'It must have 10 characters or more.' },
    ]);
    expect(await wrong('/users', { name: ' ', role: 'viewer', password: 'correct horse battery' })).toEqual([
      { pointer: '/name', detail: 'It cannot be used as a name.' },
    ]);
    expect(await wrong('/tokens', { user: 'editor', scope: 'read', expiresAt: '2020-01-01T00:00:00Z' })).toEqual([
      { pointer: '/expiresAt', detail: 'That is past.' },
    ]);
    const path = `/api/v1/users/${encodeURIComponent('김 하나')}`;
    const changed = await orders.send(path, { method: 'PATCH', json: { role: 'editor', disabled: true } });
    expect(changed.json()).toMatchObject({ role: 'editor', disabledAt: expect.any(String) });
    const set = await orders.send(`${path}/password`, { method: 'PUT', json: { password: 'another long password' } });
    expect(set.status).toBe(200);
    expect(JSON.stringify(await get('/api/v1/users'))).not.toMatch(/password|hash/i);
    expect((await orders.send('/api/v1/users/nobody', { method: 'PATCH', json: {} })).status).toBe(404);
    for (const json of [{ disabled: true }, { role: 'viewer' }]) {
      const last = await orders.send('/api/v1/users/admin', { method: 'PATCH', json });
      expect([last.status, last.json()]).toMatchObject([
        409,
        {
          detail: '로그인할 수 있는 마지막 관리자입니다. 먼저 다른 관리자를 추가하십시오.',
          refusal: { reason: 'last-admin' },
        },
      ]);
    }
    expect((await orders.send('/api/v1/users/admin', { method: 'PATCH', json: { role: 'admin' } })).status).toBe(200);
  });

  it('have tokens that are told once, and end at once', async () => {
    const key = { 'idempotency-key': 'token-1' };
    const made = await post('/tokens', { user: 'editor', scope: 'write' }, key);
    expect(made.status).toBe(201);
    const { id, token } = made.json();
    expect((await post('/tokens', { user: 'editor', scope: 'write' }, key)).json()).toEqual({ id, token: null });
    const asked = () =>
      orders.send('/api/v1/account', { headers: { authorization: `Bearer ${String(token)}` } }, 'nobody');
    expect((await asked()).json()).toEqual({
      user: 'editor',
      role: 'editor',
      permissions: ['read', 'review', 'reserve', 'enter'],
    });
    expect((await orders.send(`/api/v1/tokens/${String(id)}`, { method: 'DELETE' })).json()).toEqual({
      id,
      outcome: 'revoked',
    });
    expect((await asked()).status).toBe(401);
    expect((await post('/tokens', { user: 'nobody', scope: 'read' })).json().errors).toEqual([
      { pointer: '/user', detail: '그런 사용자가 없거나, 사용하지 않는 사용자입니다.' },
    ]);
    const own = await orders.send(
      '/api/v1/account/tokens',
      { method: 'POST', json: { scope: 'read' } },
      'viewer-session',
    );
    const others = await orders.send(
      `/api/v1/account/tokens/${String(own.json().id)}`,
      { method: 'DELETE' },
      'editor-session',
    );
    expect([own.status, others.status]).toEqual([201, 404]);
    expect(JSON.stringify(await get('/api/v1/tokens'))).not.toContain(String(own.json().token));
  });
});

it('nothing went wrong unexpectedly', () => {
  expect(orders.errors).toEqual([]);
});
