import type { AccountId, TokenScope } from '../accounts/Principal.ts';
import type { Doer } from '../audit/AuditEntry.ts';

/** A token of an API client, without its secret. */
export interface Token {
  readonly id: string;
  readonly account: AccountId;
  /** The account's name when the token was made. */
  readonly user: string;
  readonly scope: TokenScope;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** From when on it is refused; null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To a few minutes; null: never yet. */
  readonly lastUsedAt: Date | null;
}

export type NewToken = Omit<Token, 'createdAt' | 'createdBy' | 'revokedAt' | 'lastUsedAt'>;

/** Where tokens are kept. Making and revoking leaves an entry in the trail. */
export interface TokenStore {
  add(by: Doer, at: Date, token: NewToken, hash: string): Promise<void>;
  /** By the hash of its secret. */
  find(hash: string): Promise<Token | null>;
  /** All tokens, or those of one account; the newest first. */
  list(account?: AccountId): Promise<readonly Token[]>;
  /** Revokes one, of this account if one is given. */
  revoke(by: Doer, at: Date, id: string, account?: AccountId): Promise<'revoked' | 'already' | 'unknown'>;
  /** It was used; nothing happens when it was used later. */
  used(id: string, at: Date): Promise<void>;
}
