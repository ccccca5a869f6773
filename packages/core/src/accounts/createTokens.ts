import type { Doer } from '../audit/AuditEntry.ts';
import type { Token } from '../ports/TokenStore.ts';
import type { AccountPorts } from './AccountPorts.ts';
import type { Directory } from './createDirectory.ts';
import type { AccountId, Principal, TokenScope } from './Principal.ts';
import { secretHash } from './secretHash.ts';

/** Makes tokens known to people and to scanners of repositories. */
const prefix = 'cpo_';

const tokenForm = /^cpo_[A-Za-z0-9_-]{43}$/;

/** The time of the last use is written so often at most. */
const usedMs = 5 * 60 * 1000;

export interface TokenRequest {
  /** The name of the account it acts for. */
  readonly user: string;
  readonly scope: TokenScope;
  /** From when on it is refused; null: never. */
  readonly expiresAt: Date | null;
}

export type TokenResult =
  /** The secret is told this once. */
  | { readonly outcome: 'created'; readonly id: string; readonly token: string }
  | { readonly outcome: 'unknown-user' }
  | { readonly outcome: 'expired-already' };

/** Tokens of API clients. */
export interface Tokens {
  create(by: Doer, request: TokenRequest): Promise<TokenResult>;
  /** Whose token it is and for what; null: it is none, revoked, expired, or its account is no longer in use. */
  authenticate(token: string): Promise<Principal | null>;
  /** All tokens, or those of one account; the newest first. */
  list(account?: AccountId): Promise<readonly Token[]>;
  /** Revokes one, of this account if one is given. */
  revoke(by: Doer, id: string, account?: AccountId): Promise<'revoked' | 'already' | 'unknown'>;
}

export const createTokens = (
  { tokens, newSecret, newId, clock }: Pick<AccountPorts, 'tokens' | 'newSecret' | 'newId' | 'clock'>,
  directory: Pick<Directory, 'ofId' | 'ofName'>,
): Tokens => ({
  async create(by, { user, scope, expiresAt }) {
    const now = clock.now();
    if (expiresAt !== null && expiresAt <= now) return { outcome: 'expired-already' };
    const known = await directory.ofName(user);
    if (known === null) return { outcome: 'unknown-user' };
    const [id, token] = [newId(), prefix + newSecret()];
    await tokens.add(by, now, { id, account: known.account, user: known.user, scope, expiresAt }, secretHash(token));
    return { outcome: 'created', id, token };
  },

  async authenticate(token) {
    const held = tokenForm.test(token) ? await tokens.find(secretHash(token)) : null;
    const now = clock.now();
    if (held === null || held.revokedAt !== null || (held.expiresAt !== null && held.expiresAt <= now)) return null;
    const known = await directory.ofId(held.account);
    if (known === null) return null;
    const { id, scope, lastUsedAt } = held;
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= usedMs) await tokens.used(id, now);
    return { account: known.account, user: known.user, role: known.role, through: { kind: 'token', id, scope } };
  },

  list: (account) => tokens.list(account),
  revoke: (by, id, account) => tokens.revoke(by, clock.now(), id, account),
});
