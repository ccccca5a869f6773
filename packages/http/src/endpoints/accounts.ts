import {
  may,
  type PasswordProblem,
  permissions,
  roles,
  type Token,
  type TokenResult,
  tokenScopes,
  type User,
} from '@cynow/po-core';
import { z } from 'zod';
import type { Language } from '../api/Asking.ts';
import { asJson } from '../api/asJson.ts';
import { type Answer, type Endpoint, endpoint } from '../api/Endpoint.ts';
import { pageOf, type WantedPage } from '../api/pageOf.ts';
import { messagesIn } from '../messages/messages.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import type { Problem } from '../problem/Problem.ts';
import * as s from './schemas.ts';

const name = z.string().min(1).max(150);
const password = z.string().max(1000);
const role = z.enum(roles);
const scope = z.enum(tokenScopes);

const user = z.object({
  name: z.string(),
  role,
  createdAt: s.moment,
  createdBy: z.string(),
  disabledAt: s.moment.nullable(),
});

const userView = ({ name: called, role: has, createdAt, createdBy, disabledAt }: User) =>
  asJson({ name: called, role: has, createdAt, createdBy, disabledAt });

const wrongPlace = (pointer: string, detail: string): { readonly problem: Problem } => ({
  problem: { kind: 'invalid-request', errors: [{ pointer, detail }] },
});

const wrongPassword = (problem: PasswordProblem, language: Language): { readonly problem: Problem } =>
  wrongPlace('/password', messagesIn(language).pages.own.password.problems[problem]);

const listed = z.strictObject({ limit: s.limit, cursor: s.cursor });

const wantedOf = ({ limit, cursor }: z.output<typeof listed>): WantedPage => ({ limit: limit ?? s.usualLimit, cursor });

const nameOf = ({ name: called }: { readonly name: string }): string => called;

const idOf = ({ id }: { readonly id: string }): string => id;

const common = { tag: 'accounts', params: s.nothing, query: s.nothing, body: null, status: 200 } as const;

const userEndpoints = ({ ports: { accounts } }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    ...common,
    id: 'listUsers',
    method: 'GET',
    path: '/api/v1/users',
    permission: 'users',
    summary: { ko: '사용자', en: 'Our own accounts' },
    query: listed,
    result: s.listOf(user),
    handle: async ({ query, asking }) =>
      pageOf((await accounts.users.list()).map(userView), nameOf, ['users'], wantedOf(query), asking.language),
  }),
  endpoint({
    ...common,
    id: 'addUser',
    method: 'POST',
    path: '/api/v1/users',
    permission: 'users',
    summary: { ko: '사용자 추가', en: 'Adds an account' },
    body: z.strictObject({ name, role, password }),
    status: 201,
    result: z.object({ name: z.string() }),
    async handle({ body, asking }) {
      const result = await accounts.users.add(asking.doer, body);
      switch (result.outcome) {
        case 'added':
          return { value: { name: result.name } };
        case 'taken':
          return { problem: { kind: 'conflict', facts: { refusal: { reason: 'taken' } } } };
        case 'unusable-name':
          return wrongPlace('/name', messagesIn(asking.language).places['not-a-name']);
        case 'unusable':
          return wrongPassword(result.problem, asking.language);
      }
    },
  }),
  endpoint({
    ...common,
    id: 'changeUser',
    method: 'PATCH',
    path: '/api/v1/users/{name}',
    permission: 'users',
    summary: { ko: '사용자 변경', en: 'Changes the role of an account, disables it, or takes that back' },
    params: z.strictObject({ name }),
    body: z.strictObject({ role: role.optional(), disabled: z.boolean().optional() }),
    result: user,
    async handle({ params, body, asking }) {
      const change = {
        ...(body.role === undefined ? {} : { role: body.role }),
        ...(body.disabled === undefined ? {} : { disabled: body.disabled }),
      };
      const takesAway = body.disabled === true || (body.role !== undefined && body.role !== 'admin');
      if (takesAway && (await accounts.users.isLastAdmin(params.name))) {
        const detail = messagesIn(asking.language).lastAdmin;
        return { problem: { kind: 'conflict', detail, facts: { refusal: { reason: 'last-admin' } } } };
      }
      const changed = await accounts.users.change(asking.doer, params.name, change);
      return changed === null ? { problem: { kind: 'not-found' } } : { value: userView(changed) };
    },
  }),
  endpoint({
    ...common,
    id: 'setPassword',
    method: 'PUT',
    path: '/api/v1/users/{name}/password',
    permission: 'users',
    summary: { ko: '비밀번호 설정', en: 'Gives somebody a new password and ends their sessions' },
    params: z.strictObject({ name }),
    body: z.strictObject({ password }),
    result: z.object({ name: z.string() }),
    async handle({ params, body, asking }) {
      const result = await accounts.users.setPassword(asking.doer, params.name, body.password);
      if (result.outcome === 'unknown') return { problem: { kind: 'not-found' } };
      if (result.outcome === 'unusable') return wrongPassword(result.problem, asking.language);
      return { value: { name: params.name } };
    },
  }),
];

