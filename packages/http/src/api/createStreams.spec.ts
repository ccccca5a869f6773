import type { Permission } from '@cynow/po-core';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Followed, followEvents } from '../testing/followEvents.spec.support.ts';
import { type Caller, serveForTest } from '../testing/testServer.spec.support.ts';
import type { StreamLimits } from './createStreams.ts';
import { endpoint } from './Endpoint.ts';
import type { EventFeed, ServerEvent } from './EventFeed.ts';

let server: Awaited<ReturnType<typeof serveForTest>>;
afterEach(() => server.close());

/** Something that happens when the test says so. */
const createHappening = () => {
  const waiting: ServerEvent[] = [];
  let ended = false;
  let asked = 0;
  const feed: EventFeed = {
    async next() {
      asked += 1;
      return { events: waiting.splice(0), ended };
    },
  };
  return {
    feed,
    happen: (...events: readonly ServerEvent[]) => void waiting.push(...events),
    end: () => {
      ended = true;
    },
    asked: () => asked,
  };
};

const serve = async (
  streams: Partial<StreamLimits>,
  feed: (lastEventId: string | null) => EventFeed,
  isDraining = () => false,
  permission: Permission = 'read',
): Promise<void> => {
  const events = endpoint({
    id: 'follow',
    tag: 'test',
    method: 'GET',
    path: '/events',
    permission,
    summary: { ko: '', en: '' },
    params: z.strictObject({}),
    query: z.strictObject({}),
    body: null,
    status: 200,
    streams: true,
    result: z.object({}),
    handle: async ({ lastEventId }) => ({ events: feed(lastEventId) }),
  });
  server = await serveForTest([events], { streams: { pollMs: 5, ...streams }, isDraining });
};

const follow = (caller: Caller = 'viewer-token-read', lastEventId?: string): Promise<Followed> =>
  followEvents(server.port, '/orders/events', server.headersOf(caller), lastEventId);

const event = (id: number): ServerEvent => ({ id: String(id), name: 'step', data: { text: '첫\n줄', id } });

