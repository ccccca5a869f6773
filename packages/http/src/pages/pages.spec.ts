import { runToEnd, sourceDocument } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fieldValue, form, page, wordsOf } from '../testing/form.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { plantWeek } from '../testing/plantWeek.spec.support.ts';
import type { Caller, Reply } from '../testing/testServer.spec.support.ts';
import { styles } from './styles.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders(plantWeek);
});
afterAll(() => orders.close());
afterEach(() => orders.setFlag({}));

const same = { 'sec-fetch-site': 'same-origin' };

const get = (path: string, caller: Caller = 'editor-session') => orders.send(path, page(), caller);
const post = (path: string, fields: Record<string, string | readonly string[]>, caller: Caller = 'editor-session') =>
  orders.send(path, form(fields, same), caller);
const to = (reply: Reply): string => {
  expect(reply.status).toBe(303);
  return String(reply.headers.location).replace(/^\/orders/, '');
};
const cookieOf = (reply: Reply): string => String([reply.headers['set-cookie'] ?? ''].flat()[0]);

const idOf = async (poNo: string): Promise<string> => {
  const { entries } = await orders.ports.directory.list({ search: poNo }, { sort: 'newest', limit: 50, after: null });
  return entries.find((each) => each.poNo === poNo)!.id;
};

const versionOf = async (id: string): Promise<string> => fieldValue((await get(`/po/${id}`)).text, 'version') ?? '';

describe('signing in', () => {
  const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    orders.send('/login', form(fields, { ...same, ...headers }), 'nobody');
  const right = { name: 'viewer', password: 'a long password of viewer' };

  it('leads to where somebody wanted to go', async () => {
    const asked = await orders.send('/review?priority=high', page(), 'nobody');
    const login = to(asked);
    expect(login).toBe('/login?next=%2Freview%3Fpriority%3Dhigh');
    const shown = await orders.send(login, page(), 'nobody');
    expect(shown.status).toBe(200);
    const next = fieldValue(shown.text, 'next')!;
    const reply = await signIn({ ...right, next });
    expect(to(reply)).toBe('/review?priority=high');
    expect(cookieOf(reply)).toMatch(/^cynow_po_session=[\w-]{20,}; Path=\/orders; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(reply).split(';')[0]!;
    const there = await orders.send('/review', page({ cookie }), 'nobody');
    expect(there.status).toBe(200);
    expect(there.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    });
  });

  it('leads nowhere but under the base path', async () => {
    for (const next of [
      'https://evil.test/',
      '//evil.test/',
      '/../../evil',
      '/\\evil.test',
      '/a\r\nSet-Cookie: x=y',
      'javascript:alert(1)',
      '/%2e%2e/%2e%2e/x',
    ]) {
      expect(to(await signIn({ ...right, next }))).toBe('/');
      const shown = await orders.send(`/login?next=${encodeURIComponent(next)}`, page(), 'nobody');
      expect(fieldValue(shown.text, 'next')).toBeNull();
    }
  });

  it('tells nothing of what was wrong, keeps the name, and slows down', async () => {
    const refused = await signIn({ name: '없는 사람', password: 'x', next: '/review' });
    expect(refused.status).toBe(401);
    expect(wordsOf(refused.text)).toContain('이름 또는 비밀번호가 맞지 않습니다.');
    expect([fieldValue(refused.text, 'name'), fieldValue(refused.text, 'next')]).toEqual(['없는 사람', '/review']);
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect(refused.headers['www-authenticate']).toBeUndefined();
    let last = refused;
    for (let i = 0; i < 20 && last.status === 401; i += 1) last = await signIn({ name: '없는 사람', password: 'x' });
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect(wordsOf(last.text)).toContain('시도가 많습니다.');
  });

  it('ends the session that the browser had, and signing out ends this one', async () => {
    const first = cookieOf(await signIn(right)).split(';')[0]!;
    const second = cookieOf(await signIn(right, { cookie: first })).split(';')[0]!;
    expect(second).not.toBe(first);
    expect(to(await orders.send('/', page({ cookie: first }), 'nobody'))).toBe('/login?next=%2F&over=1');
    const out = await orders.send('/logout', form({}, { ...same, cookie: second }), 'nobody');
    expect(to(out)).toBe('/login?out=1');
    expect(cookieOf(out)).toMatch(/^cynow_po_session=; Max-Age=0; Path=\/orders;/);
    expect(to(await orders.send('/', page({ cookie: second }), 'nobody'))).toContain('/login?');
    expect(wordsOf((await orders.send('/login?next=%2F&over=1', page(), 'nobody')).text)).toContain(
      '로그인 시간이 지났습니다. 다시 로그인하십시오.',
    );
  });

  it('is refused to forms of other sites, signed in or not', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      {},
      { origin: 'null' },
      { origin: 'http://evil.test' },
    ]) {
      const reply = await orders.send('/login', form(right, headers as Record<string, string>), 'nobody');
      expect(reply.status).toBe(403);
      expect(reply.headers['set-cookie']).toBeUndefined();
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    }
  });
});

