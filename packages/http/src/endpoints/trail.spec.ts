import type { AuditAction, AuditSubject } from '@cynow/po-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { form } from '../testing/form.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

const tried = new Set<string>();

/** Asks an endpoint as an administrator, and sees that the trail tells of it: what was done, and by which request. */
const does = async (
  id: string,
  address: string,
  json: object | null,
  action: AuditAction,
  subjectOf: (answer: Readonly<Record<string, unknown>>) => AuditSubject,
): Promise<Readonly<Record<string, unknown>>> => {
  const [method = '', path] = address.split(' ');
  tried.add(id);
  // No token makes another one for its own user. A session that calls the API comes by the API, too.
  const caller = path?.includes('/account/') ? 'admin-session' : 'admin-token-admin';
  const headers = { 'if-match': '*' };
  const call = { method, headers, ...(json !== null && { json }) };
  const reply = await orders.send(path ?? '', call, caller);
  expect([id, reply.status, reply.text]).toEqual([id, expect.toSatisfy((each) => each < 300), expect.any(String)]);
  const answer = reply.json();
  const [entry] = await orders.ports.audit.about(subjectOf(answer), 1);
  expect([id, entry]).toMatchObject([
    id,
    { action, by: { actor: 'admin', channel: 'api', requestId: reply.headers['x-request-id'] } },
  ]);
  return answer;
};

/** The address of the PO on which a document is. */
const poOf = async (docNo: string): Promise<string> =>
  (await orders.ports.pos.find({ docNos: [docNo] })).pos[0]?.po.id ?? 'none';

it('whatever people change through the API stands in the trail, with who, how and by which request', async () => {
  const user = () => 'user:choi' as const;
  const entered = { customer: 'KDKK', poNo: 'T-1', items: [{ product: 'KF001', qty: 3 }] };
  const { id: po } = await does('enterPo', 'POST /api/v1/pos', entered, 'enter-po', ({ id }) => `po:${String(id)}`);
  const ofPo = () => `po:${String(po)}` as const;
  const { auditId } = await does('changePo', `PATCH /api/v1/pos/${String(po)}`, { memo: '급함' }, 'edit-memo', ofPo);
  await does('undo', 'POST /api/v1/undo', { auditId }, 'undo', ofPo);

  const { reservations } = await does(
    'reserve',
    'POST /api/v1/reservations',
    { po, count: 1, acceptStale: true },
    'reserve',
    ofPo,
  );
  const [{ docNo: number = '' } = {}] = reservations as { docNo?: string }[];
  const ofNumber = () => `reservation:${number}` as const;
  await does('extendReservation', `POST /api/v1/reservations/${number}/extend`, {}, 'extend', ofNumber);
  await does('releaseReservation', `POST /api/v1/reservations/${number}/release`, {}, 'release', ofNumber);
  await does('undoReservation', `POST /api/v1/reservations/${number}/undo`, {}, 'undo', ofNumber);

  const ignored = { kind: 'ignore', why: '시험' };
  await does(
    'resolveOrphan',
    'POST /api/v1/orphans/FP25000090/resolution',
    ignored,
    'ignore-orphan',
    () => 'orphan:FP25000090',
  );
  const [one, other] = [await poOf('FP25000002'), await poOf('FP25000004')];
  await does(
    'resolveReview',
    `POST /api/v1/reviews/${one}/resolution`,
    { kind: 'accept-qty' },
    'accept-qty',
    () => `po:${one}`,
  );
  const bulk = { poIds: [other], decision: { kind: 'keep', note: '확인' } };
  await does('resolveReviews', 'POST /api/v1/reviews/bulk', bulk, 'keep', () => `po:${other}`);

  const ofAnswer = ({ id }: Readonly<Record<string, unknown>>) => `run:${String(id)}` as const;
  const { id: run } = await does('startRun', 'POST /api/v1/runs', { dryRun: true }, 'request-run', ofAnswer);
  await does('cancelRunRequest', `POST /api/v1/run-requests/${String(run)}/cancel`, null, 'cancel-run', ofAnswer);
  const first = (await orders.ports.runs.latest(10)).at(-1)?.id ?? 'none';
  await does('undoRun', `POST /api/v1/runs/${first}/undo`, { dryRun: false }, 'undo-run', () => `run:${first}`);

  const flag = () => 'flag:po_management' as const;
  await does('changeFlag', 'PATCH /api/v1/flags/po_management', { notice: '점검' }, 'set-flag', flag);
  await does('changeAdminFlag', 'PATCH /admin/flag', { notice: null }, 'set-flag', flag);
  const password = 'correct horse battery';
  await does('addUser', 'POST /api/v1/users', { name: 'choi', role: 'viewer', password }, 'add-user', user);
  await does('changeUser', 'PATCH /api/v1/users/choi', { role: 'editor' }, 'change-user', user);
  await does(
    'setPassword',
    'PUT /api/v1/users/choi/password',
    { password: `${password} staple` },
    'set-password',
    user,
  );
  const { id: token } = await does(
    'createToken',
    'POST /api/v1/tokens',
    { user: 'choi', scope: 'read' },
    'create-token',
    user,
  );
  await does('revokeToken', `DELETE /api/v1/tokens/${String(token)}`, null, 'revoke-token', user);
  const self = () => 'user:admin' as const;
  const { id: own } = await does(
    'createOwnToken',
    'POST /api/v1/account/tokens',
    { scope: 'read' },
    'create-token',
    self,
  );
  await does('revokeOwnToken', `DELETE /api/v1/account/tokens/${String(own)}`, null, 'revoke-token', self);

  const writing = orders.endpoints.filter(({ method }) => method !== 'GET');
  expect([...tried].sort()).toEqual(writing.map(({ id }) => id).sort());
});

