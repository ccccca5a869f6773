import { inMemoryWorld } from '@cynow/po-core/testing';
import { describe, expect, it } from 'vitest';
import { serveEndpoints } from '../serveEndpoints.ts';
import { fieldValue, form, page, wordsOf } from '../testing/form.spec.support.ts';
import { memoryOrders } from '../testing/memoryOrders.spec.support.ts';
import { openPage, type Page } from './Page.ts';
import { nothing } from './PageContext.ts';

const editor = { name: 'editor', password: 'a long password of editor' };

describe('signing in', () => {
  it('keeps the session in a cookie that HTTPS alone carries, where the pages are reached by HTTPS', async () => {
    const orders = await memoryOrders(await inMemoryWorld(), {
      publicUrl: 'https://plant.test/orders',
      homeUrl: 'https://plant.test/cynow/',
    });
    const reply = await orders.send('/login', form(editor, { origin: 'https://plant.test' }), 'nobody');
    expect(reply.status).toBe(303);
    const [cookie = ''] = reply.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Secure-cynow_po_session=\S+; Path=\/orders; HttpOnly; SameSite=Lax; Secure$/);
    const there = await orders.send('/', page({ cookie: cookie.split(';')[0]! }), 'nobody');
    expect(there.status).toBe(200);
    expect(there.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(there.text).toContain('<a href="https://plant.test/cynow/">CYNOW 홈</a>');
    // A cookie by the name that plain HTTP uses may have been set by somebody on the way.
    const plain = cookie.split(';')[0]!.replace('__Secure-', '');
    expect((await orders.send('/', page({ cookie: plain }), 'nobody')).status).toBe(303);
    const foreign = await orders.send('/login', form(editor, { origin: 'http://plant.test' }), 'nobody');
    expect(foreign.status).toBe(403);
    await orders.close();
  });

  it('stays under the path where the pages hang', async () => {
    const orders = await memoryOrders(await inMemoryWorld(), { basePath: '/cynow/orders' });
    const asked = await orders.send('/review', page(), 'nobody');
    expect(asked.headers.location).toBe('/cynow/orders/login?next=%2Freview');
    const fields = { ...editor, next: '/review' };
    const reply = await orders.send('/login', form(fields, { 'sec-fetch-site': 'same-origin' }), 'nobody');
    expect(reply.headers.location).toBe('/cynow/orders/review');
    expect(reply.headers['set-cookie']?.[0]).toContain('; Path=/cynow/orders; ');
    const { text } = await orders.send('/review', page());
    const places = [...text.matchAll(/ (?:href|action)="([^"]*)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !place?.startsWith('/cynow/orders/'))).toEqual(['#main', '/']);
    await orders.close();
  });

  it.each([
    ['http://plant.test/cynow/orders', '/cynow/orders'],
    ['http://plant.test/cynow/orders/', '/cynow/orders'],
    // Only a host: nothing is said of the path.
    ['http://plant.test', '/orders'],
    ['http://plant.test/', '/orders'],
  ])('goes by the path that users type, where a proxy takes it to another one: %s', async (publicUrl, typed) => {
    const orders = await memoryOrders(await inMemoryWorld(), { publicUrl });
    const same = { 'sec-fetch-site': 'same-origin' };
    const asked = await orders.send('/review', page(), 'nobody');
    expect(asked.headers.location).toBe(`${typed}/login?next=%2Freview`);
    const reply = await orders.send('/login', form({ ...editor, next: '/review' }, same), 'nobody');
    expect(reply.headers.location).toBe(`${typed}/review`);
    expect(reply.headers['set-cookie']?.[0]).toContain(`; Path=${typed}; `);
    const { text } = await orders.send('/review', page());
    const places = [...text.matchAll(/ (?:href|action)="([^"]*)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !place?.startsWith(`${typed}/`))).toEqual(['#main', '/']);
    const inEnglish = await orders.send('/review?lang=en', page());
    expect(inEnglish.headers.location).toBe(`${typed}/review`);
    expect(inEnglish.headers['set-cookie']?.[0]).toContain(`; Path=${typed}; `);
    const api = await orders.send('/api/openapi.json', {}, 'admin-token-admin');
    expect(api.json()).toMatchObject({ servers: [{ url: typed }] });

    // What was typed before the session was over is sent again to where it was to go.
    const decision = { kind: 'keep', version: '1', note: '확인' };
    const over = await orders.send(
      '/po/1/decision',
      form(decision, { ...same, cookie: 'cynow_po_session=x' }),
      'nobody',
    );
    const kept = { keptAt: fieldValue(over.text, 'keptAt')!, kept: fieldValue(over.text, 'kept')! };
    const resumed = await orders.send('/login', form({ ...editor, ...kept }, same), 'nobody');
    expect([resumed.status, resumed.text]).toEqual([200, expect.stringContaining(`action="${typed}/po/1/decision"`)]);
    await orders.close();
  });

  it('asks for no password where CYNOW alone says who somebody is', async () => {
    const orders = await memoryOrders(await inMemoryWorld(), { auth: ['django-session'] });
    const shown = await orders.send('/login', page(), 'nobody');
    expect(wordsOf(shown.text)).toContain('CYNOW에 로그인한 뒤 이 화면을 다시 여십시오.');
    expect(shown.text).not.toContain('type="password"');
    const tried = await orders.send('/login', form(editor, { 'sec-fetch-site': 'same-origin' }), 'nobody');
    expect([tried.status, tried.headers['set-cookie']]).toEqual([200, undefined]);
    await orders.close();
  });

  it('writes why it was refused into the log, without a name', async () => {
    const lines: object[] = [];
    const write = (facts: object, message: string) => void lines.push({ ...facts, message });
    const orders = await memoryOrders(await inMemoryWorld(), { log: { info: write, warn: write, error: write } });
    await orders.send(
      '/login',
      form({ name: '비밀이름', password: 'x' }, { 'sec-fetch-site': 'same-origin' }),
      'nobody',
    );
    expect(lines[0]).toMatchObject({ message: 'sign-in refused', because: 'unknown', address: '127.0.0.1' });
    expect(JSON.stringify(lines)).not.toContain('비밀이름');
    await orders.close();
  });
});

describe('a page without a permission', () => {
  const one = openPage({
    id: 'one',
    method: 'GET',
    path: '/one/{id}',
    params: nothing,
    query: nothing,
    form: null,
    handle: async () => ({ to: '/' }),
  });
  const start =
    (...changed: Partial<Page>[]) =>
    () =>
      serveEndpoints(
        [],
        { basePath: '/orders', publicUrl: null } as Parameters<typeof serveEndpoints>[1],
        changed.map((each) => ({ ...one, ...each })),
      );

  it('does not start, nor do two with one name or one place', () => {
    expect(start({ permission: undefined as unknown as 'anybody' })).toThrow(/one.*no permission/);
    expect(start({ permission: 'everything' as 'anybody' })).toThrow(/no permission/);
    expect(start({}, { path: '/other' })).toThrow(/its name/);
    expect(start({}, { id: 'other', path: '/one/{name}' })).toThrow(/its place/);
    expect(start({})).not.toThrow();
  });
});