const token = z.object({
  id: z.string(),
  user: z.string(),
  scope,
  createdAt: s.moment,
  createdBy: z.string(),
  expiresAt: s.moment.nullable(),
  revokedAt: s.moment.nullable(),
  lastUsedAt: s.moment.nullable(),
});

const tokenView = ({ account: _account, ...rest }: Token) => asJson(rest);

const created = z.object({ id: z.string(), token: z.string().nullable() });

const createdAnswer = (result: TokenResult, language: Language): Answer<z.input<typeof created>> => {
  switch (result.outcome) {
    case 'created':
      return { value: { id: result.id, token: result.token } };
    case 'unknown-user':
      return wrongPlace('/user', messagesIn(language).places[result.outcome]);
    case 'expired-already':
      return wrongPlace('/expiresAt', messagesIn(language).places[result.outcome]);
  }
};

const newToken = { scope, expiresAt: z.iso.datetime({ offset: true }).nullish() };
const revoked = z.object({ id: z.string(), outcome: z.enum(['revoked', 'already']) });

const tokenEndpoints = ({ ports: { accounts } }: EndpointContext): readonly Endpoint[] => {
  const expiry = (text: string | null | undefined): Date | null => (text == null ? null : new Date(text));
  const revokedAnswer = (id: string, outcome: 'revoked' | 'already' | 'unknown'): Answer<z.input<typeof revoked>> =>
    outcome === 'unknown' ? { problem: { kind: 'not-found' } } : { value: { id, outcome } };
  return [
    endpoint({
      ...common,
      id: 'listTokens',
      method: 'GET',
      path: '/api/v1/tokens',
      permission: 'users',
      summary: { ko: '모든 토큰', en: "Everybody's tokens" },
      query: listed,
      result: s.listOf(token),
      handle: async ({ query, asking }) =>
        pageOf((await accounts.tokens.list()).map(tokenView), idOf, ['tokens'], wantedOf(query), asking.language),
    }),
    endpoint({
      ...common,
      id: 'createToken',
      method: 'POST',
      path: '/api/v1/tokens',
      permission: 'users',
      summary: { ko: '토큰 발급', en: 'Makes a token for somebody; it is told this once' },
      body: z.strictObject({ user: name, ...newToken }),
      status: 201,
      result: created,
      secrets: ['token'],
      handle: async ({ body, asking }) =>
        createdAnswer(
          await accounts.tokens.create(asking.doer, { ...body, expiresAt: expiry(body.expiresAt) }),
          asking.language,
        ),
    }),
    endpoint({
      ...common,
      id: 'revokeToken',
      method: 'DELETE',
      path: '/api/v1/tokens/{id}',
      permission: 'users',
      summary: { ko: '토큰 폐기', en: 'Revokes a token' },
      params: z.strictObject({ id: s.address }),
      result: revoked,
      handle: async ({ params, asking }) =>
        revokedAnswer(params.id, await accounts.tokens.revoke(asking.doer, params.id)),
    }),
    endpoint({
      ...common,
      id: 'listOwnTokens',
      method: 'GET',
      path: '/api/v1/account/tokens',
      permission: 'account',
      summary: { ko: '내 토큰', en: "One's own tokens" },
      query: listed,
      result: s.listOf(token),
      async handle({ query, asking: { who, language } }) {
        const own = (await accounts.tokens.list(who.account)).map(tokenView);
        return pageOf(own, idOf, ['own tokens', who.account], wantedOf(query), language);
      },
    }),
    endpoint({
      ...common,
      id: 'createOwnToken',
      method: 'POST',
      path: '/api/v1/account/tokens',
      permission: 'account',
      summary: { ko: '내 토큰 발급', en: 'Makes a token of one’s own; it is told this once' },
      body: z.strictObject(newToken),
      status: 201,
      result: created,
      secrets: ['token'],
      handle: async ({ body, asking }) =>
        createdAnswer(
          await accounts.tokens.create(asking.doer, {
            user: asking.who.user,
            scope: body.scope,
            expiresAt: expiry(body.expiresAt),
          }),
          asking.language,
        ),
    }),
    endpoint({
      ...common,
      id: 'revokeOwnToken',
      method: 'DELETE',
      path: '/api/v1/account/tokens/{id}',
      permission: 'account',
      summary: { ko: '내 토큰 폐기', en: 'Revokes a token of one’s own' },
      params: z.strictObject({ id: s.address }),
      result: revoked,
      handle: async ({ params, asking }) =>
        revokedAnswer(params.id, await accounts.tokens.revoke(asking.doer, params.id, asking.who.account)),
    }),
  ];
};

const ownAccount = (): Endpoint =>
  endpoint({
    ...common,
    id: 'getAccount',
    method: 'GET',
    path: '/api/v1/account',
    permission: 'read',
    summary: { ko: '내 계정', en: 'Who one is, and what one may do' },
    result: z.object({ user: z.string(), role, permissions: z.array(z.enum(permissions)) }),
    handle: async ({ asking: { who } }) => ({
      value: { user: who.user, role: who.role, permissions: permissions.filter((each) => may(who, each)) },
    }),
  });

/** Accounts, tokens, and oneself. */
export const accountEndpoints = (context: EndpointContext): readonly Endpoint[] => [
  ...userEndpoints(context),
  ...tokenEndpoints(context),
  ownAccount(),
];