describe('a session that is over', () => {
  it('keeps what was typed, to be sent again after signing in', async () => {
    const id = await idOf('S-1');
    const version = await versionOf(id);
    const typed = { kind: 'keep', version, note: '전화로 확인 <b>\n두 번째 줄' };
    const over = await orders.send(
      `/po/${id}/decision`,
      form(typed, { ...same, cookie: 'cynow_po_session=none' }),
      'nobody',
    );
    expect(over.status).toBe(401);
    expect(wordsOf(over.text)).toContain('입력한 내용은 남아 있습니다.');
    const login = { name: 'editor', password: 'a long password of editor' };
    const kept = { keptAt: fieldValue(over.text, 'keptAt')!, kept: fieldValue(over.text, 'kept')! };
    // A password mistyped is no reason to fear for it.
    const mistyped = await orders.send('/login', form({ ...login, password: 'x', ...kept }, same), 'nobody');
    expect(wordsOf(mistyped.text)).toContain('입력한 내용은 남아 있습니다.');
    expect(fieldValue(mistyped.text, 'kept')).toBe(kept.kept);
    const resumed = await orders.send('/login', form({ ...login, ...kept }, same), 'nobody');
    expect(resumed.status).toBe(200);
    expect(wordsOf(resumed.text)).toContain('처리 현상 유지 메모 전화로 확인 <b> 두 번째 줄');
    expect(resumed.text).toContain(`action="/orders/po/${id}/decision"`);
    expect(fieldValue(resumed.text, 'note')).toBe(typed.note);
    // Nothing was done yet: the person at the desk sends it again.
    expect((await orders.ports.audit.about(`po:${id}`, 10)).length).toBe(0);
    // What comes back goes nowhere else.
    const foreign = await orders.send(
      '/login',
      form({ ...login, ...kept, keptAt: 'https://evil.test/orders/x' }, same),
      'nobody',
    );
    expect(to(foreign)).toBe('/');
  });

  it('keeps no password', async () => {
    const typed = { current: 'secret one', next: 'secret two two', again: 'secret two two' };
    const over = await orders.send('/account/password', form(typed, same), 'nobody');
    expect(to(over)).toBe('/login?next=%2F');
    expect(over.text).not.toContain('secret');
  });
});

describe('languages', () => {
  it('follow the choice, then the browser, then the site', async () => {
    expect((await get('/review')).text).toContain('<html lang="ko">');
    const english = await orders.send('/review', page({ 'accept-language': 'en' }), 'viewer-session');
    expect(english.text).toContain('<html lang="en">');
    const chosen = await orders.send('/review?lang=en&priority=high', page(), 'viewer-session');
    expect(to(chosen)).toBe('/review?priority=high');
    expect(cookieOf(chosen)).toMatch(/^cynow_po_lang=en; Max-Age=31536000; Path=\/orders; HttpOnly; SameSite=Lax$/);
    const cookie = `${orders.headersOf('viewer-session').cookie}; cynow_po_lang=en`;
    expect((await orders.send('/review', page({ cookie, 'accept-language': 'ko' }), 'nobody')).text).toContain(
      'To review',
    );
    // One that there is not is left aside, like all else that an address brings along.
    const none = await get('/review?lang=de');
    expect([none.status, none.headers['set-cookie']]).toEqual([200, undefined]);
    expect(none.text).toContain('<html lang="ko">');
  });
});

describe('the list', () => {
  it('finds, narrows and tells when there is nothing', async () => {
    const all = await get('/');
    expect(all.status).toBe(200);
    expect(wordsOf(all.text)).toContain('ABC-2025-0147');
    expect(all.text).toContain(
      '<progress max="100" value="30" aria-label="ABC-2025-0147 출하율 30/100">30%</progress>',
    );
    const found = wordsOf((await get('/?q=FP25000105&review=&customer=&state=&sort=newest')).text);
    expect(found).toContain('SE-88102');
    expect(found).not.toContain('ABC-2025-0147');
    expect(wordsOf((await get('/?q=nobody')).text)).toContain('조건에 맞는 수주가 없습니다.');
    const flagged = wordsOf((await get('/?review=needs-review&customer=kdkk')).text);
    expect(flagged).toContain('PO-001');
    expect(flagged).not.toContain('SE-88012');
    expect((await get('/?review=sometimes')).status).toBe(400);
    expect(wordsOf((await get('/?after=AAAA')).text)).toContain('처음부터 다시 보십시오.');
  });

  it('tells of each PO when it is due next, by its items or its documents, and how many deliveries it has', async () => {
    const words = wordsOf((await get('/?q=FP25000105')).text);
    expect(words).toMatch(/SE-88102 .*2025-11-27 D-4 1회/);
    expect(wordsOf((await get('/?q=ABC-2025-0147')).text)).toMatch(/ABC-2025-0147 .*2025-12-05 D-12 3회/);
    expect(wordsOf((await get(`/po/${await idOf('SE-88102')}`)).text)).toMatch(
      /납기 2025-11-27 D-4 .*KF003 2025-11-27 120/,
    );
  });

  it('leaves aside what else an address brings along, and says in words what cannot be of its own', async () => {
    for (const place of ['/?utm_source=mail&q=FP25000105', '/review?%00=%00&__proto__=1', '/account?x=1&x=2'])
      expect([place, (await get(place)).status]).toEqual([place, 200]);
    expect(wordsOf((await get('/?utm_source=mail&q=FP25000105')).text)).toContain('SE-88102');
    const wrong = await get('/?review=sometimes&utm_source=mail');
    expect(wrong.status).toBe(400);
    const told = wordsOf(wrong.text);
    expect(told).toContain('?review: 주소에 적힌 값을 쓸 수 없습니다.');
    expect(told).not.toMatch(/API 문서|utm_source/);
  });

  it('is at the base path with and without a slash', async () => {
    expect((await get('')).status).toBe(200);
  });
});

