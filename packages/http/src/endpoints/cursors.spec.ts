import { type RunDecision, refreshProgress } from '@cynow/po-core';
import { moveReport, runToEnd, somebody } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openOrders } from '../testing/openOrders.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
/** Of every endpoint that takes a cursor a list with more than one entry, and another list of its own; both with a query. */
let lists: Readonly<Record<string, readonly [string, string]>>;

const docNo = 'FP25000007';

/** A dry run that decided two documents. */
const requestedRun = async (): Promise<string> => {
  const { runRequests: requests, newId, clock } = orders.ports;
  const [id, at] = [newId(), clock.now()];
  const options = { window: { since: null, until: null }, limit: null, force: true };
  await requests.add({ id, dryRun: true, options, acceptMissing: null, by: somebody, at });
  const claim = await requests.claim({ dryRun: true, process: { host: 'plant-1', pid: 1 }, at });
  const decision: Omit<RunDecision, 'docNo'> = {
    ...{ outcome: 'created', action: 'new-po', link: 'new', reasons: [], undone: false },
    ...{ customer: 'A', poNo: 'B', delivery: 1 },
  };
  const decisions = [1, 2].map((seq) => ({ seq, told: true, decision: { docNo: `FP2500000${seq}`, ...decision } }));
  await requests.report(claim!, { at, progress: null, decisions });
  await requests.cancel(id, { by: somebody, at });
  return id;
};

beforeAll(async () => {
  orders = await openOrders(async (world) => {
    await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP25000091' })] });
    await runToEnd(world);
    const move = (cylinderNo: string) => ({
      ...{ cylinderNo, seq: '1', code: '22', docNo, movedAt: '2025-11-21 09:01:00' },
    });
    await world.setMoves({ put: [move('A'), move('B')] });
    const { progress, ports } = world;
    await Array.fromAsync(refreshProgress({ progress }, { at: ports.clock.now(), everyMs: 0, full: false }));
  });
  const { items: runs } = (await orders.send('/api/v1/runs')).json() as { items: { id: string }[] };
  const first = runs.at(-1)?.id;
  const { items: pos } = (await orders.send('/api/v1/pos?search=S-2')).json() as { items: { id: string }[] };
  const cylinders = `/pos/${pos[0]?.id}/deliveries/${docNo}/cylinders`;
  const poOf = async (docNo: string) => (await orders.ports.pos.find({ docNos: [docNo] })).pos[0]!.po.id;
  const reserved = { po: await poOf('FP25000001'), count: 2, acceptStale: true };
  expect((await orders.send('/api/v1/reservations', { method: 'POST', json: reserved })).status).toBe(201);
  const [run, otherRun] = [await requestedRun(), await requestedRun()];
  lists = {
    listPos: ['/pos?sort=newest', '/pos?sort=customer'],
    listPoDocuments: [`/pos/${reserved.po}/documents?`, `/pos/${pos[0]?.id}/documents?`],
    listCustomers: ['/customers?', '/customers?search=s'],
    listCylinders: [`${cylinders}?`, `${cylinders}?stage=filled`],
    listReviews: ['/reviews?', '/reviews?manual=false'],
    listOrphans: ['/orphans?', '/orphans?state=open'],
    listRuns: ['/runs?', '/run-requests?'],
    listRunRequests: ['/run-requests?', '/runs?'],
    listReservations: ['/reservations?', '/reservations?state=RESERVED'],
    listRunDecisions: [`/runs/${first}/decisions?`, `/runs/${orders.runId}/decisions?`],
    listRunRequestDecisions: [`/run-requests/${run}/decisions?`, `/run-requests/${otherRun}/decisions?`],
    listAudit: [`/audit?subject=run:${run}`, `/audit?subject=run:${otherRun}`],
    listUsers: ['/users?', '/tokens?'],
    listTokens: ['/tokens?', '/account/tokens?'],
    listOwnTokens: ['/account/tokens?', '/users?'],
  };
});
afterAll(() => orders.close());

const page = async (list: string, query: string) => {
  const reply = await orders.send(`/api/v1${list}&${query}`, {}, 'admin-session');
  expect([list, reply.status, reply.text]).toEqual([list, 200, expect.any(String)]);
  return reply.json() as unknown as { readonly items: object[]; readonly nextCursor: string | null };
};

const refusal = async (list: string, cursor: string) => {
  const reply = await orders.send(`/api/v1${list}&limit=1&cursor=${encodeURIComponent(cursor)}`, {}, 'admin-session');
  return [list, cursor, reply.status, (reply.json().errors as { pointer: string }[] | undefined)?.[0]?.pointer];
};

describe('the cursor of every list', () => {
  it('is tried here', () => {
    const takesCursor = ({ query }: { readonly query: z.ZodType }): boolean =>
      query instanceof z.ZodObject && 'cursor' in query.shape;
    expect(Object.keys(lists).sort()).toEqual(
      orders.endpoints
        .filter(takesCursor)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('leads on from where the page ended, and says nothing to people', async () => {
    for (const [list] of Object.values(lists)) {
      const { items, nextCursor } = await page(list, 'limit=200');
      expect([list, items.length > 1, nextCursor]).toEqual([list, true, null]);
      const seen: object[] = [];
      let after = '';
      for (;;) {
        const one = await page(list, `limit=1${after}`);
        seen.push(...one.items);
        if (one.nextCursor === null) break;
        // No number, day or name can be read from it.
        expect(one.nextCursor).toMatch(/^[\w-]{20,}$/);
        after = `&cursor=${one.nextCursor}`;
      }
      expect([list, seen]).toEqual([list, items]);
    }
  });

  it('is refused where another list gave it, or nobody', async () => {
    const cursorOf = async (list: string) => (await page(list, 'limit=1')).nextCursor!;
    const given = new Map<string, string>();
    for (const [list] of Object.values(lists)) given.set(list, await cursorOf(list));
    for (const [list, other] of Object.values(lists)) {
      const foreign = [...given].filter(([each]) => each !== list).map(([, cursor]) => cursor);
      const madeUp = [
        '0',
        '1',
        '41',
        '-1',
        '1e9',
        'FP25000001',
        '0.2025-11-20.FP25000090',
        'W10',
        given.get(list)!.slice(1),
      ];
      for (const cursor of [...foreign, ...madeUp]) {
        expect(await refusal(list, cursor)).toEqual([list, cursor, 400, '?cursor']);
      }
      expect(await refusal(other, given.get(list)!)).toEqual([other, given.get(list), 400, '?cursor']);
    }
  });
});
