import { accountKey } from '../accounts/accountName.ts';
import { type Attempts, noAttempts } from '../accounts/signInBrakes.ts';
import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import type { AttemptStore } from '../ports/AttemptStore.ts';
import type { Session, SessionStore } from '../ports/SessionStore.ts';
import type { Token, TokenStore } from '../ports/TokenStore.ts';
import type { HeldUser, User, UserStore } from '../ports/UserStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryAuditTrail } from './inMemoryAuditTrail.ts';

/** What is kept of accounts, in memory: for embedding and trying out. It is forgotten when the process ends. */
export interface InMemoryAccounts {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly attempts: AttemptStore;
}

type Tell = (
  by: Doer,
  at: Date,
  action: AuditAction,
  user: string,
  told: { readonly before?: unknown; readonly after?: unknown },
) => void;

const withoutSecrets = ({ passwordHash: _hash, credentials: _credentials, ...user }: HeldUser): User => user;

const userStore = (tell: Tell): UserStore => {
  const held = new Map<string, HeldUser>();
  const replace = (user: HeldUser): void => void held.set(accountKey(user.name), user);
  return {
    find: async (name) => held.get(accountKey(name)) ?? null,
    list: async () =>
      [...held.values()].map(withoutSecrets).sort((a, b) => compareCodePoints(accountKey(a.name), accountKey(b.name))),
    async add(by, at, { name, role, passwordHash }) {
      if (held.has(accountKey(name))) return false;
      replace({ name, role, passwordHash, credentials: 1, createdAt: at, createdBy: by.actor, disabledAt: null });
      tell(by, at, 'add-user', name, { after: { role } });
      return true;
    },
    async setPassword(by, at, name, passwordHash, expected) {
      const user = held.get(accountKey(name));
      if (user === undefined || (expected !== null && user.credentials !== expected)) return false;
      replace({ ...user, passwordHash, credentials: user.credentials + 1 });
      tell(by, at, 'set-password', user.name, {});
      return true;
    },
    async change(by, at, name, { role, disabled }) {
      const user = held.get(accountKey(name));
      if (user === undefined) return null;
      const was = { role: user.role, disabled: user.disabledAt !== null };
      const is = { role: role ?? was.role, disabled: disabled ?? was.disabled };
      if (is.role === was.role && is.disabled === was.disabled) return withoutSecrets(user);
      const disabling = is.disabled && !was.disabled;
      const next: HeldUser = {
        ...user,
        role: is.role,
        disabledAt: is.disabled ? (user.disabledAt ?? at) : null,
        credentials: user.credentials + (disabling ? 1 : 0),
      };
      replace(next);
      tell(by, at, disabling ? 'disable-user' : 'change-user', user.name, { before: was, after: is });
      return withoutSecrets(next);
    },
    async renewHash(name, from, to) {
      const user = held.get(accountKey(name));
      if (user?.passwordHash === from) replace({ ...user, passwordHash: to });
    },
  };
};

const sessionStore = (tell: Tell): SessionStore => {
  const held = new Map<string, Session>();
  const removeIf = (over: (session: Session) => boolean): number => {
    const ids = [...held.values()].filter(over).map(({ id }) => id);
    for (const id of ids) held.delete(id);
    return ids.length;
  };
  return {
    async add(session) {
      held.set(session.id, session);
    },
    find: async (id) => held.get(id) ?? null,
    async touch(id, at) {
      const session = held.get(id);
      if (session !== undefined && session.lastUsedAt < at) held.set(id, { ...session, lastUsedAt: at });
    },
    async remove(id) {
      held.delete(id);
    },
    removeAll: async (account) => removeIf((session) => session.account === account),
    async signOutEverywhere(by, at, { account, user }) {
      const sessions = removeIf((session) => session.account === account);
      if (sessions > 0) tell(by, at, 'sign-out-everywhere', user, { before: { sessions }, after: { sessions: 0 } });
      return sessions;
    },
    async removeOver(at, idleSince) {
      removeIf(({ expiresAt, lastUsedAt }) => expiresAt < at || lastUsedAt < idleSince);
    },
  };
};

const tokenStore = (tell: Tell): TokenStore => {
  const held = new Map<string, { readonly hash: string; readonly token: Token }>();
  const tokens = (): Token[] => [...held.values()].map(({ token }) => token);
  const replace = (token: Token): void => {
    const known = held.get(token.id);
    if (known !== undefined) held.set(token.id, { ...known, token });
  };
  return {
    async add(by, at, { id, account, user, scope, expiresAt }, hash) {
      const token = { id, account, user, scope, expiresAt, createdAt: at, createdBy: by.actor };
      held.set(id, { hash, token: { ...token, revokedAt: null, lastUsedAt: null } });
      tell(by, at, 'create-token', user, { after: { id, scope, expiresAt } });
    },
    find: async (hash) => [...held.values()].find((each) => each.hash === hash)?.token ?? null,
    list: async (account) =>
      tokens()
        .filter((token) => account === undefined || token.account === account)
        .reverse()
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()),
    async revoke(by, at, id, account) {
      const token = held.get(id)?.token;
      if (token === undefined || (account !== undefined && token.account !== account)) return 'unknown';
      if (token.revokedAt !== null) return 'already';
      replace({ ...token, revokedAt: at });
      tell(by, at, 'revoke-token', token.user, { before: { id, scope: token.scope } });
      return 'revoked';
    },
    async used(id, at) {
      const token = held.get(id)?.token;
      if (token !== undefined && (token.lastUsedAt === null || token.lastUsedAt < at)) {
        replace({ ...token, lastUsedAt: at });
      }
    },
  };
};

const attemptStore = (): AttemptStore => {
  const held = new Map<string, Attempts>();
  const isOld = (at: Date | null, before: Date): boolean => at === null || at < before;
  return {
    async change(keys, change) {
      const next = change(keys.map((key) => held.get(key) ?? noAttempts));
      for (const [i, key] of keys.entries()) held.set(key, next.held[i] ?? noAttempts);
      return next.result;
    },
    async forget(failedBefore, succeededBefore) {
      for (const [key, { failedAt, succeededAt }] of held) {
        if (isOld(failedAt, failedBefore) && isOld(succeededAt, succeededBefore)) held.delete(key);
      }
    },
  };
};

export const inMemoryAccounts = (audit: InMemoryAuditTrail, newId: () => string): InMemoryAccounts => {
  const tell: Tell = (by, at, action, user, { before = null, after = null }) => {
    const entry: AuditEntry = {
      id: newId(),
      at,
      by,
      batchId: null,
      action,
      subjects: [`user:${user}`],
      note: null,
      before,
      after,
      undoes: null,
    };
    audit.add([entry]);
  };
  return { users: userStore(tell), sessions: sessionStore(tell), tokens: tokenStore(tell), attempts: attemptStore() };
};
