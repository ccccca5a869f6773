import { setTimeout as after } from 'node:timers/promises';
import { type RunExecutor, startRunExecutor } from '@cynow/po-core';
import { backfillSettings, somebody } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Followed, followEvents } from '../testing/followEvents.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import type { Reply } from '../testing/testServer.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

/** Lets the executor go on, or keeps it from it. */
let mayRun = true;
let executor: RunExecutor | null = null;
const errors: unknown[] = [];

const execute = (batchSize = 2): void => {
  const { ports } = orders;
  executor = startRunExecutor({ ...ports, requests: ports.runRequests }, backfillSettings(), {
    process: { host: 'plant-1', pid: 42 },
    mayRun: () => mayRun,
    batchSize,
    everyMs: 10,
    idleMs: 10,
    pause: (ms, signal) => after(ms, undefined, { signal }).catch(() => undefined),
    failed: (error) => void errors.push(error),
  });
};

beforeEach(() => {
  mayRun = true;
});
afterEach(async () => {
  await executor?.stop();
  executor = null;
  expect(errors).toEqual([]);
  for (const { id } of await orders.ports.runRequests.latest(50)) {
    await orders.ports.runRequests.cancel(id, { by: somebody, at: new Date() });
  }
});

interface View {
  readonly id: string;
  readonly state: string;
}

