import { enterManualPos, inMemoryWorld, manualPo, runToEnd, sourceDocument } from '@cynow/po-core/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, page } from '../testing/form.spec.support.ts';
import { memoryOrders } from '../testing/memoryOrders.spec.support.ts';
import type { Caller } from '../testing/testServer.spec.support.ts';
import type { Page } from './Page.ts';

let orders: Awaited<ReturnType<typeof memoryOrders>>;
let pages: readonly Page[];
let ids: readonly string[];
beforeAll(async () => {
  const world = await inMemoryWorld();
  await enterManualPos(world, [manualPo({ poNo: 'PO-001', items: [{ product: 'KF001', qty: 5, deliveryOn: null }] })]);
  await world.setSource({
    put: [
      sourceDocument({ docNo: 'FP25000001', poNo: 'PO-001' }),
      sourceDocument({ docNo: 'FP25000002', customer: null }),
    ],
  });
  await runToEnd(world);
  orders = await memoryOrders(world);
  pages = orders.pages;
  const { entries } = await orders.ports.directory.list({}, { sort: 'newest', limit: 50, after: null });
  ids = entries.map(({ id }) => id);
});
afterAll(() => orders.close());

/** Whatever a form or an address of ours names. */
const names = (
  'q review customer state sort after work done undone batch left end lang next over out told saved priority reason origin ' +
  'name password keptAt kept current again scope expires kind version poNo product docNo into codes note po auditId batchId ' +
  'back once readOnly users roles percent notice maintenanceText nobodyKnows __proto__ constructor'
).split(' ');

const value = () =>
  fc.oneof(
    fc.constantFrom(
      ...[
        '',
        ' ',
        '1',
        '0',
        '-1',
        '999999999999999',
        'keep',
        'merge',
        'correct',
        'move-document',
        'reopen',
        'on',
        'off',
      ],
      ...[
        'high',
        'QTY_MISMATCH',
        'newest',
        'admin',
        '없음',
        'FP25000001',
        'PO-001',
        'KDKK',
        'en',
        '/review',
        '//x',
        '\\',
        '\0',
        '%',
      ],
      ...['AAAA', 'W10', '2025-11-22', 'NaN', 'x'.repeat(300)],
      ...ids,
    ),
    fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  );

const fields = () =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof(value(), fc.array(value(), { maxLength: 3 })), { maxKeys: 6 });

const callers: readonly Caller[] = [
  'nobody',
  'viewer-session',
  'editor-session',
  'admin-session',
  'editor-token-write',
];

describe('whatever is asked of a page', () => {
  it('has an answer that is no fault of ours', async () => {
    const asked = fc.record({
      page: fc.constantFrom(...pages.filter(({ id }) => id !== 'signOut' && id !== 'signOutEverywhere')),
      param: value(),
      query: fields(),
      form: fields(),
      caller: fc.constantFrom(...callers),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ page: { path, method }, param, query, form: sent, caller }) => {
        const search = new URLSearchParams(
          Object.entries(query).flatMap(([name, given]) =>
            [given].flat().map((each): [string, string] => [name, each]),
          ),
        );
        const place = `${path.replaceAll(/\{[^}]*\}/g, encodeURIComponent(param))}${search.size === 0 ? '' : `?${search}`}`;
        const call = method === 'GET' ? page() : form(sent, { 'sec-fetch-site': 'same-origin' });
        const reply = await orders.send(place, call, caller);
        expect([place, reply.status < 500, orders.errors]).toEqual([place, true, []]);
        if (reply.status === 303) expect(reply.headers.location).toMatch(/^\/orders\/[^/\\]?/);
      }),
      { numRuns: process.env.PO_FULL === '1' ? 20_000 : 500 },
    );
  });

  it('nor is any address under the base path', async () => {
    const segment = fc.oneof(
      fc.constantFrom(
        '',
        '.',
        '..',
        '%2e%2e',
        '%2f',
        '%00',
        '%ff',
        '%',
        'po',
        'review',
        'admin',
        'flag',
        'assets',
        '\\',
        ';',
        '?',
        '#',
      ),
      fc.webSegment(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 4 }), async (segments) => {
        const place = `/${segments.join('/')}`.replaceAll('#', '');
        const reply = await orders.send(place, page());
        expect([place, reply.status < 500, orders.errors]).toEqual([place, true, []]);
      }),
      { numRuns: 300 },
    );
  });
});
