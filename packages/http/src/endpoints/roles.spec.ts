import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { type Caller, callers } from '../testing/testServer.spec.support.ts';

/** Who may do something: every one who may read, who may decide, who administers, or who is here in person. */
type Circle = 'readers' | 'deciders' | 'administrators' | 'persons';

/** Written down a second time, so that a permission does not change by mistake. */
const circles: Readonly<Record<string, Circle>> = {
  getStats: 'readers',
  whereIs: 'readers',
  listRuns: 'readers',
  getRun: 'readers',
  listRunDecisions: 'readers',
  listPos: 'readers',
  getPoTotals: 'readers',
  listCustomers: 'readers',
  startRun: 'administrators',
  listRunRequests: 'administrators',
  getRunRequest: 'administrators',
  listRunRequestDecisions: 'administrators',
  followRunRequest: 'administrators',
  cancelRunRequest: 'administrators',
  undoRun: 'administrators',
  getPo: 'readers',
  enterPo: 'deciders',
  changePo: 'deciders',
  listCylinders: 'readers',
  listPoDocuments: 'readers',
  getPoProgress: 'readers',
  listReviews: 'readers',
  resolveReview: 'deciders',
  resolveReviews: 'deciders',
  undo: 'deciders',
  listAudit: 'administrators',
  listOrphans: 'readers',
  getOrphan: 'readers',
  resolveOrphan: 'deciders',
  listReservations: 'readers',
  getReservation: 'readers',
  reserve: 'deciders',
  releaseReservation: 'deciders',
  extendReservation: 'deciders',
  undoReservation: 'deciders',
  getFlag: 'administrators',
  changeFlag: 'administrators',
  getAdminFlag: 'administrators',
  changeAdminFlag: 'administrators',
  listUsers: 'administrators',
  addUser: 'administrators',
  changeUser: 'administrators',
  setPassword: 'administrators',
  listTokens: 'administrators',
  createToken: 'administrators',
  revokeToken: 'administrators',
  listOwnTokens: 'persons',
  createOwnToken: 'persons',
  revokeOwnToken: 'persons',
  getAccount: 'readers',
  getOpenApi: 'readers',
};

const members: Readonly<Record<Circle, readonly Caller[]>> = {
  readers: callers.filter((caller) => caller !== 'nobody'),
  deciders: [
    'editor-session',
    'admin-session',
    'editor-token-write',
    'editor-token-admin',
    'admin-token-write',
    'admin-token-admin',
  ],
  administrators: ['admin-session', 'admin-token-admin'],
  persons: ['viewer-session', 'editor-session', 'admin-session'],
};

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

describe('each endpoint', () => {
  it('stands in the table, and nothing else does', () => {
    expect(orders.endpoints.map(({ id }) => id).sort()).toEqual(Object.keys(circles).sort());
  });

  it.each(Object.keys(circles))('%s lets in whom it should, and nobody else', async (id) => {
    const endpoint = orders.endpoints.find((each) => each.id === id)!;
    // Nothing that is asked for exists, and bodies are empty: who is let in changes nothing.
    const path = endpoint.path.replaceAll(/\{[^}]*\}/g, 'none');
    const call = { method: endpoint.method, ...(endpoint.body === null ? {} : { json: [] }) };
    const letIn: Caller[] = [];
    for (const caller of callers) {
      const { status } = await orders.send(path, call, caller);
      if (status !== 401 && status !== 403) letIn.push(caller);
      else expect([caller, status]).toEqual([caller, caller === 'nobody' ? 401 : 403]);
    }
    expect(letIn).toEqual(callers.filter((caller) => members[circles[id]!].includes(caller)));
  });
});