const ask = (json: object, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  orders.send('/api/v1/runs', { method: 'POST', json, headers });

const asked = async (json: object): Promise<string> => {
  const reply = await ask(json);
  expect([reply.status, reply.text]).toEqual([202, expect.any(String)]);
  return (reply.json() as unknown as View).id;
};

const request = async (id: string): Promise<View & Readonly<Record<string, unknown>>> =>
  (await orders.send(`/api/v1/run-requests/${id}`)).json() as never;

const ended = (id: string) => expect.poll(async () => (await request(id)).state, { timeout: 20_000 });

const follow = (id: string, lastEventId?: string): Promise<Followed> =>
  followEvents(
    orders.port,
    `/orders/api/v1/run-requests/${id}/events`,
    orders.headersOf('admin-token-admin'),
    lastEventId,
  );

const named = ({ events }: Followed, name: string) => events.filter((event) => event.name === name);

describe('a backfill over HTTP', () => {
  it('is accepted, tells where it is followed, and is carried out', async () => {
    const reply = await ask({ dryRun: true, days: 90, limit: 4 });
    const view = reply.json();
    expect([reply.status, view]).toMatchObject([
      202,
      {
        dryRun: true,
        since: '2025-08-26',
        until: null,
        limit: 4,
        force: false,
        acceptMissing: null,
        state: 'queued',
        actor: 'admin',
        startedAt: null,
        progress: null,
        result: null,
      },
    ]);
    expect(reply.headers.location).toBe(`/orders/api/v1/run-requests/${String(view.id)}`);
    expect((await orders.send(reply.headers.location!.slice('/orders'.length))).json()).toEqual(view);
    expect((await orders.send('/api/v1/run-requests?limit=1')).json()).toEqual({ items: [view], nextCursor: null });
    execute();
    await ended(String(view.id)).toBe('completed');
  });

  it('is asked for once, however often the same request is sent', async () => {
    const headers = { 'idempotency-key': 'run-1' };
    const first = await ask({ dryRun: true }, headers);
    const again = await ask({ dryRun: true }, headers);
    expect([again.status, again.text, again.headers.location]).toEqual([202, first.text, first.headers.location]);
    expect((await ask({ dryRun: false }, headers)).status).toBe(422);
  });

  it.each([
    [{}, '/dryRun'],
    [{ dryRun: true, days: 3, since: '2025-11-01' }, '/days'],
    [{ dryRun: true, since: '2025-11-02', until: '2025-11-01' }, '/until'],
    [{ dryRun: true, force: true, limit: 5 }, '/limit'],
    [{ dryRun: true, since: '2025-02-30' }, '/since'],
    [{ dryRun: true, limit: 0 }, '/limit'],
  ])('is refused as %j', async (json, pointer) => {
    const reply = await ask(json);
    const [first] = reply.json().errors as { pointer: string }[];
    expect([reply.status, first?.pointer]).toEqual([400, pointer]);
  });

  it.each([
    [
      { days: 3, since: '2025-11-01' },
      '최근 며칠(days)과 날짜(since, until)는 함께 쓸 수 없습니다.',
      'Give either the last days (days) or dates (since, until).',
    ],
    [
      { since: '2025-11-02', until: '2025-11-01' },
      'since가 until보다 늦습니다. until은 since와 같거나 그 뒤여야 합니다.',
      'since is later than until. until must be the same day or a later one.',
    ],
    [
      { force: true, limit: 5 },
      'force는 처음부터 다시 처리하므로 최대 처리 건수(limit)를 두지 않습니다.',
      'A forced run (force) starts from the beginning each time, so it takes no limit.',
    ],
    [{ since: '0000-01-01' }, '날짜가 아닙니다. 2025-11-22처럼 적으십시오.', 'Not a day. Write it like 2025-11-22.'],
    [{ until: 'today' }, '날짜가 아닙니다. 2025-11-22처럼 적으십시오.', 'Not a day. Write it like 2025-11-22.'],
    [{ days: 0 }, expect.stringContaining('1'), expect.stringContaining('1')],
    [{ limit: 100_001 }, expect.stringContaining('100000'), expect.stringContaining('100000')],
  ])('says what was expected instead of %j', async (wrong, ko, en) => {
    const detail = async (language: string) => {
      const reply = await ask({ dryRun: true, ...wrong }, { 'accept-language': language });
      return (reply.json().errors as { detail: string }[]).map((each) => each.detail);
    };
    expect([await detail('ko'), await detail('en')]).toEqual([[ko], [en]]);
  });

  it('is asked for again later where too many wait', async () => {
    for (let i = 0; i < 20; i += 1) await ask({ dryRun: true });
    const headers = { 'idempotency-key': 'one-too-many' };
    const reply = await ask({ dryRun: true }, headers);
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '60']);
    for (const { id } of await orders.ports.runRequests.latest(50)) {
      await orders.send(`/api/v1/run-requests/${id}/cancel`, { method: 'POST' });
    }
    expect((await ask({ dryRun: true }, headers)).status).toBe(202);
  });

  it('is told as it goes on, to whoever follows, in the form that the API describes', async () => {
    const before = (await orders.send('/api/v1/stats')).json();
    const id = await asked({ dryRun: true, force: true });
    const stream = await follow(id);
    await expect.poll(() => named(stream, 'progress').length).toBe(1);
    expect(stream.events[0]).toMatchObject({ id: '0', data: { id, state: 'queued' } });
    execute();
    await stream.ended;
    const result = (await request(id)).result as { created: { total: number }; needsReview: { total: number } };
    expect(named(stream, 'decision').map(({ data }) => (data as { seq: number }).seq)).toEqual(
      Array.from({ length: result.created.total + result.needsReview.total }, (_, i) => i + 1),
    );
    expect(stream.events.at(-1)).toEqual({
      id: String(result.created.total + result.needsReview.total),
      name: 'done',
      data: await request(id),
    });
    expect(await request(id)).toMatchObject({ state: 'completed', result: { run: { id, dryRun: true } } });

    const document = (await orders.send('/api/openapi.json')).json() as never as {
      paths: Record<
        string,
        { get: { responses: Record<string, { content: Record<string, { 'x-events': object }> }> } }
      >;
    };
    const declared =
      document.paths['/api/v1/run-requests/{id}/events']?.get.responses['200']?.content['text/event-stream'];
    const { properties } = declared!['x-events'] as { properties: Record<string, object> };
    for (const { name, data } of stream.events) {
      expect(z.fromJSONSchema(properties[name] as never).safeParse(data).error?.issues ?? []).toEqual([]);
    }
    // Nothing but the record of the request.
    expect((await orders.send('/api/v1/stats')).json()).toEqual(before);
    expect((await orders.send(`/api/v1/runs/${id}`)).status).toBe(404);
  });

  it('is told from where somebody was who comes again', async () => {
    const id = await asked({ dryRun: true, force: true });
    execute();
    await ended(id).toBe('completed');
    const whole = await follow(id);
    await whole.ended;
    const decisions = named(whole, 'decision');
    expect(decisions.length).toBeGreaterThan(2);
    const rest = await follow(id, decisions[0]!.id);
    await rest.ended;
    expect(named(rest, 'decision')).toEqual(decisions.slice(1));
    expect(rest.events.at(-1)).toEqual(whole.events.at(-1));
    const nothing = await follow(id, whole.events.at(-1)!.id);
    await nothing.ended;
    expect(nothing.events.map(({ name }) => name)).toEqual(['done']);
    const strange = await follow(id, "1'; --");
    await strange.ended;
    expect(strange.events).toEqual(whole.events);
  });

  it('leaves in the trail who asked for it, for what, and who ended it, each with its request', async () => {
    const trailOf = async (id: string) =>
      ((await orders.send(`/api/v1/audit?subject=run:${id}`)).json() as { items: Record<string, unknown>[] }).items;
    const reply = await ask(
      { dryRun: false, since: '2025-11-01', until: '2025-11-20', acceptMissing: 3 },
      { 'idempotency-key': 'trail-1' },
    );
    await ask(
      { dryRun: false, since: '2025-11-01', until: '2025-11-20', acceptMissing: 3 },
      { 'idempotency-key': 'trail-1' },
    );
    const id = String(reply.json().id);
    const [asking, ...none] = await trailOf(id);
    expect(none).toEqual([]);
    expect(asking).toMatchObject({
      actor: 'admin',
      channel: 'api',
      requestId: reply.headers['x-request-id'],
      action: 'request-run',
      before: null,
      after: { dryRun: false, since: '2025-11-01', until: '2025-11-20', limit: 1000, force: false, acceptMissing: 3 },
    });
    const cancel = () => orders.send(`/api/v1/run-requests/${id}/cancel`, { method: 'POST' });
    const ending = await cancel();
    await cancel();
    const trail = await trailOf(id);
    expect(trail).toMatchObject([
      {
        action: 'cancel-run',
        channel: 'api',
        requestId: ending.headers['x-request-id'],
        before: { state: 'queued', cancel: null },
        after: { state: 'cancelled', cancel: { by: 'admin' } },
      },
      asking,
    ]);
    for (const { id: auditId } of trail) {
      const undo = await orders.send('/api/v1/undo', { method: 'POST', json: { auditId } });
      expect([undo.status, undo.json().refusal]).toMatchObject([422, { reason: 'not-undoable' }]);
    }
  });

  it('says that what it told is void when a dry run begins anew', async () => {
    const id = await asked({ dryRun: true, force: true });
    const { runRequests: requests, clock } = orders.ports;
    const first = await requests.claim({ dryRun: true, process: { host: 'x', pid: 1 }, at: clock.now() });
    const stream = await follow(id);
    const decision = {
      docNo: 'FP1',
      outcome: 'created',
      action: 'new-po',
      link: 'new',
      customer: 'A',
      poNo: 'B',
      delivery: 1,
      reasons: [],
      undone: false,
    } as const;
    const told = { at: clock.now(), progress: null, decisions: [{ seq: 1, told: true, decision }] };
    await requests.report(first!, told);
    await expect.poll(() => named(stream, 'decision').length).toBe(1);
    await requests.giveBack(first!, { notBefore: clock.now(), waitsFor: null }, { ...told, decisions: [] });
    execute();
    await stream.ended;
    expect(named(stream, 'restarted')).toEqual([{ id: '2', name: 'restarted', data: {} }]);
    const afterwards = stream.events.slice(stream.events.findIndex(({ name }) => name === 'restarted'));
    expect(afterwards.filter(({ name }) => name === 'decision').map((event) => event.id)).toEqual(
      (await requests.decisions(id, 0, 100, true)).map(({ seq }) => String(seq)),
    );
    expect(Number(afterwards.find(({ name }) => name === 'decision')?.id)).toBe(3);
  });

  it('keeps every decision of a dry run, some at a time', async () => {
    const id = await asked({ dryRun: true, force: true });
    execute();
    await ended(id).toBe('completed');
    const seen: unknown[] = [];
    let after = '';
    for (;;) {
      const page: { items: unknown[]; nextCursor: string | null } = (
        await orders.send(`/api/v1/run-requests/${id}/decisions?limit=2${after}`)
      ).json() as never;
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      if (page.nextCursor === null) break;
      after = `&cursor=${page.nextCursor}`;
    }
    const stream = await follow(id);
    await stream.ended;
    expect(seen).toEqual(named(stream, 'decision').map(({ data }) => data));
  });

  it('that is real has the address of its run, and can be taken back', async () => {
    const id = await asked({ dryRun: false, force: true });
    execute();
    await ended(id).toBe('completed');
    const run = (await orders.send(`/api/v1/runs/${id}`)).json();
    expect(run).toMatchObject({ id, state: 'completed', actor: 'admin', host: 'plant-1', force: true, undone: null });
    const { items } = (await orders.send('/api/v1/runs')).json() as { items: View[] };
    expect(items.filter((each) => each.id === id)).toEqual([run]);

    const undo = async (dryRun: boolean) =>
      (await orders.send(`/api/v1/runs/${id}/undo`, { method: 'POST', json: { dryRun } })).json();
    const tried = await undo(true);
    expect(tried).toMatchObject({ dryRun: true, interrupted: false });
    expect((await orders.send(`/api/v1/runs/${id}`)).json()).toEqual(run);
    expect(await undo(false)).toEqual({ ...tried, dryRun: false });
    const none = await orders.send('/api/v1/runs/none/undo', { method: 'POST', json: { dryRun: true } });
    expect(none.status).toBe(404);
  });

  it('waits its turn, and tells whose run it waits for', async () => {
    const { ports } = orders;
    const start = await ports.runs.start({
      owner: { actor: 'lee', host: 'console', pid: 7 },
      at: ports.clock.now(),
      options: { window: { since: null, until: null }, limit: 1, force: false },
      waitMs: 0,
    });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const id = await asked({ dryRun: false });
    execute();
    await expect.poll(async () => (await request(id)).waitsFor).toMatchObject({ actor: 'lee', host: 'console' });
    const { run } = start.held;
    await start.held.release({ ...run, state: 'completed', at: ports.clock.now(), error: null });
    await executor?.stop();
    await orders.send(`/api/v1/run-requests/${id}/cancel`, { method: 'POST' });
  });

  it('is cancelled, before it begins and while it goes on, and then stays as it is', async () => {
    const cancel = (id: string) => orders.send(`/api/v1/run-requests/${id}/cancel`, { method: 'POST' });
    const waiting = await asked({ dryRun: true });
    const stream = await follow(waiting);
    expect((await cancel(waiting)).json()).toMatchObject({ state: 'cancelled', cancel: { by: 'admin' } });
    await stream.ended;
    expect(stream.events.at(-1)).toMatchObject({ name: 'done', data: { state: 'cancelled' } });
    expect((await cancel(waiting)).status).toBe(200);
    const done = await asked({ dryRun: true });
    execute();
    await ended(done).toBe('completed');
    const late = await cancel(done);
    expect([late.status, late.json()]).toMatchObject([409, { type: 'urn:cynow:po:conflict', state: 'completed' }]);
    expect((await cancel('none')).status).toBe(404);
    expect((await follow('none')).status).toBe(404);
  });
});