describe('a stream', () => {
  it('tells what happens as it happens, not to be kept or held up on the way, and ends', async () => {
    const { feed, happen, end } = createHappening();
    await serve({}, () => feed);
    const stream = await follow();
    expect([stream.status, stream.headers]).toMatchObject([
      200,
      { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    ]);
    happen(event(1), event(2));
    await expect.poll(() => stream.events).toEqual([event(1), event(2)]);
    happen(event(3));
    await expect.poll(() => stream.events.length).toBe(3);
    expect(stream.others).toEqual(['retry: 3000']);
    end();
    await stream.ended;
  });

  it('is told where its client was when it comes again', async () => {
    const had: (string | null)[] = [];
    await serve({}, (lastEventId) => {
      had.push(lastEventId);
      return { next: async () => ({ events: [], ended: true }) };
    });
    await (await follow()).ended;
    await (await follow('viewer-token-read', '17')).ended;
    expect(had).toEqual([null, '17']);
  });

  it('shows that it is there while nothing happens', async () => {
    const { feed } = createHappening();
    await serve({ heartbeatMs: 20 }, () => feed);
    const stream = await follow();
    await expect.poll(() => stream.others.filter((line) => line === ':').length).toBeGreaterThan(2);
    stream.close();
  });

  it('asks for nothing more once its client has gone', async () => {
    const { feed, asked } = createHappening();
    await serve({ mostOfOne: 1 }, () => feed);
    const stream = await follow();
    await expect.poll(asked).toBeGreaterThan(2);
    stream.close();
    // The place is free again when the stream has ended.
    await expect
      .poll(async () => {
        const next = await follow();
        next.close();
        return next.status;
      })
      .toBe(200);
    await expect
      .poll(async () => {
        const before = asked();
        await new Promise((resolve) => setTimeout(resolve, 50));
        return asked() - before;
      })
      .toBe(0);
  });

  it('asks for nothing more while its client does not read, and gives it up after a while', async () => {
    let asked = 0;
    const much = 'x'.repeat(10_000);
    const feed: EventFeed = {
      async next() {
        asked += 1;
        return { events: [{ id: String(asked), name: 'step', data: much }], ended: false };
      },
    };
    await serve({ slowMs: 300, mostOfOne: 1 }, () => feed);
    const stream = await follow();
    await expect.poll(() => asked).toBeGreaterThan(3);
    stream.pause();
    // The place is free again when the stream was given up.
    let read = 0;
    await expect
      .poll(async () => {
        read = asked;
        const next = await follow();
        next.close();
        return next.status;
      })
      .toBe(200);
    // What the systems between the two hold, and no more.
    expect(read * much.length).toBeLessThan(30_000_000);
    stream.resume();
    await stream.ended;
  });

  it('ends with the feature, within a look', async () => {
    const { feed } = createHappening();
    await serve({}, () => feed);
    const stream = await follow();
    server.setFlag({ state: 'off' });
    await stream.ended;
    expect((await server.send('/orders/events')).status).toBe(404);
  });

  it('ends in maintenance, and for whoever is not let in any more', async () => {
    const { feed } = createHappening();
    await serve({}, () => feed);
    const [viewer, admin] = [await follow(), await follow('admin-token-admin')];
    server.setFlag({ users: ['admin'] });
    await viewer.ended;
    server.setFlag({ state: 'maintenance' });
    await admin.ended;
  });

  it('ends for somebody whose token was revoked, or whose session is over', async () => {
    const { feed } = createHappening();
    await serve({ recheckMs: 10 }, () => feed);
    const [byToken, bySession] = [await follow(), await follow('viewer-session')];
    const by = { actor: 'test', channel: 'cli', requestId: null } as const;
    for (const { id } of await server.accounts.tokens.list('own:viewer')) await server.accounts.tokens.revoke(by, id);
    await byToken.ended;
    await server.accounts.signOutEverywhere(by, { account: 'own:viewer', user: 'viewer' });
    await bySession.ended;
  });

  it('ends for somebody whose role no longer allows it', async () => {
    const { feed } = createHappening();
    await serve({ recheckMs: 10 }, () => feed, undefined, 'run');
    const stream = await follow('admin-token-admin');
    expect(stream.status).toBe(200);
    const by = { actor: 'test', channel: 'cli', requestId: null } as const;
    await server.accounts.users.change(by, 'admin', { role: 'editor' });
    await stream.ended;
  });

  it('ends when the process is about to', async () => {
    let draining = false;
    const { feed } = createHappening();
    await serve(
      {},
      () => feed,
      () => draining,
    );
    const stream = await follow();
    draining = true;
    await stream.ended;
  });

  it('ends when what happens cannot be read, which is told to whoever looks after the program', async () => {
    await serve({}, () => ({ next: async () => Promise.reject(new Error('away')) }));
    const stream = await follow();
    await stream.ended;
    expect(stream.status).toBe(200);
    expect(server.lines).toContainEqual(expect.objectContaining({ message: 'stream failed' }));
  });

  it('is refused where somebody has too many, or all together have', async () => {
    const { feed } = createHappening();
    await serve({ mostOfOne: 2, mostInAll: 3 }, () => feed);
    const open = [await follow(), await follow('viewer-session')];
    const third = await follow();
    expect([third.status, third.headers['retry-after'], third.headers['content-type']]).toEqual([
      429,
      '10',
      'application/problem+json',
    ]);
    open.push(await follow('admin-token-read'));
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await follow('editor-token-read')).status).toBe(429);
    for (const each of open) each.close();
  });

  it('is for whoever asks for one, and may', async () => {
    const { feed, asked } = createHappening();
    await serve({}, () => feed);
    expect((await server.send('/orders/events', { headers: { accept: 'application/json' } })).status).toBe(406);
    expect((await server.send('/orders/events', {}, 'nobody')).status).toBe(401);
    const head = await server.send('/orders/events', { method: 'HEAD' });
    expect([head.status, head.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(asked()).toBe(0);
  });
});
