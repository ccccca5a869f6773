import type { AccountId, Principal } from '../accounts/Principal.ts';
import type { Doer } from '../audit/AuditEntry.ts';

/** Somebody who has signed in here. */
export interface Session {
  /** The hash of the secret that only the browser has. */
  readonly id: string;
  readonly account: AccountId;
  /** The account's credentials at that time; when they change, it is over. */
  readonly credentials: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
  /** When it ends however much it is used. */
  readonly expiresAt: Date;
}

/** Where sessions are kept. */
export interface SessionStore {
  add(session: Session): Promise<void>;
  find(id: string): Promise<Session | null>;
  /** It was used; nothing happens when it is gone, or was used later. */
  touch(id: string, at: Date): Promise<void>;
  remove(id: string): Promise<void>;
  /** Ends all sessions of an account, and tells how many there were. */
  removeAll(account: AccountId): Promise<number>;
  /** The same because somebody wants so: where there were any, it leaves an entry in the trail with their number. */
  signOutEverywhere(by: Doer, at: Date, of: Pick<Principal, 'account' | 'user'>): Promise<number>;
  /** Forgets those that expired before `at` or were last used before `idleSince`. */
  removeOver(at: Date, idleSince: Date): Promise<void>;
}