describe('a PO', () => {
  it('shows all there is, and no number of ours', async () => {
    const id = await idOf('ABC-2025-0147');
    const words = wordsOf((await get(`/po/${id}`, 'viewer-session')).text);
    for (const each of [
      'KDKK 한국특수가스 주식회사',
      '2025-11-10(월)',
      '직접 등록',
      '월 2회 분납, 오전 입고 요청',
      'FP25000102',
      '분납 표기 ②',
      '이 PO에 등록되지 않은 제품이 지시되었습니다: KF009',
      '수주 등록',
      'FCMS 자료 기준 시각 2025-11-23 12:05',
    ]) {
      expect(words).toContain(each);
    }
    expect(words).not.toContain(id);
    // Days stay whole; the way back is for the screen.
    const { text } = await get(`/po/${id}`);
    expect(text).toContain('<dd class="w">2025-11-10(월)</dd>');
    expect(text).toContain('<th scope="col" class="noprint">되돌리기</th>');
    expect(text).toContain('<td class="noprint">');
    expect(styles).toMatch(/@media print \{[^@]*\.noprint[^{}]*\{ display: none; \}/);
    // Who may not decide has no forms for it.
    expect((await get(`/po/${id}`, 'viewer-session')).text).not.toContain('/decision"');
    expect((await get('/po/nothing')).status).toBe(404);
  });

  it('tells candidates with their evidence in words, in both languages', async () => {
    const id = await idOf('ABC-2025-O147');
    const ko = wordsOf((await get(`/po/${id}`)).text);
    expect(ko).toContain('일치 가능성 99%');
    expect(ko).toContain('PO번호의 비슷한 글자(O/0, I/1)만 다름');
    const en = wordsOf((await orders.send(`/po/${id}`, page({ 'accept-language': 'en' }), 'editor-session')).text);
    expect(en).toContain('PO no.: only look-alikes (O/0, I/1) differ');
    expect(en.replaceAll('한국특수가스 주식회사', '')).not.toMatch(/[가-힣]/);
  });

  it('takes a decision and takes it back', async () => {
    const id = await idOf('PO-001');
    const done = to(await post(`/po/${id}/decision`, { kind: 'accept-qty', version: await versionOf(id) }));
    expect(done).toMatch(new RegExp(`^/po/${id}\\?done=`));
    const told = await get(done);
    expect(wordsOf(told.text)).toContain('처리했습니다.');
    const fields = { auditId: fieldValue(told.text, 'auditId')!, back: fieldValue(told.text, 'back')! };
    // Its history says what it was and what it is now.
    expect(wordsOf(told.text)).toMatch(/FCMS 수량 적용 KF\d+ 수주수량\(병\) \d+ → \d+ /);
    // Made-up addresses tell somebody else nothing.
    expect(wordsOf((await get(done, 'admin-session')).text)).not.toContain('처리했습니다.');
    const undone = to(await post('/undo', fields));
    expect(wordsOf((await get(undone)).text)).toContain('되돌렸습니다.');
    const again = await post('/undo', fields);
    expect(again.status).toBe(422);
    expect(wordsOf(again.text)).toContain('이미 되돌렸습니다.');
  });

  it('is decided once, however often somebody clicks', async () => {
    const id = await idOf('PO-001');
    const { text } = await get(`/po/${id}`);
    const fields = {
      kind: 'keep',
      version: fieldValue(text, 'version')!,
      once: fieldValue(text, 'once')!,
      note: '확인',
    };
    const first = to(await post(`/po/${id}/decision`, fields));
    expect(to(await post(`/po/${id}/decision`, fields))).toBe(first);
    // Filled in otherwise, it is another one: somebody went back and changed it.
    expect((await post(`/po/${id}/decision`, { ...fields, note: '다른 메모' })).status).toBe(412);
    expect((await post(`/po/${id}/decision`, fields, 'admin-session')).status).toBe(412);
    const { text: told } = await get(first);
    const undo = { auditId: fieldValue(told, 'auditId')!, once: fieldValue(told, 'once')!, back: '//evil.test/' };
    expect(to(await post('/undo', undo))).toBe('/review?undone=1');
    expect(to(await post('/undo', undo))).toBe('/review?undone=1');
  });

  it('takes back what anybody decided, from its history', async () => {
    const id = await idOf('PO-001');
    const decided = to(
      await post(`/po/${id}/decision`, { kind: 'keep', version: await versionOf(id), note: '관리자' }, 'admin-session'),
    );
    const { text } = await get(decided);
    expect(wordsOf(text)).toMatch(/admin 현상 유지 관리자 되돌리기/);
    expect((await get(decided, 'viewer-session')).text).not.toContain('action="/orders/undo"');
    const undo = { auditId: fieldValue(text, 'auditId')!, back: fieldValue(text, 'back')! };
    expect(to(await post('/undo', undo))).toBe(`/po/${id}?undone=1`);
    expect(wordsOf((await get(`/po/${id}`)).text)).toMatch(/admin 현상 유지 되돌림 관리자/);
  });

  it('keeps what was typed when somebody else was first', async () => {
    const id = await idOf('S-1');
    const version = await versionOf(id);
    const later = await post(`/po/${id}/decision`, { kind: 'keep', version, note: '먼저' });
    expect(later.status).toBe(303);
    const stale = await post(`/po/${id}/decision`, { kind: 'cancel-po', version, note: '내 메모' });
    expect(stale.status).toBe(412);
    expect(wordsOf(stale.text)).toContain('다른 사용자가 먼저 수정했습니다.');
    expect(stale.text).toMatch(/<textarea id="cancel-po-note"[^>]*>내 메모<\/textarea>/);
    expect(fieldValue(stale.text, 'version')).not.toBe(version);
    const now = fieldValue(stale.text, 'version')!;
    expect((await post(`/po/${id}/decision`, { kind: 'cancel-po', version: now, note: '내 메모' })).status).toBe(303);
    expect((await post(`/po/${id}/decision`, { kind: 'reopen', version: await versionOf(id) })).status).toBe(303);
  });

  it('says at which field something is wrong', async () => {
    const id = await idOf('S-2');
    const version = await versionOf(id);
    for (const [fields, field, text] of [
      [{ kind: 'keep', note: '  ' }, 'keep-note', '메모를 적으십시오.'],
      [{ kind: 'correct', customer: '', poNo: '', product: '', docNo: '' }, 'correct-customer', '바꿀 칸을 하나 이상'],
      [{ kind: 'correct', poNo: '없음' }, 'correct-poNo', '쓸 수 없습니다'],
      [{ kind: 'move-document', docNo: 'FP25000007', poNo: '' }, 'move-document-poNo', 'PO번호를 적으십시오.'],
      [{ kind: 'move-document', docNo: 'FP25000007', poNo: 'nothing' }, 'move-document-poNo', '그런 PO가 없습니다.'],
    ] as const) {
      const reply = await post(`/po/${id}/decision`, { ...fields, version });
      expect([reply.status, field]).toEqual([422, field]);
      expect(reply.text).toContain(`<a href="#${field}">`);
      expect(reply.text).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
      expect(wordsOf(reply.text)).toContain(text);
    }
    const nothing = await post(`/po/${id}/decision`, { kind: 'keep', note: 'x', version });
    expect([nothing.status, wordsOf(nothing.text).includes('이렇게 처리할 검토 사유가 없습니다.')]).toEqual([
      422,
      true,
    ]);
    const odd = await post(`/po/${id}/decision`, { kind: 'explode', version });
    expect(odd.status).toBe(400);
  });

  it('moves a document, corrects and merges; the old address leads on', async () => {
    const [from, into] = [await idOf('S-2'), await idOf('S-1')];
    const moved = await post(`/po/${from}/decision`, {
      kind: 'move-document',
      version: await versionOf(from),
      docNo: 'FP25000007',
      customer: 'SAM',
      poNo: 'S-1',
    });
    expect(moved.status).toBe(303);
    const told = await get(to(moved));
    expect((await post('/undo', { auditId: fieldValue(told.text, 'auditId')!, back: '/' })).status).toBe(303);
    const mistyped = await idOf('SE-88102');
    const target = await idOf('SE-88012');
    const seen = await versionOf(mistyped);
    const merged = await post(`/po/${mistyped}/decision`, {
      kind: 'merge',
      version: await versionOf(mistyped),
      into: target,
    });
    expect(to(merged)).toMatch(new RegExp(`^/po/${target}\\?done=`));
    expect(to(await get(`/po/${mistyped}`))).toBe(`/po/${target}`);
    expect(wordsOf((await get(`/po/${target}`)).text)).toContain('합치기 FP25000105 SAM SE-88102 → SAM SE-88012');
    // Who still looks at the old one is told, and loses nothing that was typed.
    const late = await post(`/po/${mistyped}/decision`, { kind: 'keep', version: seen, note: '늦은 메모' });
    expect([late.status, late.text.includes('늦은 메모</textarea>')]).toEqual([412, true]);
    expect((await get(to(merged))).text).toContain('바로잡기 전의 번호');
    expect(into).not.toBe(target);
  });

  it('of a document that came by the reserved number of another: where it says that it belongs is filled in', async () => {
    const id = await idOf('2025-LG-0031');
    const json = { po: id, count: 1, acceptStale: true };
    const made = await orders.send('/api/v1/reservations', { method: 'POST', json }, 'admin-token-admin');
    const { docNo } = (made.json() as { reservations: { docNo: string }[] }).reservations[0]!;
    const help = '아직 FCMS에는 없습니다.';
    expect(wordsOf((await get(`/po/${id}`)).text)).toContain(help);
    await orders.world.setSource({ put: [sourceDocument({ docNo, customer: 'SAM', poNo: 'S-1' })] });
    await runToEnd(orders.world);
    const { text } = await get(`/po/${id}`);
    expect(text).toMatch(new RegExp(`<option[^>]* selected[^>]*>${docNo}<`));
    expect(text).toMatch(/<input id="move-document-customer"[^>]* value="SAM"/);
    expect(text).toMatch(/<input id="move-document-poNo"[^>]* value="S-1"/);
    // What is told of the number is true: FCMS has it now.
    expect(wordsOf(text)).not.toContain(help);
  });

  it('without a number is told from others that have none', async () => {
    const { text } = await get('/?q=FCMS-FP25000004');
    const { text: shown } = await get(/href="\/orders(\/po\/[^"]+)"/.exec(text)![1]!);
    expect(shown).toContain('<title>수주 상세 번호 없음 (FCMS-FP25000004) — CYNOW 수주 관리</title>');
    expect(wordsOf(shown)).toContain('고객코드 없음 번호 없음 (FCMS-FP25000004)');
    // Nothing is known of its quantity: that is no zero.
    expect(wordsOf(shown)).not.toContain('0 이상');
  });
});

