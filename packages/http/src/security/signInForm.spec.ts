import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrdersRouter } from '../createOrdersRouter.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { fieldValue, form, page } from '../testing/form.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { type Call, close, listen, type Reply, send } from '../testing/testServer.spec.support.ts';

const password = 'correct-horse-battery-staple';
const by = { actor: 'test', channel: 'cli', requestId: null } as const;

let orders: Awaited<ReturnType<typeof openOrders>>;
let server: Awaited<ReturnType<typeof listen>>;
let made = 0;

beforeAll(async () => {
  orders = await openOrders();
  const app = new Koa();
  // Whoever asks comes through a proxy of ours, which says from where.
  app.use(createOrdersRouter(orders.ports, { ...orders.options, trustedProxies: ['127.0.0.1'] }));
  server = await listen(app);
});
afterAll(async () => {
  await close(server.server);
  await orders.close();
});

const ask = (path: string, call: Call, address = '10.0.0.1'): Promise<Reply> =>
  send(server.port, `/orders${path}`, { ...call, headers: { 'x-forwarded-for': address, ...call.headers } });

const submit = (path: string, fields: Readonly<Record<string, string>>, cookie = '', address = '10.0.0.1') =>
  ask(path, form(fields, { 'sec-fetch-site': 'same-origin', ...(cookie === '' ? {} : { cookie }) }), address);

const signIn = (name: string, word = password, { cookie = '', address = '10.0.0.1' } = {}): Promise<Reply> =>
  submit('/login', { name, password: word }, cookie, address);

/** Somebody whom no other test knows; all names are equally long. */
const addUser = async (role: 'viewer' | 'admin' = 'viewer'): Promise<string> => {
  made += 1;
  const name = `person${String(made).padStart(3, '0')}`;
  await orders.accounts.users.add(by, { name, role, password });
  return name;
};

const cookieIn = ({ headers }: Reply): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

const whoIs = async (cookie: string): Promise<unknown> => {
  const reply = await ask('/api/v1/account', { headers: { cookie } });
  return reply.status === 200 ? reply.json().user : reply.status;
};

describe('session fixation at the form', () => {
  it('begins no session before somebody signs in', async () => {
    const name = await addUser();
    for (const reply of [await ask('/login', page()), await signIn(name, 'wrong'), await ask('/', page())]) {
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
  });

  it('no cookie from before signing in is the session after it, and a session from before ends', async () => {
    const [name, attacker] = [await addUser(), await addUser()];
    const own = cookieIn(await signIn(name));
    const theirs = cookieIn(await signIn(attacker));
    expect([await whoIs(own), await whoIs(theirs)]).toEqual([name, attacker]);
    for (const before of [`cynow_po_session=${'P'.repeat(43)}`, 'cynow_po_session=x', own, theirs]) {
      const reply = await signIn(name, password, { cookie: before });
      expect([reply.status, reply.headers['set-cookie']?.length]).toEqual([303, 1]);
      const after = cookieIn(reply);
      expect(after).toMatch(/^cynow_po_session=[A-Za-z0-9_-]{43}$/);
      expect(after).not.toBe(before);
      expect([await whoIs(after), await whoIs(before)]).toEqual([name, 401]);
      expect((await ask('/', page({ cookie: before }))).headers.location).toBe('/orders/login?next=%2F&over=1');
    }
  });

  it('who is refused keeps the session that the browser had', async () => {
    const name = await addUser();
    const own = cookieIn(await signIn(name));
    const refused = await signIn(name, 'wrong', { cookie: own });
    expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined]);
    expect(await whoIs(own)).toBe(name);
  });
});