it('tells whether a page or the API was called, however somebody shows who it is', async () => {
  const latest = async () => (await orders.ports.audit.about('flag:po_management', 1))[0];
  for (const caller of ['admin-session', 'admin-token-admin'] as const) {
    const notice = `알림 ${caller}`;
    const call = { method: 'PATCH', headers: { 'if-match': '*' }, json: { notice } };
    expect((await orders.send('/api/v1/flags/po_management', call, caller)).status).toBe(200);
    expect([caller, await latest()]).toMatchObject([caller, { by: { actor: 'admin', channel: 'api' } }]);
    const { version } = await orders.ports.flags.read();
    const fields = { version: String(version), state: 'on', users: '', percent: '', notice: '', maintenanceText: '' };
    const sent = await orders.send('/admin/flag', form(fields), caller);
    expect([caller, sent.status]).toEqual([caller, 303]);
    expect([caller, await latest()]).toMatchObject([
      caller,
      { by: { actor: 'admin', channel: 'page', requestId: sent.headers['x-request-id'] }, after: { notice: null } },
    ]);
  }
});

it('tells who signed out everywhere, and of no other coming and going', async () => {
  const to = { name: 'viewer', password: 'a long password of viewer' };
  const same = { 'sec-fetch-site': 'same-origin' };
  const about = async () => (await orders.ports.audit.about('user:viewer', 9)).map(({ action }) => action);
  const before = await about();
  const signIn = async () => {
    const cookies = [(await orders.send('/login', form(to, same), 'nobody')).headers['set-cookie'] ?? ''].flat();
    return { ...same, cookie: String(cookies[0]).split(';')[0]! };
  };
  expect((await orders.send('/logout', form({}, await signIn()), 'nobody')).status).toBe(303);
  expect(await about()).toEqual(before);
  const out = await orders.send('/account/sign-out', form({}, await signIn()), 'nobody');
  expect(out.status).toBe(303);
  const [entry] = await orders.ports.audit.about('user:viewer', 1);
  expect(entry).toMatchObject({
    ...{ action: 'sign-out-everywhere', before: { sessions: 2 }, after: { sessions: 0 } },
    by: { actor: 'viewer', channel: 'page', requestId: out.headers['x-request-id'] },
  });
  expect(await about()).toEqual(['sign-out-everywhere', ...before]);
});
