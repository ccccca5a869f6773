import { refreshProgress } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asking } from '../api/Asking.ts';
import { page, wordsOf } from '../testing/form.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import type { Reply } from '../testing/testServer.spec.support.ts';
import { cylinderEndpoints } from './cylinders.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

const get = (path: string): Promise<Reply> => orders.send(`/api/v1${path}`);
const post = (path: string, json: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  orders.send(`/api/v1${path}`, { method: 'POST', json, headers });
const patch = (id: unknown, json: unknown, headers: Record<string, string> = { 'if-match': '*' }): Promise<Reply> =>
  orders.send(`/api/v1/pos/${String(id)}`, { method: 'PATCH', json, headers });

const po = (poNo: string, more: object = {}) => ({
  customer: 'KDKK',
  poNo,
  items: [{ product: 'KF001', qty: 30 }],
  ...more,
});

/** The PO that a document is on. */
const homeOf = async (docNo: string) => {
  const { pos } = await orders.ports.pos.find({ docNos: [docNo] });
  return pos[0]!;
};

const trailOf = async (id: unknown): Promise<readonly Record<string, unknown>[]> =>
  (await get(`/audit?subject=po:${String(id)}`)).json().items as Record<string, unknown>[];

describe('entering a PO', () => {
  it('makes it, says where it is and in which version, and is taken back', async () => {
    const made = await post('/pos', po('E-1', { memo: '급함', receivedOn: '2025-11-20', customerName: null }));
    expect([made.status, made.json()]).toMatchObject([
      201,
      { takenOver: false, reopened: false, aliasOf: null, probable: [] },
    ]);
    const { id, auditId } = made.json();
    expect(made.headers.location).toBe(`/orders/api/v1/pos/${String(id)}`);
    const found = await orders.send(made.headers.location!.slice('/orders'.length));
    expect(found.headers.etag).toBe(made.headers.etag);
    expect(found.json()).toMatchObject({
      ...{ id, customer: 'KDKK', poNo: 'E-1', manual: true, reviewed: false, memo: '급함', receivedOn: '2025-11-20' },
      items: [{ product: 'KF001', qty: 30, deliveryOn: null }],
    });
    expect(await trailOf(id)).toMatchObject([
      { id: auditId, action: 'enter-po', actor: 'admin', requestId: made.headers['x-request-id'] },
    ]);
    expect((await post('/undo', { auditId })).status).toBe(200);
    expect((await get(`/pos/${String(id)}`)).status).toBe(404);
  });

  it('is refused with every place that is wrong, in the words of the reader', async () => {
    const wrong = {
      customer: ' ',
      poNo: 'x'.repeat(201),
      receivedOn: '2025-02-30',
      items: [{ product: 'KF001', qty: 0 }, { product: 'KF001' }],
      colour: 'red',
    };
    const refused = await post('/pos', wrong, { 'accept-language': 'en' });
    expect([refused.status, refused.json().type]).toEqual([400, 'urn:cynow:po:invalid-request']);
    const errors = refused.json().errors as { pointer: string; detail: string }[];
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/colour',
      '/customer',
      '/items/0/qty',
      '/items/1/qty',
      '/poNo',
      '/receivedOn',
    ]);
    expect(errors).toContainEqual({ pointer: '/customer', detail: 'It must be given.' });
    expect(errors).toContainEqual({ pointer: '/receivedOn', detail: 'Not a day. Write it like 2025-11-22.' });
    const none = { ...po('구두'), customer: '없음', items: [{ product: 'N/A', qty: 1 }] };
    expect((await post('/pos', none)).json().errors).toEqual(
      ['/customer', '/poNo', '/items/0/product'].map((pointer) => ({
        pointer,
        detail: '값이 없음을 뜻하는 말이라 쓸 수 없습니다.',
      })),
    );
  });

  it('is of no day that nobody means', async () => {
    const day = '9999-12-31';
    const detail = 'It must be a day from 1990 to 2100.';
    const items = [{ product: 'KF001', qty: 1, deliveryOn: day }];
    const pointers = ['/receivedOn', '/items/0/deliveryOn'];
    const refused = await post('/pos', po('E-9', { receivedOn: day, items }), { 'accept-language': 'en' });
    expect([refused.status, refused.json().errors]).toEqual([400, pointers.map((pointer) => ({ pointer, detail }))]);
    const { id } = (await homeOf('FP25000003')).po;
    const changed = await patch(id, { receivedOn: '1989-12-31', items });
    expect([changed.status, (changed.json().errors as { pointer: string }[]).map(({ pointer }) => pointer)]).toEqual([
      400,
      pointers,
    ]);
  });

  it('takes the last of members that have one name', async () => {
    const body = JSON.stringify(po('E-10')).replace('{', '{"poNo":"E-11","customer":5,');
    const headers = { 'content-type': 'application/json' };
    const made = await orders.send('/api/v1/pos', { method: 'POST', body, headers });
    expect(made.status).toBe(201);
    expect((await get(`/pos/${String(made.json().id)}`)).json()).toMatchObject({ customer: 'KDKK', poNo: 'E-10' });
  });

  it('is refused where staff entered it before, with the PO that is there', async () => {
    const { id } = (await post('/pos', po('E-2'))).json();
    const again = await post('/pos', po('e-2'));
    expect([again.status, again.json()]).toMatchObject([
      409,
      { type: 'urn:cynow:po:conflict', refusal: { reason: 'exists', same: true, po: { id, poNo: 'E-2' } } },
    ]);
    const other = await post('/pos', po('E-2', { items: [{ product: 'KF002', qty: 1 }] }));
    expect(other.json().refusal).toMatchObject({ reason: 'exists', same: false, po: { id } });
    expect(other.headers.location).toBeUndefined();
  });

  it('takes over a PO that a backfill made', async () => {
    const { po: backfilled } = await homeOf('FP25000007');
    expect((await get(`/pos/${backfilled.id}`)).json()).toMatchObject({ nextDueOn: '2025-11-27' });
    const taken = await post('/pos', { ...po('s-2'), customer: 'SAM' });
    expect([taken.status, taken.json()]).toMatchObject([201, { id: backfilled.id, takenOver: true }]);
    expect((await get(`/pos/${backfilled.id}`)).json()).toMatchObject({ manual: true, items: [{ qty: 30 }] });
    expect((await post('/undo', { auditId: taken.json().auditId })).status).toBe(200);
    expect((await get(`/pos/${backfilled.id}`)).json()).toMatchObject({ manual: false, items: [{ qty: 10 }] });
  });

  it('has a PO live again that a backfill made and staff cancelled', async () => {
    const { po: backfilled } = await homeOf('FP25000007');
    const resolution = `/reviews/${backfilled.id}/resolution`;
    const cancelled = await post(resolution, { kind: 'cancel-po' }, { 'if-match': '*' });
    expect(cancelled.status).toBe(200);
    const taken = await post('/pos', { ...po('s-2'), customer: 'SAM' });
    expect([taken.status, taken.json()]).toMatchObject([201, { id: backfilled.id, takenOver: true, reopened: true }]);
    expect((await get(`/pos/${backfilled.id}`)).json()).toMatchObject({ manual: true, state: 'open' });
    const shown = await orders.send(`/po/${backfilled.id}`, page(), 'editor-session');
    expect(wordsOf(shown.text)).toContain('상태 취소한 수주 → 진행 중');
    expect((await post('/undo', { auditId: taken.json().auditId })).status).toBe(200);
    expect((await get(`/pos/${backfilled.id}`)).json()).toMatchObject({ manual: false, state: 'cancelled' });
    const undone = await orders.send(`/po/${backfilled.id}`, page(), 'editor-session');
    expect(wordsOf(undone.text)).toContain('상태 진행 중 → 취소한 수주');
    expect((await post('/undo', { auditId: cancelled.json().auditId })).status).toBe(200);
  });

  it('fifty times at once under one key makes one, and every answer is the same', async () => {
    const send = () => post('/pos', po('E-3'), { 'idempotency-key': 'enter-once' });
    const replies = [...(await Promise.all(Array.from({ length: 50 }, send))), await send()];
    expect(new Set(replies.map(({ status }) => status)).isSubsetOf(new Set([201, 409]))).toBe(true);
    expect(replies.flatMap(({ status, text }) => (status === 409 ? [JSON.parse(text).type] : []))).toEqual(
      replies.filter(({ status }) => status === 409).map(() => 'urn:cynow:po:in-progress'),
    );
    const made = replies.filter(({ status }) => status === 201);
    const answers = made.map(({ text, headers: { etag, location } }) => JSON.stringify([text, etag, location]));
    expect(new Set(answers).size).toBe(1);
    expect(made[0]?.headers.location).toContain('/orders/api/v1/pos/');
    const { pos } = await orders.ports.pos.find({ identities: [{ customerKey: 'KDKK', poKey: 'E-3' }] });
    expect(pos).toHaveLength(1);
    expect(await trailOf(pos[0]?.po.id)).toHaveLength(1);
  });
});

