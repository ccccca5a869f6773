import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Accounts,
  type AuthMethod,
  type Clock,
  createAccounts,
  type Doer,
  type FlagState,
  type HardSwitch,
  type IdempotencyStore,
  initialFlag,
  inMemoryAccounts,
  inMemoryAuditTrail,
  inMemoryCynowAccounts,
  inMemoryIdempotency,
  type Role,
  roles,
  type StoredFlag,
  type TokenScope,
  tokenScopes,
} from '@cynow/po-core';
import { countedPasswords } from '@cynow/po-core/testing';
import Koa from 'koa';
import type { Endpoint } from '../api/Endpoint.ts';
import { readTrustedProxies } from '../request/TrustedProxies.ts';
import { type Serving, serveEndpoints } from '../serveEndpoints.ts';

/** An answer, as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** What the text says as JSON. */
  json(): Record<string, unknown>;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Whether the answer is a stream that does not end: it is read up to its first bytes. */
  readonly endless?: boolean;
}

/** Whoever has not been answered after so long, in milliseconds, never will be. */
const patience = 20_000;

/** Sends a request exactly as it is given: nothing is made nicer on the way, as `fetch` would. */
export const send = (
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, json, endless = false }: Call = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const content = json === undefined ? body : JSON.stringify(json);
    const all = {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
      ...headers,
    };
    const sent = request({ port, host: '127.0.0.1', path, method, headers: all, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      const finish = (): void => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        });
      };
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (!endless) return;
        finish();
        sent.destroy();
      });
      answer.on('end', finish);
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.setTimeout(patience, () => sent.destroy(new Error(`No answer to ${method} ${path} after ${patience} ms.`)));
    sent.end(content);
  });

export const listen = async (app: Koa): Promise<{ readonly server: Server; readonly port: number }> => {
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
};

export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const by: Doer = { actor: 'test', channel: 'cli', requestId: null };

/** How a caller shows who it is. */
export type Caller = 'nobody' | `${Role}-session` | `${Role}-token-${TokenScope}`;

export const callers: readonly Caller[] = [
  'nobody',
  ...roles.map((role): Caller => `${role}-session`),
  ...roles.flatMap((role) => tokenScopes.map((scope): Caller => `${role}-token-${scope}`)),
];

/** Somebody of each role, signed in, and with a token of each scope: the headers with which they ask. */
export const makeCallers = async (
  accounts: Accounts,
): Promise<(caller: Caller) => Readonly<Record<string, string>>> => {
  const headers = new Map<Caller, Readonly<Record<string, string>>>([['nobody', {}]]);
  for (const role of roles) {
    const password = `a long password of ${role}`;
    await accounts.users.add(by, { name: role, role, password });
    const signedIn = await accounts.signIn({ name: role, password, address: '127.0.0.1', replaces: null });
    if (signedIn.outcome !== 'signed-in') throw new Error(signedIn.outcome);
    const own = { 'sec-fetch-site': 'same-origin', cookie: `cynow_po_session=${signedIn.secret}` };
    headers.set(`${role}-session`, own);
    for (const scope of tokenScopes) {
      const made = await accounts.tokens.create(by, { user: role, scope, expiresAt: null });
      if (made.outcome !== 'created') throw new Error(made.outcome);
      headers.set(`${role}-token-${scope}`, { authorization: `Bearer ${made.token}` });
    }
  }
  return (caller) => headers.get(caller) ?? {};
};

const everybody: StoredFlag = { ...initialFlag, state: 'on', version: 1, changedAt: null, changedBy: null };

/** Endpoints on a real server, over accounts that are kept in memory. */
export const serveForTest = async (
  endpoints: readonly Endpoint[],
  over: Partial<Serving> & { readonly methods?: readonly AuthMethod[]; readonly store?: IdempotencyStore } = {},
) => {
  let made = 0;
  const newId = (): string => {
    made += 1;
    return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  };
  const clock: Clock = { now: () => new Date() };
  const { methods = ['own'], store = inMemoryIdempotency(), ...rest } = over;
  const { hasher, django } = countedPasswords();
  const cynow = inMemoryCynowAccounts([]);
  const accounts = createAccounts(
    {
      ...inMemoryAccounts(inMemoryAuditTrail(), newId),
      cynow,
      hasher,
      django,
      newSecret: () => newId().replaceAll('-', '').padStart(43, 'x'),
      newId,
      clock,
    },
    { methods, roleRules: [] },
  );
  const flag: { stored: StoredFlag | null; machine: HardSwitch } = { stored: everybody, machine: { state: 'store' } };
  const lines: object[] = [];
  const write = (facts: object, message: string): void => void lines.push({ ...facts, message });
  const serving: Serving = {
    basePath: '/orders',
    publicUrl: null,
    language: 'ko',
    trusted: readTrustedProxies([]),
    identification: { accounts, methods },
    flag: { machine: () => flag.machine, stored: () => flag.stored },
    idempotency: store,
    clock,
    log: { info: write, warn: write, error: write },
    limits: { bytes: 10_000, ms: 1000 },
    ...rest,
  };
  const app = new Koa();
  app.silent = true;
  const middleware = serveEndpoints(endpoints, serving);
  app.use(middleware);
  app.use((ctx) => {
    ctx.body = 'the host';
  });
  const { server, port } = await listen(app);
  const headersOf = await makeCallers(accounts);
  return {
    accounts,
    middleware,
    port,
    lines,
    headersOf,
    setFlag: (state: Partial<FlagState> | null, machine: HardSwitch = { state: 'store' }) => {
      flag.stored = state === null ? null : { ...everybody, ...state };
      flag.machine = machine;
    },
    send: (path: string, call: Call = {}, caller: Caller = 'admin-token-admin') =>
      send(port, path, { ...call, headers: { ...headersOf(caller), ...call.headers } }),
    close: () => close(server),
  };
};
