import { type Day, isDay, passwordLengths, type Token, tokenScopes } from '@cynow/po-core';
import { z } from 'zod';
import { time } from '../messages/format.ts';
import { messagesIn } from '../messages/messages.ts';
import { sessionForgotten, sessionKept } from '../request/cookies.ts';
import { useFrame } from './Frame.ts';
import { type Page, type PageAnswer, page, type Visitor } from './Page.ts';
import { nothing, type PageContext } from './PageContext.ts';
import { ErrorSummary, type FieldError, Select, Table, TextField, Told } from './parts.tsx';

const tokenState = ({ revokedAt, expiresAt }: Token, at: Date): 'active' | 'expired' | 'revoked' => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'active';
};

/** What tells tokens apart: the end of their address, which begins with the time. */
const numberOf = ({ id }: Token): string => id.slice(-8);

const TokenRow = ({ token, at }: { readonly token: Token; readonly at: Date }) => {
  const { t, labels, readOnly, url } = useFrame();
  const { tokens } = t.own;
  const state = tokenState(token, at);
  return (
    <tr>
      <th scope="row">
        <span class="w">{numberOf(token)}</span>
      </th>
      <td>{labels.scopes[token.scope]}</td>
      <td class="w">{time(token.createdAt)}</td>
      <td class="w">{token.expiresAt === null ? tokens.never : time(token.expiresAt)}</td>
      <td class="w">{token.lastUsedAt === null ? tokens.never : time(token.lastUsedAt)}</td>
      <td>{tokens[state]}</td>
      <td>
        {state === 'active' && !readOnly && (
          <form method="post" action={url(`/account/tokens/${token.id}/revocation`)}>
            <button type="submit" class="stop" aria-label={tokens.revokeOf(numberOf(token))}>
              {tokens.revoke}
            </button>
          </form>
        )}
      </td>
    </tr>
  );
};

interface Shown {
  readonly visit: Visitor;
  readonly tokens: readonly Token[];
  readonly told: string | null;
  readonly errors: readonly FieldError[];
}

const Passwords = ({ visit, errors }: Shown) => {
  const { t, readOnly, url } = useFrame();
  const { password } = t.own;
  if (!visit.who.account.startsWith('own:')) return <p>{password.elsewhere}</p>;
  if (readOnly) return <p>{t.readOnly}</p>;
  const lengths = { maxLength: passwordLengths.most, required: true, type: 'password' } as const;
  return (
    <form method="post" action={url('/account/password')}>
      <TextField
        {...lengths}
        id="current"
        name="current"
        label={password.current}
        errors={errors}
        autoComplete="current-password"
      />
      <TextField
        {...lengths}
        id="next"
        name="next"
        label={password.next}
        hint={password.hint}
        errors={errors}
        autoComplete="new-password"
      />
      <TextField
        {...lengths}
        id="again"
        name="again"
        label={password.again}
        errors={errors}
        autoComplete="new-password"
      />
      <button type="submit">{password.button}</button>
    </form>
  );
};

const Account = (shown: Shown) => {
  const { t, labels, readOnly, url } = useFrame();
  const { own } = t;
  const { visit, tokens, told, errors } = shown;
  const { who, at } = visit;
  const through = {
    session: own.throughOwn,
    'cynow-session': own.throughCynow,
    token: own.throughToken,
  }[who.through.kind];
  const columns = own.tokens;
  return (
    <>
      <h1>{own.title}</h1>
      {told !== null && <Told>{told}</Told>}
      <ErrorSummary errors={errors} />
      <div class="two">
        <section>
          <h2>{own.sessions.title}</h2>
          <dl class="facts">
            <dt>{own.user}</dt>
            <dd>{who.user}</dd>
            <dt>{own.role}</dt>
            <dd>{labels.roles[who.role]}</dd>
            <dt>{own.through}</dt>
            <dd>{through}</dd>
          </dl>
          {who.through.kind === 'cynow-session' ? (
            <p class="soft">{own.sessions.cynow}</p>
          ) : (
            <form method="post" action={url('/account/sign-out')}>
              <p class="soft">{own.sessions.text}</p>
              <button type="submit" class="quiet">
                {own.sessions.button}
              </button>
            </form>
          )}
        </section>
        <section>
          <h2>{own.password.title}</h2>
          <Passwords {...shown} />
        </section>
      </div>
      <section>
        <h2>{own.tokens.title}</h2>
        <p class="soft">
          {own.tokens.text} <a href={url('/api/')}>{t.api}</a>
        </p>
        {tokens.length === 0 ? (
          <p>{columns.none}</p>
        ) : (
          <Table
            caption={columns.title}
            unseen
            head={[
              columns.id,
              columns.scope,
              columns.createdAt,
              columns.expiresAt,
              columns.lastUsedAt,
              columns.state,
              columns.revoke,
            ]}
          >
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} at={at} />
            ))}
          </Table>
        )}
        {!readOnly && (
          <form method="post" action={url('/account/tokens')}>
            <h3>{columns.create}</h3>
            <Select
              id="scope"
              name="scope"
              label={columns.scope}
              choices={tokenScopes.map((each) => [each, labels.scopes[each]])}
            />
            <TextField
              id="expires"
              name="expires"
              type="date"
              label={columns.expiresAt}
              hint={columns.expiryHint}
              errors={errors}
            />
            <button type="submit">{columns.create}</button>
          </form>
        )}
      </section>
    </>
  );
};