describe('the queue of reviews', () => {
  it('is worked through one by one, with the way back at the next one', async () => {
    const first = to(await get('/review/next?customer=KDKK'));
    expect(first).toMatch(/^\/po\/[^?]+\?work=customer%3DKDKK$/);
    const shown = await get(first);
    const [, id] = /^\/po\/([^?]+)/.exec(first)!;
    const work = fieldValue(shown.text, 'work')!;
    const after = to(
      await post(`/po/${id}/decision`, {
        kind: 'keep',
        version: fieldValue(shown.text, 'version')!,
        work,
        note: '확인',
      }),
    );
    expect(after).toMatch(/^\/review\/next\?customer=KDKK&after=[\w-]+&done=/);
    const next = to(await get(after));
    expect(next).toMatch(/^\/po\/[^?]+\?done=[^&]+&work=customer%3DKDKK$/);
    expect(next).not.toContain(id!);
    const there = await get(next);
    // It names what was done: the page shows another PO.
    const { po } = (await orders.ports.pos.find({ ids: [id!] })).pos[0]!;
    expect(wordsOf(there.text)).toContain(`처리했습니다. 현상 유지: KDKK ${po.poNo} 되돌리기`);
    const back = to(
      await post('/undo', { auditId: fieldValue(there.text, 'auditId')!, back: fieldValue(there.text, 'back')! }),
    );
    expect(back).toBe(`/po/${id}?work=customer%3DKDKK&undone=1`);
    expect(wordsOf((await get(back)).text)).toContain('되돌렸습니다.');
  });

  it('is where the menu says that somebody is who works through it', async () => {
    const here = (text: string) => />([^<]*)<\/a>/.exec(text.slice(text.indexOf('aria-current="page"')))![1];
    const first = to(await get('/review/next?customer=KDKK'));
    const plain = first.replace(/\?.*/, '');
    expect([here((await get(first)).text), here((await get(plain)).text)]).toEqual(['검토 대기', '수주 목록']);
  });

  it('says so when nothing is left', async () => {
    expect(to(await get('/review/next?customer=NOBODY'))).toBe('/review?customer=NOBODY');
    expect(wordsOf((await get('/review?customer=NOBODY')).text)).toContain('조건에 맞는 검토가 없습니다.');
  });

  it('decides many after a look at them, and takes them back together', async () => {
    const { entries } = await orders.ports.reviews.list({}, { limit: 50, after: null });
    const chosen = entries.slice(0, 2).map(({ id }) => id);
    const query = new URLSearchParams([...chosen.map((id) => ['po', id]), ['kind', 'keep'], ['work', 'priority=']] as [
      string,
      string,
    ][]);
    const look = await get(`/review/bulk?${query}`);
    expect(wordsOf(look.text)).toContain('아래 2건을 처리합니다: 현상 유지');
    expect(wordsOf(look.text)).toContain(
      entries.slice(0, 2).find(({ customerName }) => customerName !== null)!.customerName!,
    );
    const without = await post('/review/bulk', { po: chosen, kind: 'keep', note: ' ' });
    expect(without.status).toBe(422);
    expect(without.text).toContain('<a href="#note">');
    const done = to(await post('/review/bulk', { po: chosen, kind: 'keep', note: '모두 확인', work: '' }));
    expect(done).toMatch(/^\/review\?batch=/);
    const told = await get(done);
    expect(wordsOf(told.text)).toContain('2건을 처리했습니다. 모두 되돌리기');
    const again = await post('/review/bulk', { po: chosen, kind: 'keep', note: '또' });
    expect([again.status, wordsOf(again.text).includes('이렇게 처리할 검토 사유가 없습니다.')]).toEqual([200, true]);
    const undone = to(await post('/undo', { batchId: fieldValue(told.text, 'batchId')!, back: '/review' }));
    expect(undone).toBe('/review?undone=2&left=0');
    expect(wordsOf((await get(undone)).text)).toContain('2건을 되돌렸습니다.');
    // With nothing chosen, the queue is there to choose from.
    const none = to(await get('/review/bulk?kind=keep&work=priority%3Dhigh'));
    expect(none).toBe('/review?priority=high&nothing=1');
    expect(wordsOf((await get(none)).text)).toContain('선택한 건이 없습니다. 처리할 수주를 고르십시오.');
  });
});

