import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOrders } from '../testing/openOrders.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

interface List {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

const get = async (path: string): Promise<List> => {
  const reply = await orders.send(path);
  expect([path, reply.status, reply.status === 200 ? '' : reply.text]).toEqual([path, 200, '']);
  return reply.json() as unknown as List;
};

const numbers = async (query: string): Promise<unknown[]> =>
  (await get(`/api/v1/pos?sort=number&${query}`)).items.map(({ poNo }) => poNo);

describe('the list of POs', () => {
  it('tells of each what a list shows', async () => {
    const { items, nextCursor } = await get('/api/v1/pos?search=PO-001');
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        id: expect.any(String),
        version: expect.any(Number),
        customer: 'KDKK',
        customerName: '관동화학',
        poNo: 'PO-001',
        numberless: false,
        manual: true,
        state: 'open',
        receivedOn: '2025-11-19',
        nextDueOn: '2025-12-01',
        deliveries: 2,
        priority: 'medium',
        codes: ['QTY_MISMATCH'],
        ...{ ordered: 20, incomplete: false, instructed: 25, filled: null, warehoused: null, shipped: null },
        ...{ rate: null, stage: null, asOf: null },
      },
    ]);
  });

  it('is narrowed as asked', async () => {
    const all = ['PO-001', 'S-1', 'S-2', 'FCMS-FP25000004'];
    expect(await numbers('')).toEqual(all);
    expect(await numbers('search=&limit=200')).toEqual(all);
    expect(await numbers('search=s-')).toEqual(['S-1', 'S-2']);
    expect(await numbers('search=fp25000003')).toEqual(['S-1']);
    expect(await numbers(`search=${encodeURIComponent('관동')}&manual=true`)).toEqual(['PO-001']);
    expect(await numbers('customer=sam&review=needs-review')).toEqual(['S-1']);
    expect(await numbers('customer=n/a')).toEqual(['FCMS-FP25000004']);
    expect(await numbers('product=kf001&state=open')).toEqual(['PO-001', 'S-1', 'S-2']);
    expect(await numbers('state=cancelled')).toEqual([]);
    expect(await numbers('receivedSince=2025-11-19&receivedUntil=2025-11-19')).toEqual(['PO-001']);
    expect(await numbers('review=high')).toEqual(['FCMS-FP25000004']);
  });

  it('goes on where the page before ended, in its own list only', async () => {
    for (const sort of ['newest', 'number', 'customer']) {
      const whole = (await get(`/api/v1/pos?sort=${sort}`)).items;
      const seen: unknown[] = [];
      let cursor = '';
      for (;;) {
        const page = await get(`/api/v1/pos?sort=${sort}&limit=1${cursor}`);
        seen.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect(seen).toEqual(whole);
      for (const other of [`sort=${sort}&manual=true`, `sort=${sort === 'newest' ? 'number' : 'newest'}`]) {
        const refused = await orders.send(`/api/v1/pos?${other}${cursor}`);
        expect(refused.status).toBe(400);
        expect(refused.json()).toMatchObject({ errors: [{ pointer: '?cursor' }] });
      }
    }
  });

  it('says what is wrong with a query, each place', async () => {
    const reply = await orders.send('/api/v1/pos?sort=oldest&limit=201&receivedSince=2025-02-30&review=some&x=1');
    expect(reply.status).toBe(400);
    const { errors } = reply.json() as { errors: { pointer: string }[] };
    expect([...new Set(errors.map(({ pointer }) => pointer))].sort()).toEqual([
      ...['?limit', '?receivedSince', '?review', '?sort', '?x'],
    ]);
    const statusOf = async (day: string) => (await orders.send(`/api/v1/pos?receivedSince=${day}`)).status;
    expect(await Promise.all(['0000-01-01', '0001-01-01', '9999-12-31'].map(statusOf))).toEqual([400, 200, 200]);
  });

  it('adds up the whole filter', async () => {
    expect((await orders.send('/api/v1/pos/totals?limit=1')).status).toBe(400);
    const totals = (await orders.send('/api/v1/pos/totals?customer=KDKK')).json();
    expect(totals).toMatchObject({ pos: 1, ordered: 20, instructed: 25, shipped: null, byStage: null });
    expect((await orders.send('/api/v1/pos/totals', { method: 'DELETE' })).headers.allow).toBe('GET, HEAD');
  });
});

describe('customers', () => {
  it('are found by part of their code or name, page by page', async () => {
    const first = await get('/api/v1/customers?limit=1');
    expect(first.items).toEqual([{ customer: 'KDKK', customerName: '관동화학' }]);
    expect(await get(`/api/v1/customers?cursor=${first.nextCursor}`)).toEqual({
      items: [{ customer: 'SAM', customerName: '관동화학' }],
      nextCursor: null,
    });
    const wrong = ['x', 'S0RLSw', 'eA', '%25', '%EA%B0%80', '__proto__', 'W10', `${first.nextCursor}A`];
    for (const query of [...wrong.map((cursor) => `cursor=${cursor}`), `search=s&cursor=${first.nextCursor}`]) {
      const refused = await orders.send(`/api/v1/customers?${query}`);
      expect([query, refused.status, refused.json().errors]).toEqual([
        query,
        400,
        [{ pointer: '?cursor', detail: expect.stringContaining('nextCursor') }],
      ]);
    }
    expect((await get('/api/v1/customers?search=am')).items).toMatchObject([{ customer: 'SAM' }]);
    expect((await get('/api/v1/customers?search=zzz')).items).toEqual([]);
  });
});