describe('guessing at the form', () => {
  it('is told to wait, whatever is typed then; where the account is at home its owner comes in', async () => {
    const name = await addUser();
    const [home, away] = ['10.1.0.1', '10.1.0.2'];
    expect((await signIn(name, password, { address: home })).status).toBe(303);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await signIn(name, `guess ${i}`, { address: away })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const [wrong, right] = [
      await signIn(name, 'wrong', { address: away }),
      await signIn(name, password, { address: away }),
    ];
    for (const reply of [wrong, right]) {
      expect([reply.status, reply.headers['retry-after'], reply.headers['set-cookie']]).toEqual([429, '2', undefined]);
      expectSecure(reply);
    }
    // Not even the right password is looked at.
    expect(right.text).toBe(wrong.text);
    expect((await signIn(name, password, { address: home })).status).toBe(303);
    orders.setNow(new Date(orders.ports.clock.now().getTime() + 2000));
    expect((await signIn(name, password, { address: away })).status).toBe(303);
  });

  it('from ever other addresses is slowed down for the account, and its owner still comes in', async () => {
    const name = await addUser();
    const home = '10.2.0.1';
    expect((await signIn(name, password, { address: home })).status).toBe(303);
    const statuses = new Set<number>();
    for (let i = 0; i < 55; i += 1) {
      statuses.add((await signIn(name, `guess ${i}`, { address: `10.3.${i}.1` })).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    const elsewhere = await signIn(name, password, { address: '10.4.0.1' });
    expect([elsewhere.status, Number(elsewhere.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await signIn(name, password, { address: home })).status).toBe(303);
  });

  it('is not helped by saying that one comes from elsewhere', async () => {
    const name = await addUser();
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      // What stands before the address that our proxy wrote was written by whoever asked.
      const reply = await signIn(name, `guess ${i}`, { address: `10.5.${i}.1, 10.6.0.1` });
      statuses.push(reply.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

describe('somebody who asks the form who there is', () => {
  it('sees the same page for unknown, disabled and wrong, to the byte, but for the name', async () => {
    const [right, disabled] = [await addUser(), await addUser()];
    await orders.accounts.users.change(by, disabled, { disabled: true });
    const tries = [
      [right, 'wrong'],
      [disabled, 'wrong'],
      [disabled, password],
      ['nobody000', 'wrong'],
      ['nobody001', password],
    ] as const;
    const seen = async (waiting: boolean): Promise<Set<string>> => {
      const answers = new Set<string>();
      for (const [i, [name, word]] of tries.entries()) {
        const address = `10.7.0.${i}`;
        for (let tried = 0; waiting && tried < 5; tried += 1) await signIn(name, 'wrong', { address });
        const { status, headers, text } = await signIn(name, word, { address });
        expect([status, fieldValue(text, 'name')]).toEqual([waiting ? 429 : 401, name]);
        const { date: _date, 'x-request-id': _requestId, ...others } = headers;
        answers.add(JSON.stringify([others, text.replaceAll(name, '…')]));
      }
      return answers;
    };
    expect((await seen(false)).size).toBe(1);
    expect((await seen(true)).size).toBe(1);
  });
});

describe('a password that somebody typed', () => {
  it('comes back in no page and in no header, whatever becomes of it', async () => {
    const name = await addUser();
    const typed = 'never-seen-again-4711';
    const own = cookieIn(await signIn(name));
    const replies: Record<string, Reply> = {
      refused: await signIn(name, typed),
      'too long a name': await submit('/login', { name: 'x'.repeat(151), password: typed }),
      'too long a password': await signIn(name, typed.repeat(60)),
      'an unknown field': await submit('/login', { name, password: typed, more: typed }),
      'in the address of a form': await submit(`/login?password=${typed}`, { name, password: typed }),
      'as JSON': await ask('/login', {
        method: 'POST',
        json: { name, password: typed },
        headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
      }),
      'from another site': await ask('/login', form({ name, password: typed }, { 'sec-fetch-site': 'cross-site' })),
      'a new one, the old one wrong': await submit(
        '/account/password',
        { current: typed, next: `${typed} next`, again: `${typed} next` },
        own,
      ),
      'a new one, typed in two ways': await submit(
        '/account/password',
        { current: password, next: typed, again: `${typed}!` },
        own,
      ),
      'a new one, no longer signed in': await submit('/account/password', {
        current: typed,
        next: typed,
        again: typed,
      }),
      'with what was kept': await submit('/login', {
        ...{ name, password: typed, keptAt: '/orders/po/1/decision', kept: 'note=hello' },
      }),
    };
    for (let i = 0; i < 6; i += 1) replies.wait = await signIn(name, typed, { address: '10.8.0.1' });
    expect(replies.wait?.status).toBe(429);
    await orders.accounts.users.setPassword(by, name, typed);
    const resumed = { name, password: typed, keptAt: '/orders/po/1/decision', kept: 'note=hello' };
    replies.right = await submit('/login', { name, password: typed }, '', '10.9.0.1');
    replies.resumed = await submit('/login', resumed, '', '10.9.0.1');
    expect([replies.right.status, replies.resumed.status]).toEqual([303, 200]);
    for (const [what, reply] of Object.entries(replies)) {
      expect([what, `${JSON.stringify(reply.headers)}${reply.text}`.includes(typed)]).toEqual([what, false]);
      expectSecure(reply);
    }
    expect(orders.errors).toEqual([]);
  });
});