describe('the menu', () => {
  const here = ({ text }: Reply): readonly (string | undefined)[] =>
    [...text.matchAll(/<a href="[^"]*" aria-current="page">([^<]*)<\/a>/g)].map(([, name]) => name);

  it('shows where somebody is, and of a PO, whence they came', async () => {
    const id = await idOf('S-1');
    expect(here(await get('/?customer=SAM'))).toEqual(['수주 목록']);
    expect(here(await get('/review?customer=SAM'))).toEqual(['검토 대기']);
    expect(here(await get('/admin/flag', 'admin-session'))).toEqual(['기능 스위치']);
    expect(here(await get('/account'))).toEqual([]);
    expect(here(await get(`/po/${id}`))).toEqual(['수주 목록']);
    for (const work of ['', 'customer%3DSAM']) expect(here(await get(`/po/${id}?work=${work}`))).toEqual(['검토 대기']);
  });

  it('shows it when a form is shown again, too', async () => {
    const id = await idOf('S-1');
    const wrong = { kind: 'keep', note: ' ', version: await versionOf(id) };
    expect(here(await post(`/po/${id}/decision`, wrong))).toEqual(['수주 목록']);
    expect(here(await post(`/po/${id}/decision`, { ...wrong, work: 'customer=SAM' }))).toEqual(['검토 대기']);
    expect(here(await post('/account/tokens', { scope: 'read', expires: 'x' }))).toEqual([]);
  });
});

describe('what the API can do', () => {
  it('is linked beside the tokens and under every page, for those who are signed in', async () => {
    const links = ({ text }: Reply): number => text.split('<a href="/orders/api/">API 설명</a>').length - 1;
    expect(links(await get('/account', 'viewer-session'))).toBe(2);
    expect(links(await get('/review', 'viewer-session'))).toBe(1);
    expect(links(await orders.send('/login', page(), 'nobody'))).toBe(0);
    expect((await get('/api/', 'viewer-session')).status).toBe(200);
    const inEnglish = await orders.send('/review', page({ 'accept-language': 'en' }), 'viewer-session');
    expect(inEnglish.text).toContain('<a href="/orders/api/">API reference</a>');
  });
});

describe('the flag', () => {
  const fields = async () => {
    const { text } = await orders.send('/admin/flag', page(), 'admin-session');
    return { version: fieldValue(text, 'version')!, users: '', percent: '', notice: '', maintenanceText: '' };
  };

  it('is read as a page and as JSON at the same place', async () => {
    expect((await orders.send('/admin/flag', page(), 'admin-session')).headers['content-type']).toMatch('text/html');
    expect((await orders.send('/admin/flag', {}, 'admin-session')).headers['content-type']).toBe('application/json');
    expect((await get('/admin/flag')).status).toBe(403);
  });

  it('is changed by its form, on what was seen', async () => {
    const seen = await fields();
    const change = {
      ...seen,
      state: 'on',
      users: 'kim\r\n lee \r\n',
      roles: ['editor', 'admin'],
      percent: '12.5',
      notice: '알림',
    };
    expect(to(await post('/admin/flag', change, 'admin-session'))).toBe('/admin/flag?saved=1');
    expect(await orders.ports.flags.read()).toMatchObject({
      state: 'on',
      readOnly: false,
      users: ['kim', 'lee'],
      roles: ['admin', 'editor'],
      percent: 12.5,
      notice: '알림',
    });
    const shown = await orders.send('/admin/flag?saved=1', page(), 'admin-session');
    expect(wordsOf(shown.text)).toContain('저장했습니다.');
    expect(wordsOf(shown.text)).toContain('사용자가 100명보다 적으면 비율로 열지 마십시오.');
    const stale = await post('/admin/flag', { ...change, notice: '늦은 알림' }, 'admin-session');
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('늦은 알림</textarea>');
    const wrong = await post('/admin/flag', { ...(await fields()), state: 'on', percent: '많이' }, 'admin-session');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('<a href="#percent">');
    expect((await orders.ports.flags.read()).notice).toBe('알림');
  });

  it('off: its page is there for administrators, brings all it needs, and nothing else is', async () => {
    orders.setFlag({ state: 'off' });
    const shown = await orders.send('/admin/flag', page(), 'admin-session');
    expect(shown.status).toBe(200);
    expect(shown.headers['content-security-policy']).toMatch(/style-src 'sha256-[\w+/=]+'; /);
    expect(shown.text).not.toMatch(/<link|<script|<img/);
    expect(shown.text).not.toContain('href="/orders/review');
    const off = form({ ...(await fields()), state: 'on' }, same);
    expect((await orders.send('/admin/flag', off, 'admin-session')).status).toBe(303);
    for (const path of ['/login', '/', '/logout', '/admin/flag']) {
      for (const caller of ['nobody', 'viewer-session'] as const) {
        const hidden = await orders.send(path, page(), caller);
        expect([path, hidden.status, hidden.text, hidden.headers['x-request-id']]).toEqual([
          path,
          404,
          'Not Found',
          undefined,
        ]);
      }
    }
    expect((await orders.send('/login', page(), 'admin-session')).text).toBe('Not Found');
    // Not even by its headers can an address be told from another, or from one that no page ever had.
    const headersOf = async (path: string, call: object) => {
      const { date: _date, ...headers } = (await orders.send(path, call, 'nobody')).headers;
      return JSON.stringify(headers);
    };
    const told = ['/', '/login', '/nothing', '/api/v1/pos'].flatMap((path) => [
      headersOf(path, page()),
      headersOf(path, { headers: { accept: 'application/json' } }),
    ]);
    expect([...new Set(await Promise.all(told))]).toEqual([expect.any(String)]);
  });

  it('off: where a page would be is told by nothing, the headers included', async () => {
    orders.setFlag({ state: 'off' });
    const answers = new Set<string>();
    for (const path of [
      '/nothing',
      '/',
      '/login',
      '/review',
      '/po/new',
      '/admin/flag',
      '/api/v1/pos',
      '/assets/x.css',
    ]) {
      for (const accept of ['text/html', 'application/json']) {
        const { status, text, headers } = await orders.send(path, { headers: { accept } }, 'nobody');
        const { date: _date, ...told } = headers;
        answers.add(JSON.stringify({ status, text, told }));
      }
    }
    expect([...answers]).toHaveLength(1);
  });

  it('maintenance: the text for those who are signed in; for others not even a place to sign in', async () => {
    orders.setFlag({ state: 'maintenance', maintenanceText: '오후 3시에 다시 엽니다.' });
    const told = await get('/review', 'viewer-session');
    expect([told.status, told.headers['retry-after']]).toEqual([503, '300']);
    expect(wordsOf(told.text)).toContain('오후 3시에 다시 엽니다.');
    expect(told.text).toContain('<style>');
    for (const path of ['/login', '/', '/assets/x.css']) {
      expect((await orders.send(path, page(), 'nobody')).text).toBe('Not Found');
    }
    const json = await orders.send('/api/v1/stats', {}, 'viewer-session');
    expect(json.headers['content-type']).toBe('application/problem+json');
  });

  it('what somebody was typing when it was closed is shown, as going back shows it no more', async () => {
    const id = await idOf('S-1');
    const typed = { kind: 'keep', version: '1', note: '전화로 확인 <b>' };
    for (const flag of [{ state: 'maintenance' }, { readOnly: true }] as const) {
      orders.setFlag(flag);
      const told = await post(`/po/${id}/decision`, typed);
      expect(told.status).toBe('state' in flag ? 503 : 403);
      expect(wordsOf(told.text)).toContain(
        '옮겨 적어 두었다가 나중에 다시 입력하십시오. 처리 현상 유지 메모 전화로 확인 <b>',
      );
      const forged = await orders.send(
        `/po/${id}/decision`,
        form(typed, { 'sec-fetch-site': 'cross-site' }),
        'editor-session',
      );
      expect(forged.text).not.toContain('전화로 확인');
      const password = { current: 'secret one', next: 'secret two two', again: 'secret two two' };
      expect((await post('/account/password', password)).text).not.toContain('secret one');
      expect((await post(`/po/${id}/decision`, { ...typed, note: 'x'.repeat(2_000_000) })).text).not.toContain('xxx');
    }
    orders.setFlag({});
    const refused = await post(`/po/${id}/decision`, typed, 'viewer-session');
    expect([refused.status, wordsOf(refused.text).includes('전화로 확인 <b>')]).toEqual([403, true]);
  });

  it('for some: everybody finds the place to sign in, and nothing else', async () => {
    orders.setFlag({ roles: ['editor'] });
    const shown = await orders.send('/login', page(), 'nobody');
    expect(shown.status).toBe(200);
    // Nothing of what is hidden is named, and nothing else has to be fetched.
    expect(shown.text).toContain('<style>');
    expect(shown.text).not.toContain('/orders/assets/');
    expect((await orders.send('/login', page(), 'viewer-session')).text).not.toContain('/orders/review');
    for (const path of ['/', '/review', '/nothing']) {
      expect((await orders.send(path, page(), 'nobody')).text).toBe('Not Found');
      expect((await orders.send(path, page(), 'viewer-session')).text).toBe('Not Found');
    }
    const login = { name: 'editor', password: 'a long password of editor' };
    expect(to(await orders.send('/login', form(login, same), 'nobody'))).toBe('/');
    expect((await get('/')).status).toBe(200);
  });

  it('read-only: a banner, no buttons, no writing; signing in and out goes on', async () => {
    orders.setFlag({ readOnly: true, notice: '오늘 18시 점검\n미리 저장하십시오.' });
    const id = await idOf('ABC-2025-0147');
    const shown = await get(`/po/${id}`);
    expect(wordsOf(shown.text)).toContain('조회 전용: 지금은 조회만 할 수 있습니다.');
    expect(wordsOf(shown.text)).toContain('오늘 18시 점검 미리 저장하십시오.');
    expect(shown.text).not.toContain('/decision"');
    const refused = await post(`/po/${id}/decision`, { kind: 'keep', version: '1', note: 'x' });
    expect([refused.status, wordsOf(refused.text).includes('지금은 조회만 할 수 있습니다.')]).toEqual([403, true]);
    const login = { name: 'viewer', password: 'a long password of viewer' };
    const signedIn = await orders.send('/login', form(login, same), 'nobody');
    expect(signedIn.status).toBe(303);
    const cookie = cookieOf(signedIn).split(';')[0]!;
    expect((await orders.send('/logout', form({}, { ...same, cookie }), 'nobody')).status).toBe(303);
  });
});

describe('the own account', () => {
  const somebody = async (name: string) => {
    const password = 'a very long password';
    await orders.accounts.users.add(
      { actor: 'test', channel: 'cli', requestId: null },
      { name, role: 'viewer', password },
    );
    const signedIn = await orders.send('/login', form({ name, password }, same), 'nobody');
    return { cookie: cookieOf(signedIn).split(';')[0]!, password };
  };

  it('changes the password, ends all other sessions, and says at which field something is wrong', async () => {
    const { cookie, password } = await somebody('park');
    const change = (fields: Record<string, string>, by: string) =>
      orders.send('/account/password', form(fields, { ...same, cookie: by }), 'nobody');
    const next = 'another long password';
    const differ = await change({ current: password, next, again: 'x' }, cookie);
    expect([differ.status, differ.text.includes('<a href="#again">')]).toEqual([422, true]);
    const short = await change({ current: password, next: 'short', again: 'short' }, cookie);
    expect(wordsOf(short.text)).toContain('10자 이상이어야 합니다.');
    const wrong = await change({ current: 'wrong one', next, again: next }, cookie);
    expect(wrong.text).toContain('<a href="#current">');
    const other = cookieOf(await orders.send('/login', form({ name: 'park', password }, same), 'nobody')).split(
      ';',
    )[0]!;
    const changed = await change({ current: password, next, again: next }, cookie);
    expect(to(changed)).toBe('/account?told=password');
    const renewed = cookieOf(changed).split(';')[0]!;
    expect((await orders.send('/account', page({ cookie: renewed }), 'nobody')).status).toBe(200);
    for (const old of [cookie, other])
      expect((await orders.send('/account', page({ cookie: old }), 'nobody')).status).toBe(303);
  });

  it('shows a token once, and revokes it', async () => {
    const { cookie } = await somebody('choi');
    const send = (path: string, fields: Record<string, string>) =>
      orders.send(path, form(fields, { ...same, cookie }), 'nobody');
    const made = await send('/account/tokens', { scope: 'read', expires: '' });
    expect(made.status).toBe(201);
    const token = /value="(cpo_[\w-]{43})"/.exec(made.text)![1]!;
    const authorization = `Bearer ${token}`;
    expect((await orders.send('/api/v1/account', { headers: { authorization } }, 'nobody')).status).toBe(200);
    const account = await orders.send('/account', page({ cookie }), 'nobody');
    expect(account.text).not.toContain('cpo_');
    const place = /action="\/orders(\/account\/tokens\/[^/"]+\/revocation)"/.exec(account.text)![1]!;
    expect(to(await send(place, {}))).toBe('/account?told=revoked');
    expect((await orders.send('/api/v1/account', { headers: { authorization } }, 'nobody')).status).toBe(401);
    for (const expires of ['2020-01-01', '2025-02-30', 'x']) {
      const wrong = await send('/account/tokens', { scope: 'read', expires });
      expect([wrong.status, wrong.text.includes('<a href="#expires">')]).toEqual([422, true]);
    }
    expect(to(await send('/account/sign-out', {}))).toBe('/login?out=1');
    expect((await orders.send('/account', page({ cookie }), 'nobody')).status).toBe(303);
  });
});

