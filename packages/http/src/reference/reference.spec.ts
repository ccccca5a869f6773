import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../api/Endpoint.ts';
import { openApi } from '../api/openApi.ts';
import { readApiDocument } from '../testing/apiDocument.spec.support.ts';
import { expectSecure } from '../testing/expectSecure.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { renderReference } from './renderReference.tsx';

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
    expect(reply.text).toBe(renderReference(document, language, '/orders/api/openapi.json'));
    expect(reply.text).toContain(`<html lang="${language}">`);
    for (const { method, path, operationId, summary } of readApiDocument(document).operations) {
      expect(reply.text).toContain(`${method} ${path}`);
      expect(reply.text).toContain(`id="${operationId}"`);
      expect(reply.text).toContain(summary);
    }
  });

  it('fetches nothing, runs nothing, and leads nowhere else', async () => {
    const { text, headers } = await page('ko');
    expect(text).not.toMatch(/<(script|link|img|iframe|object|form|base)\b|\son\w+=|javascript:|style="/i);
    const places = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !place!.startsWith('#') && place !== '/orders/api/openapi.json')).toEqual([]);
    // Each place on the page that is led to is there, once.
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(places.filter((place) => place!.startsWith('#') && !ids.includes(place!.slice(1)))).toEqual([]);
    expect(headers['content-security-policy']).toMatch(/style-src 'sha256-[A-Za-z0-9+/]{43}='/);
  });

  it('is for those who may read, as the document is', async () => {
    for (const caller of ['nobody', 'viewer-session', 'viewer-token-read'] as const) {
      const [shown, told] = await Promise.all(
        ['/api/', '/api/openapi.json'].map((path) => orders.send(path, {}, caller)),
      );
      expect([caller, shown!.status]).toEqual([caller, told!.status]);
    }
    expect((await orders.send('/api/', { headers: { accept: 'application/json' } })).status).toBe(406);
    expect((await orders.send('/api')).status).toBe(404);
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
    const html = renderReference(document, 'en', evil);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html.match(/&lt;script>/g)?.length).toBeGreaterThan(5);
  });
});
