import { enterManualPos, inMemoryWorld, manualPo, runToEnd, sourceDocument } from '@cynow/po-core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldValue, form, page } from '../testing/form.spec.support.ts';
import { memoryOrders } from '../testing/memoryOrders.spec.support.ts';
import type { Reply } from '../testing/testServer.spec.support.ts';

/** Every element and attribute that pages of ours have. Nothing that runs, loads, frames or refreshes is among them. */
const elements = new Set(
  (
    'html head meta title link style body a header footer div nav ul li span form button main h1 h2 h3 p strong section search ' +
    'label input select option textarea fieldset legend details summary table caption thead tbody tr th td progress dl dt dd'
  ).split(' '),
);
const attributes = new Set(
  (
    'lang charset name content rel href type class id tabindex role aria-label aria-current aria-describedby aria-invalid ' +
    'method action value for maxlength autocomplete required selected checked open scope title max readonly'
  ).split(' '),
);

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const token = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*)\s?\/?>|[^<]+/gy;

/** Reads HTML strictly: whatever is neither a well-formed tag nor text without `<` is an error. */
const tagsOf = (html: string): readonly Tag[] => {
  const tags: Tag[] = [];
  let at = 0;
  for (const match of html.matchAll(token)) {
    at = match.index + match[0].length;
    const [, closing, name, rest = ''] = match;
    if (name === undefined || closing === '/') continue;
    const given = [...rest.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)].map(([, key, value = '']) => [key!, value]);
    tags.push({ name, attributes: Object.fromEntries(given) as Record<string, string> });
  }
  expect(html.slice(at, at + 80)).toBe('');
  return tags;
};

const expectOurs = (html: string): void => {
  for (const tag of tagsOf(html)) {
    expect(elements).toContain(tag.name);
    for (const [name, value] of Object.entries(tag.attributes)) {
      expect(attributes).toContain(name);
      if (name === 'href' || name === 'action') expect(value).toMatch(/^(\/orders(\/|$)|\/$|#)/);
    }
  }
};

const hostile = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  '</textarea><script>1</script>',
  '</title><base href=//evil.test>',
  '</style><svg onload=1>',
  '<!--',
  ']]><x>',
  '&lt;b&gt;&quot;&#39;&amp;',
  '\u2028<b>\u00a0',
  'javascript:alert(1)',
);
const text = fc.tuple(fc.string({ maxLength: 6 }), hostile).map((parts) => parts.join(''));
/** A code with a letter, as much as FCMS has room for. */
const short = hostile.map((each) => `K${each}`.slice(0, 30));

const world = fc.record({
  customer: short,
  customerName: text,
  poNo: short,
  product: short,
  productName: text,
  packing: text,
  memo: text,
  note: text,
  notice: text,
  user: hostile.filter((each) => !each.includes(',')),
});

describe('whatever people and FCMS write', () => {
  it('is text on every page, never an element or an attribute', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        async ({ customer, customerName, poNo, product, productName, packing, memo, note, notice, user }) => {
          const memory = await inMemoryWorld();
          await enterManualPos(memory, [
            manualPo({
              customer,
              customerName,
              poNo: `PO1${poNo}`,
              memo,
              items: [{ product, qty: 1, deliveryOn: null }],
            }),
          ]);
          await memory.setSource({
            put: [
              sourceDocument({
                docNo: 'FP25000001',
                customer,
                customerName,
                poNo: `PO1${poNo}`,
                product,
                productName,
                packing,
                qty: '9',
              }),
              sourceDocument({
                docNo: 'FP25000002',
                customer,
                customerName,
                poNo: `PO1${poNo}2`,
                product,
                productName,
                packing,
                qty: poNo,
              }),
              sourceDocument({
                docNo: 'FP<b>"\'3',
                customer: null,
                poNo: '없음',
                product: `${product}!`,
                customerName,
              }),
            ],
          });
          await runToEnd(memory);
          const orders = await memoryOrders(memory);
          orders.setNotice(notice);
          const by = { actor: 'test', channel: 'cli', requestId: null } as const;
          await orders.ports.accounts.users.add(by, { name: user, role: 'admin', password: 'a long password' });
          await orders.ports.flags.change(by, memory.ports.clock.now(), (now) => ({
            ...now,
            notice,
            users: [user],
            maintenanceText: notice,
          }));
          await orders.ports.flags.report({
            ...{ id: '1', command: note, host: note, pid: 1, release: note, version: 1, state: 'on' },
            seenAt: memory.ports.clock.now(),
          });
          try {
            const { entries } = await orders.ports.directory.list({}, { sort: 'newest', limit: 50, after: null });
            const same = { 'sec-fetch-site': 'same-origin' };
            const ids = entries.map(({ id }) => id);
            const replies: Reply[] = [];
            const ask = async (path: string, call = page()) => {
              const reply = await orders.send(path, call, 'admin-session');
              replies.push(reply);
              return reply;
            };
            const q = encodeURIComponent(note);
            for (const path of [
              '/',
              `/?q=${q}&customer=${q}`,
              '/review',
              `/review?customer=${q}`,
              '/account',
              '/admin/flag',
              `/${q}`,
            ])
              await ask(path);
            await ask(
              `/review/bulk?${new URLSearchParams([...ids.map((id) => ['po', id]), ['kind', 'keep']] as [string, string][])}`,
            );
            await ask('/login', form({ name: note, password: note, next: note }, same));
            for (const id of ids) {
              const seen = await ask(`/po/${id}`);
              const decision = { kind: 'keep', version: fieldValue(seen.text, 'version') ?? '', note };
              const done = await ask(`/po/${id}/decision`, form(decision, same));
              await ask(done.status === 303 ? String(done.headers.location).replace('/orders', '') : `/po/${id}`);
              await ask(`/po/${id}/decision`, form({ ...decision, kind: 'correct', customer: note, poNo: note }, same));
              const kept = await orders.send(`/po/${id}/decision`, form(decision, same), 'nobody');
              expectOurs(kept.text);
            }
            expect(orders.errors).toEqual([]);
            for (const reply of replies) {
              if (reply.status !== 303) expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
              expectOurs(reply.text);
            }
          } finally {
            await orders.close();
          }
        },
      ),
      { numRuns: process.env.PO_FULL === '1' ? 200 : 12 },
    );
  });
});