describe('changing a PO', () => {
  it('is done by who saw it last, works its reasons out again, and is taken back', async () => {
    const home = await homeOf('FP25000002');
    const { id } = home.po;
    const before = await get(`/pos/${id}`);
    expect(before.json()).toMatchObject({ priority: 'medium', items: [{ qty: 20 }] });
    const items = [{ product: 'KF001', qty: 25, deliveryOn: '2025-12-01' }];
    expect((await patch(id, { items }, {})).status).toBe(428);
    const changed = await patch(id, { items, memo: '전화로 늘림' }, { 'if-match': before.headers.etag! });
    expect([changed.status, changed.json()]).toMatchObject([200, { id, takenOver: false }]);
    const after = await get(`/pos/${id}`);
    expect(after.headers.etag).toBe(changed.headers.etag);
    expect(after.json()).toMatchObject({ priority: null, memo: '전화로 늘림', items: [{ qty: 25 }] });
    const late = await patch(id, { memo: 'late' }, { 'if-match': before.headers.etag! });
    expect([late.status, late.json().version]).toEqual([412, after.json().version]);
    const { auditId } = changed.json();
    expect((await trailOf(id))[0]).toMatchObject({
      id: auditId,
      action: 'change-po',
      before: { pos: [{ po: { items: [{ qty: 20 }], memo: '' } }] },
      after: { pos: [{ po: { items: [{ qty: 25 }], memo: '전화로 늘림' } }] },
    });
    expect((await post('/undo', { auditId })).status).toBe(200);
    expect((await get(`/pos/${id}`)).json()).toMatchObject({ priority: 'medium', memo: '', items: [{ qty: 20 }] });
  });

  it('by two at once who saw the same is done by one; the other is told', async () => {
    const { id } = (await post('/pos', po('C-1'))).json();
    const etag = (await get(`/pos/${String(id)}`)).headers.etag!;
    const replies = await Promise.all(['one', 'two'].map((memo) => patch(id, { memo }, { 'if-match': etag })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await trailOf(id)).toHaveLength(2);
  });

  it('is refused with what is wrong or missing', async () => {
    const { id } = (await homeOf('FP25000003')).po;
    const refusalOf = async (reply: Promise<Reply>) => {
      const { status, json } = await reply;
      return [status, (json().refusal as { reason: string } | undefined)?.reason];
    };
    expect(await refusalOf(patch(id, { customerName: '삼성' }))).toEqual([422, 'items-needed']);
    expect(await refusalOf(patch(id, {}))).toEqual([422, 'no-change']);
    const { id: unnamed } = (await homeOf('FP25000004')).po;
    expect(await refusalOf(patch(unnamed, { items: po('x').items }))).toEqual([422, 'unnamed']);
    const wrong = await patch(id, { items: [{ product: '?', qty: 1 }] });
    expect([wrong.status, wrong.json().errors]).toMatchObject([400, [{ pointer: '/items/0/product' }]]);
    const customer = await patch(id, { customer: 'SAM' });
    expect([customer.status, customer.json().errors]).toMatchObject([400, [{ pointer: '/customer' }]]);
    expect((await patch('none', { memo: 'x' })).status).toBe(404);
  });

  it('cancels and reopens it by the resolution that the document names', async () => {
    const { id } = (await post('/pos', po('C-2'))).json();
    const resolve = (kind: string) => post(`/reviews/${String(id)}/resolution`, { kind }, { 'if-match': '*' });
    expect((await resolve('cancel-po')).status).toBe(200);
    const items = [{ product: 'KF001', qty: 1 }];
    expect((await patch(id, { items })).json().refusal).toEqual({ reason: 'cancelled' });
    expect((await patch(id, { memo: '고객 취소' })).status).toBe(200);
    expect((await resolve('reopen')).status).toBe(200);
    expect((await patch(id, { items })).status).toBe(200);
    const { paths } = (await orders.send('/api/openapi.json')).json() as {
      paths: Record<string, Record<string, { summary: string }>>;
    };
    expect(paths['/api/v1/reviews/{id}/resolution']?.post?.summary).toContain('수주 취소');
  });
});

describe('a PO that was merged', () => {
  it('leads to the other: what was asked of its address is told, and changed, there', async () => {
    const [docNo, into] = ['FP25000003', (await post('/pos', po('MERGE-1'))).json().id];
    const { id: old } = (await homeOf(docNo)).po;
    const merge = { kind: 'merge', into };
    const merged = await post(`/reviews/${old}/resolution`, merge, { 'if-match': '*' });
    expect([merged.status, merged.json().merged]).toEqual([200, true]);
    for (const path of ['', '/documents', '/progress', `/deliveries/${docNo}/cylinders`]) {
      const [there, here] = [await get(`/pos/${old}${path}`), await get(`/pos/${String(into)}${path}`)];
      expect([path, there.status, there.text, there.headers.etag]).toEqual([path, 200, here.text, here.headers.etag]);
    }
    const { etag } = (await get(`/pos/${old}`)).headers;
    const changed = await patch(old, { memo: '합친 뒤' }, { 'if-match': String(etag) });
    expect([changed.status, changed.json().id]).toEqual([200, into]);
    expect((await post('/undo', { auditId: changed.json().auditId })).status).toBe(200);
    expect((await post('/undo', { auditId: merged.json().auditId })).status).toBe(200);
    expect((await get(`/pos/${old}`)).json()).toMatchObject({ id: old });
  });
});

describe('the cylinders behind a delivery', () => {
  it('are told by stage, page by page, with lot and time, as many as are counted', async () => {
    const docNo = 'FP25000001';
    const move = (cylinderNo: string, seq: number, code: string) => ({
      ...{ cylinderNo, seq: String(seq), code, docNo },
      movedAt: `2025-11-21 09:0${seq}:00`,
    });
    await orders.world.setMoves({
      put: [move('A', 1, '22'), move('B', 1, '31'), move('B', 2, '22'), move('A', 3, '50'), move('A', 4, '60')],
      lots: [{ docNo, header: 'L', no: '2511', branch: '2' }],
    });
    const { id } = (await homeOf(docNo)).po;
    const path = `/pos/${id}/deliveries/${docNo}/cylinders`;
    expect((await get(path)).json()).toMatchObject({ docNo, delivery: 1, lotNo: 'L2511-2', counted: null });
    const { progress, ports } = orders.world;
    await Array.fromAsync(refreshProgress({ progress }, { at: ports.clock.now(), everyMs: 0, full: false }));
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { items, nextCursor, counted, now } = (await get(`${path}?limit=1${cursor}`)).json();
      expect(counted).toEqual({ asOf: ports.clock.now().toISOString(), filled: 2, warehoused: 1, shipped: 1 });
      expect(now).toEqual({ filled: 2, warehoused: 1, shipped: 1 });
      seen.push(...(items as unknown[]));
      if (nextCursor === null) break;
      cursor = `&cursor=${String(nextCursor)}`;
    }
    expect(seen).toEqual([
      { stage: 'filled', cylinderNo: 'A', code: '22', movedAt: '2025-11-21 09:01:00' },
      { stage: 'filled', cylinderNo: 'B', code: '31', movedAt: '2025-11-21 09:01:00' },
      { stage: 'warehoused', cylinderNo: 'A', code: '50', movedAt: '2025-11-21 09:03:00' },
      { stage: 'shipped', cylinderNo: 'A', code: '60', movedAt: '2025-11-21 09:04:00' },
    ]);
    expect((await get(`${path}?stage=shipped`)).json().items).toEqual(seen.slice(3));
    // A place in all of them is none among those of one stage.
    const { nextCursor } = (await get(`${path}?limit=1`)).json();
    expect((await get(`${path}?stage=filled&cursor=${String(nextCursor)}`)).status).toBe(400);
    const figures = (await get(`/pos/${id}/progress`)).json();
    expect(figures.deliveries).toMatchObject([{ docNo, filled: 2, warehoused: 1, shipped: 1 }, {}]);
  });

  it('are not waited for', async () => {
    const { id } = (await homeOf('FP25000001')).po;
    const { ports, settings } = orders;
    const busy = { ...ports.progress, evidence: async () => ({ outcome: 'timed-out' as const }) };
    const [listing] = cylinderEndpoints({ ports: { ...ports, progress: busy }, settings });
    const asking = { language: 'en' } as Asking;
    const given = {
      params: { id, docNo: 'FP25000001' },
      query: {},
      body: null,
      version: null,
      lastEventId: null,
      asking,
    };
    expect(await listing?.handle(given)).toEqual({
      problem: {
        kind: 'unavailable',
        detail: 'FCMS could not be read in time. Try again in a moment.',
        retryAfterSeconds: 5,
      },
    });
  });

  it('are of deliveries of that PO only', async () => {
    const { id } = (await homeOf('FP25000003')).po;
    expect((await get(`/pos/${id}/deliveries/fp25000003/cylinders`)).json()).toMatchObject({ items: [] });
    for (const path of [`${id}/deliveries/FP25000001`, 'none/deliveries/FP25000003']) {
      expect((await get(`/pos/${path}/cylinders`)).status).toBe(404);
    }
    for (const cursor of ['eA', 'ZmlsbGVk', '%25', 'ZmlsbGVkCkE', 'W10', '%EA%B0%80']) {
      const refused = await get(`/pos/${id}/deliveries/FP25000003/cylinders?cursor=${cursor}`);
      expect([refused.status, refused.json().errors]).toMatchObject([400, [{ pointer: '?cursor' }]]);
    }
  });
});

describe('what is wrong with a query is told in words', () => {
  it.each(['/pos', '/reviews', '/orphans'])('a cursor that is none of %s', async (path) => {
    const detail = '이 목록의 nextCursor가 아닙니다. 조건과 순서를 바꾸었으면 cursor 없이 처음부터 읽으십시오.';
    expect((await get(`${path}?cursor=eA`)).json().errors).toEqual([{ pointer: '?cursor', detail }]);
  });

  it('a parameter that nobody knows', async () => {
    const detail = '알 수 없는 이름입니다. API 문서에서 확인하십시오.';
    expect((await get('/pos?foo=1')).json().errors).toEqual([{ pointer: '?foo', detail }]);
  });
});

it('nothing went wrong unexpectedly', () => {
  expect(orders.errors).toEqual([]);
});