describe('what goes wrong', () => {
  it('is told as a page to people and as JSON to programs', async () => {
    const reply = await get('/nothing');
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    const words = wordsOf(reply.text);
    expect(words).toContain('찾을 수 없습니다.');
    expect(words).toContain(`요청 번호: ${String(reply.headers['x-request-id'])}`);
    expect((await orders.send('/nothing', {}, 'editor-session')).headers['content-type']).toBe(
      'application/problem+json',
    );
    const noPage = await orders.send('/review', { headers: { accept: 'application/json' } }, 'editor-session');
    expect([noPage.status, noPage.headers['content-type']]).toEqual([406, 'application/problem+json']);
    expect((await get('/api/v1/nothing')).headers['content-type']).toBe('application/problem+json');
    const method = await orders.send('/review', form({}, same), 'editor-session');
    expect([method.status, method.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(
      (await orders.send('/review', { method: 'HEAD', headers: { accept: 'text/html' } }, 'editor-session')).text,
    ).toBe('');
  });

  it('bodies that are no forms, too large, or hold what no database does', async () => {
    const json = await orders.send('/logout', { method: 'POST', json: {}, headers: same }, 'editor-session');
    expect(json.status).toBe(415);
    const id = await idOf('S-1');
    const large = await post(`/po/${id}/decision`, { kind: 'keep', version: '1', note: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    const odd = await post(`/po/${id}/decision`, { kind: 'keep', version: '1', note: 'a\0b' });
    expect(odd.status).toBe(400);
    const twice = await post(`/po/${id}/decision`, { kind: ['keep', 'reopen'], version: '1' });
    expect(twice.status).toBe(400);
    expect(orders.errors).toEqual([]);
  });
});

describe('stylesheet and icon', () => {
  it('the stylesheet holds nothing that means something in HTML, so that a page may bring it along', () => {
    expect(styles).not.toMatch(/["&<]/);
  });

  it('are kept by browsers for long, and change their names with what they hold', async () => {
    const { text } = await get('/');
    for (const [, path] of text.matchAll(/href="\/orders(\/assets\/[^"]+)"/g)) {
      const reply = await orders.send(path!, {}, 'nobody');
      expect([reply.status, reply.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });
});
