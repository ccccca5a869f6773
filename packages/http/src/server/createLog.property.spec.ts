import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../api/Endpoint.ts';
import { serveForTest } from '../testing/testServer.spec.support.ts';
import { createLog } from './createLog.ts';

const runs = process.env.PO_FULL === '1' ? 2000 : 100;

/** Something that is nowhere by chance. */
const secretArb = fc.stringMatching(/^[A-Za-z0-9_-]{24,40}$/).map((text) => `s3cr3t-${text}`);

const endpoints = (['GET', 'POST'] as const).map((method) =>
  endpoint({
    id: `${method.toLowerCase()}Thing`,
    method,
    path: '/api/v1/things',
    permission: 'read',
    summary: { ko: '', en: '' },
    tag: 'pos',
    params: z.strictObject({}),
    query: z.strictObject({ q: z.string().optional() }),
    body: method === 'POST' ? z.strictObject({ password: z.string(), fail: z.boolean() }) : null,
    status: 200,
    result: z.object({ token: z.string() }),
    secrets: ['token'],
    handle: async ({ body }) => {
      const { password, fail } = (body ?? { password: '', fail: false }) as { password: string; fail: boolean };
      // What a driver hangs on its errors: the statement, and what stood in it.
      if (fail)
        throw Object.assign(new Error('broken'), { query: 'INSERT', parameters: [password], row: { password } });
      return { value: { token: password } };
    },
  }),
);

describe('the log', () => {
  let server: Awaited<ReturnType<typeof serveForTest>>;
  let written = '';
  beforeAll(async () => {
    const write = (line: string): void => {
      written += line;
    };
    server = await serveForTest(endpoints, { log: createLog({ level: 'trace', format: 'json', write }) });
  });
  afterAll(() => server.close());

  it('never holds a secret, in whichever part of a request it came', async () => {
    await fc.assert(
      fc.asyncProperty(
        secretArb,
        fc.constantFrom('query', 'path', 'token', 'basic', 'cookie', 'key', 'body', 'error', 'wrong-body', 'header'),
        async (secret, place) => {
          written = '';
          const path = '/orders/api/v1/things';
          const json = { password: secret, fail: place === 'error' };
          const headers: Record<string, Record<string, string>> = {
            token: { authorization: `Bearer ${secret}` },
            basic: { authorization: `Basic ${Buffer.from(`kim:${secret}`).toString('base64')}` },
            cookie: { cookie: `cynow_po_session=${secret}; sessionid=${secret}`, authorization: '' },
            key: { 'idempotency-key': secret },
            header: { 'x-request-id': secret, 'x-forwarded-for': secret, 'user-agent': secret, referer: secret },
          };
          if (place === 'query') await server.send(`${path}?q=${secret}&password=${secret}`);
          else if (place === 'path') await server.send(`/orders/${secret}`);
          else if (place === 'wrong-body') await server.send(path, { method: 'POST', json: { ...json, more: secret } });
          else await server.send(path, { method: 'POST', json, headers: headers[place] ?? {} });
          expect(written).toContain('"msg":"answered"');
          expect(written).not.toContain(secret);
          expect(written).not.toContain(Buffer.from(`kim:${secret}`).toString('base64'));
        },
      ),
      { numRuns: runs },
    );
  });

  it('leaves out what has the name of a secret, however it came along, and keeps the rest', () => {
    let line = '';
    for (const format of ['json', 'text'] as const) {
      const log = createLog({
        level: 'info',
        format,
        write: (text) => {
          line = text;
        },
      });
      const deep = { headers: { authorization: 's3cr3t', cookie: 's3cr3t' }, url: 's3cr3t' };
      log.info({ password: 's3cr3t', deep, requestId: 'r-1' }, 'told');
      expect(line).not.toContain('s3cr3t');
      expect(line).toContain('r-1');
    }
  });

  it('tells an error with its cause, and without what a driver hangs on it', () => {
    let line = '';
    const log = createLog({
      level: 'info',
      format: 'json',
      write: (text) => {
        line = text;
      },
    });
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', connectionString: 's3cr3t' });
    const err = Object.assign(new Error('broken', { cause }), { query: 's3cr3t', parameters: ['s3cr3t'] });
    log.error({ err }, 'failed');
    expect(line).not.toContain('s3cr3t');
    expect(JSON.parse(line)).toMatchObject({
      err: { message: 'broken', cause: { message: 'refused', code: 'ECONNREFUSED' } },
    });
  });
});
