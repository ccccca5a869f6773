import { inMemoryWorld } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, page } from '../testing/form.spec.support.ts';
import { memoryOrders } from '../testing/memoryOrders.spec.support.ts';
import { type Caller, callers } from '../testing/testServer.spec.support.ts';
import type { Page } from './Page.ts';

/** Who may see a page or send its form: anybody, who may read, who may decide, who administers, who is here in person. */
type Circle = 'anybody' | 'readers' | 'deciders' | 'administrators' | 'persons';

/** Written down a second time, so that a permission does not change by mistake. */
const circles: Readonly<Record<string, Circle>> = {
  pos: 'readers',
  po: 'readers',
  decide: 'deciders',
  reviews: 'readers',
  nextReview: 'readers',
  confirmBulk: 'deciders',
  decideBulk: 'deciders',
  undoDecision: 'deciders',
  flag: 'administrators',
  changeFlagByForm: 'administrators',
  account: 'persons',
  changePassword: 'persons',
  signOutEverywhere: 'persons',
  createAccountToken: 'persons',
  revokeAccountToken: 'persons',
  reference: 'readers',
  signInForm: 'anybody',
  signIn: 'anybody',
  signOut: 'anybody',
  styles: 'anybody',
  icon: 'anybody',
};

const members: Readonly<Record<Circle, readonly Caller[]>> = {
  anybody: callers,
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

let orders: Awaited<ReturnType<typeof memoryOrders>>;
let pages: readonly Page[];
beforeAll(async () => {
  orders = await memoryOrders(await inMemoryWorld());
  pages = orders.pages;
});
afterAll(() => orders.close());

describe('each page', () => {
  it('stands in the table, and nothing else does', () => {
    expect(pages.map(({ id }) => id).sort()).toEqual(Object.keys(circles).sort());
  });

  // Signing out ends what the others ask with.
  it.each(Object.keys(circles).filter((id) => !/^sign(Out|In$)/.test(id)))(
    '%s lets in whom it should, and nobody else',
    async (id) => {
      const { path, method } = pages.find((each) => each.id === id)!;
      const place = path.replaceAll(/\{[^}]*\}/g, 'none');
      // Whatever is sent is no form of this page: who is let in changes nothing.
      const call = method === 'GET' ? page() : form({ nobodyKnows: '1' }, { 'sec-fetch-site': 'same-origin' });
      const letIn: Caller[] = [];
      for (const caller of callers) {
        const reply = await orders.send(place, call, caller);
        const sentAway = reply.status === 303 && String(reply.headers.location).startsWith('/orders/login?next=');
        const keptOut = reply.status === 401 || reply.status === 403 || sentAway;
        if (!keptOut) letIn.push(caller);
        else
          expect([caller, reply.status]).toEqual([
            caller,
            caller === 'nobody' ? (reply.status === 401 ? 401 : 303) : 403,
          ]);
      }
      expect(letIn).toEqual(callers.filter((caller) => members[circles[id]!].includes(caller)));
    },
  );

  it('signs anybody in and out', async () => {
    for (const [path, call] of [
      ['/login', form({ name: 'viewer', password: 'a long password of viewer' }, { 'sec-fetch-site': 'same-origin' })],
      ['/logout', form({}, { 'sec-fetch-site': 'same-origin' })],
    ] as const) {
      for (const caller of callers) expect((await orders.send(path, call, caller)).status).toBe(303);
    }
  });
});
