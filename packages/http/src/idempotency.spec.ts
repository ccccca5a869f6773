import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPg } from '@cynow/po-adapters-pg';
import { claimedForMs } from '@cynow/po-core';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrdersRouter } from './createOrdersRouter.ts';
import type { Moment, Mortal } from './testing/mortalServer.spec.support.ts';
import { openOrders } from './testing/openOrders.spec.support.ts';
import { close, listen, type Reply, send } from './testing/testServer.spec.support.ts';

const full = process.env.PO_FULL === '1';

let orders: Awaited<ReturnType<typeof openOrders>>;
let po: string;
beforeAll(async () => {
  orders = await openOrders();
  const { items } = (await orders.send('/api/v1/reviews')).json() as { items: { id: string }[] };
  po = items[0]!.id;
});
afterAll(() => orders.close());

/** Numbers that are reserved for the PO: what the requests of this file do, each time that they are carried out. */
const effects = async (): Promise<number> => {
  const { items } = (await orders.send(`/api/v1/reservations?po=${po}`)).json() as { items: unknown[] };
  return items.length;
};

const reserve = (key: string, body: object = { po, count: 1, acceptStale: true }, port = orders.port): Promise<Reply> =>
  send(port, '/orders/api/v1/reservations', {
    method: 'POST',
    json: body,
    headers: { ...orders.headersOf('admin-token-admin'), 'idempotency-key': key },
  });

const kindOf = (reply: Reply): unknown => (reply.status === 201 ? 201 : reply.json().type);

describe('50 requests at once with one key, over two processes on one database', () => {
  it('are one request', async () => {
    const pg = await openPg(orders.database);
    const app = new Koa();
    app.use(
      createOrdersRouter({ ...orders.ports, ...pg.ports, ...pg, accounts: orders.ports.accounts }, orders.options),
    );
    const { server, port } = await listen(app);
    for (let round = 0; round < (full ? 100 : 5); round += 1) {
      const before = await effects();
      const key = `race-${round}`;
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, i) => reserve(key, undefined, i % 2 === 0 ? port : orders.port)),
      );
      expect((await effects()) - before).toBe(1);
      const kinds = new Set(replies.map(kindOf));
      expect([...kinds].filter((kind) => kind !== 201 && kind !== 'urn:cynow:po:in-progress')).toEqual([]);
      const answers = new Set(replies.filter(({ status }) => status === 201).map(({ text }) => text));
      expect(answers.size).toBe(1);
      // Whoever asks again is told the same; who asks for something else is told so.
      expect([...answers]).toEqual([(await reserve(key)).text]);
      expect(kindOf(await reserve(key, { po, count: 2, acceptStale: true }))).toBe('urn:cynow:po:key-reused');
      expect((await effects()) - before).toBe(1);
    }
    await close(server);
    await pg.close();
  });

  it('are as many as there are keys, when each has its own', async () => {
    const before = await effects();
    const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => reserve(`own-${i}`)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect((await effects()) - before).toBe(20);
    const numbers = replies.flatMap((reply) =>
      (reply.json().reservations as { docNo: string }[]).map((each) => each.docNo),
    );
    expect(new Set(numbers).size).toBe(20);
  });
});

const program = fileURLToPath(new URL('./testing/mortalServer.spec.support.ts', import.meta.url));
const jsx = new URL('../../../scripts/tsx.mjs', import.meta.url).href;

/** A process that serves the same database, until it is killed. */
const mortal = async (stopsAt: Moment) => {
  const request: Mortal = { database: orders.database, now: orders.ports.clock.now().toISOString(), stopsAt };
  const child = spawn(
    process.execPath,
    ['--conditions=@cynow/source', '--import', jsx, program, JSON.stringify(request)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const lines = child.stdout.setEncoding('utf8');
  const said = async (): Promise<string> => {
    const [line] = (await Promise.race([
      once(lines, 'data'),
      once(child, 'close').then(() => Promise.reject(new Error(told))),
    ])) as [string];
    return line.trim();
  };
  const port = Number(await said());
  return {
    port,
    said,
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
};

/** A request to a process that dies of it has no answer. */
const unanswered = (request: Promise<Reply>): Promise<Reply | null> => request.catch(() => null);

const later = (): void => orders.setNow(new Date(orders.ports.clock.now().getTime() + claimedForMs));

describe('a process that is killed in the middle of a request', () => {
  it.each([
    // Nothing was written: who asks again, once it is clear that nobody is at it, is the first.
    ['claimed', 0, 'urn:cynow:po:in-progress', 201, 1],
    // It was written, and nobody knows what was answered: it is never done twice.
    ['written', 1, 'urn:cynow:po:in-progress', 'urn:cynow:po:answer-lost', 1],
    ['settled', 1, 201, 201, 1],
  ] as const)('when it was %s leaves %i effects', async (moment, left, atOnce, afterwards, finally_) => {
    const before = await effects();
    const key = `killed-${moment}`;
    const { port, said, kill } = await mortal(moment);
    const request = unanswered(reserve(key, undefined, port));
    expect(await said()).toBe('here');
    await kill();
    expect(await request).toBeNull();
    expect((await effects()) - before).toBe(left);
    expect(kindOf(await reserve(key))).toBe(atOnce);
    later();
    expect(kindOf(await reserve(key))).toBe(afterwards);
    expect((await effects()) - before).toBe(finally_);
  });

  it('at any moment leaves no effect or one, and asking again never makes two', async () => {
    for (let round = 0; round < (full ? 40 : 3); round += 1) {
      const before = await effects();
      const { port, kill } = await mortal('never');
      const request = unanswered(reserve(`any-${round}`, undefined, port));
      await after(Math.random() * 60);
      await kill();
      const answered = await request;
      const made = (await effects()) - before;
      expect(made).toBeLessThanOrEqual(1);
      if (answered?.status === 201) expect(made).toBe(1);
      later();
      const again = await reserve(`any-${round}`);
      const done = (await effects()) - before;
      // What is lost may have written only what it looked at: one is told to look, and nothing is done by itself.
      expect([
        [201, 1],
        ['urn:cynow:po:answer-lost', 1],
        ['urn:cynow:po:answer-lost', 0],
      ]).toContainEqual([kindOf(again), done]);
      expect(done).toBeGreaterThanOrEqual(made);
    }
  }, 600_000);
});