const NewToken = ({ token }: { readonly token: string }) => {
  const { t, url } = useFrame();
  const { tokens } = t.own;
  return (
    <>
      <h1>{tokens.made}</h1>
      <section>
        <div class="field">
          <label for="token">{tokens.title}</label>
          <span class="hint" id="token-hint">
            {tokens.once}
          </span>
          <input class="secret" id="token" type="text" readOnly value={token} aria-describedby="token-hint" />
        </div>
        <p>
          <a href={url('/account')}>{tokens.back}</a>
        </p>
      </section>
    </>
  );
};

/** The moment at which a day of Seoul is over. */
const endOf = (day: Day): Date => new Date(Date.parse(`${day}T00:00:00+09:00`) + 24 * 60 * 60 * 1000);

const tolds = ['password', 'revoked'] as const;

/** One's own password, sessions and tokens. */
export const accountPages = ({ ports: { accounts }, basePath }: PageContext): readonly Page[] => {
  const shown = async (
    visit: Visitor,
    errors: readonly FieldError[],
    told: string | null,
    rest: Partial<Extract<PageAnswer, { title: string }>> = {},
  ): Promise<PageAnswer> => {
    const tokens = await accounts.tokens.list(visit.who.account);
    const body = <Account visit={visit} tokens={tokens} told={told} errors={errors} />;
    return { title: messagesIn(visit.language).pages.own.title, body, ...rest };
  };
  const common = { permission: 'account', params: nothing, query: nothing } as const;

  return [
    page({
      ...common,
      id: 'account',
      method: 'GET',
      path: '/account',
      query: z.strictObject({ told: z.enum(tolds).optional() }),
      form: null,
      handle({ query, visit }) {
        const { own } = messagesIn(visit.language).pages;
        const texts = { password: own.password.done, revoked: own.tokens.revokedNow };
        return shown(visit, [], query.told === undefined ? null : texts[query.told]);
      },
    }),
    page({
      ...common,
      id: 'changePassword',
      method: 'POST',
      path: '/account/password',
      form: z.strictObject({ current: z.string().max(1000), next: z.string().max(1000), again: z.string().max(1000) }),
      async handle({ form: { current, next, again }, visit }) {
        const { password } = messagesIn(visit.language).pages.own;
        const { wait } = messagesIn(visit.language).pages.signIn;
        const wrong = (id: 'current' | 'next' | 'again', text: string, more = {}) =>
          shown(visit, [{ id, label: password[id], text }], null, { status: 422, ...more });
        if (next !== again) return wrong('again', password.different);
        const change = { current, next, address: visit.address };
        const result = await accounts.changePassword(visit.doer, visit.who, change);
        switch (result.outcome) {
          case 'wrong':
            return wrong('current', password.wrong);
          case 'wait':
            return wrong('current', wait(result.seconds), { status: 429, retryAfterSeconds: result.seconds });
          case 'unusable':
            return wrong('next', password.problems[result.problem]);
          case 'elsewhere':
            return { problem: { kind: 'refused', detail: password.elsewhere } };
          case 'changed':
            return {
              to: '/account?told=password',
              cookies: [sessionKept(result.secret, { basePath, scheme: visit.scheme })],
            };
        }
      },
    }),
    page({
      ...common,
      id: 'signOutEverywhere',
      method: 'POST',
      path: '/account/sign-out',
      form: nothing,
      whileReadOnly: true,
      async handle({ visit: { who, doer, scheme } }) {
        await accounts.signOutEverywhere(doer, who);
        return { to: '/login?out=1', cookies: [sessionForgotten({ basePath, scheme })] };
      },
    }),
    page({
      ...common,
      id: 'createAccountToken',
      method: 'POST',
      path: '/account/tokens',
      form: z.strictObject({ scope: z.enum(tokenScopes), expires: z.string().max(20) }),
      async handle({ form: { scope, expires }, visit }) {
        const { tokens } = messagesIn(visit.language).pages.own;
        const wrong = (text: string) =>
          shown(visit, [{ id: 'expires', label: tokens.expiresAt, text }], null, { status: 422 });
        if (expires !== '' && !isDay(expires)) return wrong(tokens.notADay);
        const expiresAt = expires === '' ? null : endOf(expires);
        const result = await accounts.tokens.create(visit.doer, { user: visit.who.user, scope, expiresAt });
        switch (result.outcome) {
          case 'expired-already':
            return wrong(tokens.past);
          case 'unknown-user':
            return { problem: { kind: 'not-found' } };
          case 'created':
            // Not by way of another address: the token is told here and nowhere else.
            return { title: tokens.made, body: <NewToken token={result.token} />, status: 201 };
        }
      },
    }),
    page({
      ...common,
      id: 'revokeAccountToken',
      method: 'POST',
      path: '/account/tokens/{id}/revocation',
      params: z.strictObject({ id: z.string().max(64) }),
      form: nothing,
      async handle({ params, visit }) {
        const outcome = await accounts.tokens.revoke(visit.doer, params.id, visit.who.account);
        return outcome === 'unknown' ? { problem: { kind: 'not-found' } } : { to: '/account?told=revoked' };
      },
    }),
  ];
};
