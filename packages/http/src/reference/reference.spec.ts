import { createElement } from 'preact';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../api/Endpoint.ts';
import { openApi } from '../api/openApi.ts';
import type { Frame } from '../pages/Frame.ts';
import { renderPage } from '../pages/renderPage.tsx';
import { readApiDocument } from '../testing/apiDocument.spec.support.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { callers } from '../testing/testServer.spec.support.ts';
import { Reference } from './Reference.tsx';

let orders: Awaited<ReturnType<typeof openOrders>>;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.close());

const page = (language: 'ko' | 'en') =>
  orders.send('/api/', {
    headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': language },
  });

describe('the reference of the API', () => {
  it.each(['ko', 'en'] as const)('tells everything that the document does, in %s', async (language) => {
    const reply = await page(language);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expectSecure(reply);
    const document = openApi(orders.endpoints, '/orders', language, '0.0.0');
    expect(reply.text).toContain(`<title>${document.info.title}`);
    expect(reply.text).toContain(`<html lang="${language}">`);
    for (const { method, path, operationId, summary } of readApiDocument(document).operations) {
      expect(reply.text).toContain(`${method} ${path}`);
      expect(reply.text).toContain(`id="${operationId}"`);
      expect(reply.text).toContain(summary);
    }
  });

  it('fetches nothing but the stylesheet and the icon of all pages, runs nothing, and leads nowhere else', async () => {
    const { text, headers } = await page('ko');
    expect(text).not.toMatch(/<(script|style|img|iframe|object|base)\b|\son\w+=|javascript:|style="/i);
    const places = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, place]) => place);
    expect(places).toContain('/orders/api/openapi.json');
    expect(places.filter((place) => !/^(#|\/$|\/orders\/)/.test(place!))).toEqual([]);
    // Each place on the page that is led to is there, once.
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(places.filter((place) => place!.startsWith('#') && !ids.includes(place!.slice(1)))).toEqual([]);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'; img-src 'self';/);
  });

  it('is for those who may read, as the document is', async () => {
    const asked = { headers: { accept: 'text/html' } };
    for (const caller of callers.filter((each) => each !== 'nobody')) {
      const [shown, told] = await Promise.all([
        orders.send('/api/', asked, caller),
        orders.send('/api/openapi.json', {}, caller),
      ]);
      expect([caller, shown.status, told.status]).toEqual([caller, 200, 200]);
    }
    const stranger = await orders.send('/api/', asked, 'nobody');
    expect([stranger.status, stranger.headers.location]).toEqual([303, '/orders/login?next=%2Fapi%2F']);
    expectSecure(stranger);
    expect(stranger.text).toBe('');
    expect((await orders.send('/api/', { headers: { accept: 'application/json' } })).status).toBe(406);
    expect((await orders.send('/api')).status).toBe(404);
    expect((await orders.send('/api/', { ...asked, method: 'POST' })).status).toBe(405);
  });

  it('shows what is text as text, wherever it came from', () => {
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const nothing = z.strictObject({});
    const document = openApi(
      [
        endpoint({
          id: 'getThing',
          tag: evil,
          method: 'POST',
          path: `/${evil}`,
          permission: 'read',
          summary: { ko: evil, en: evil },
          params: nothing,
          query: z.strictObject({ [evil]: z.enum([evil]) }),
          body: z.strictObject({ [evil]: z.literal(evil) }),
          status: 200,
          result: nothing,
          handle: async () => ({ value: {} }),
        }),
      ],
      evil,
      'en',
      evil,
    );
    const frame: Frame = {
      ...{ basePath: '/orders', homeUrl: '/', language: 'en' as const, who: null, at: '/api/', path: '/api/' },
      ...{ readOnly: false, notice: null, alone: false },
    };
    const { html } = renderPage(evil, createElement(Reference, { document }), frame);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html.match(/&lt;script>/g)?.length).toBeGreaterThan(5);
  });
});
