import type { Doer } from '../audit/AuditEntry.ts';
import type { Role } from '../flags/FlagState.ts';

/** An account of our own. */
export interface User {
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Since when nobody can sign in to it; null: it is in use. */
  readonly disabledAt: Date | null;
}

/** An account with what its password is checked against. */
export interface HeldUser extends User {
  /** As the hasher made it; a secret. */
  readonly passwordHash: string;
  /** Rises with each new password and each disabling: sessions begun before are over. */
  readonly credentials: number;
}

/** What may be changed of an account besides its password. */
export interface UserChange {
  readonly role?: Role;
  readonly disabled?: boolean;
}

/** Where our own accounts are kept. Names are compared by `accountKey`. Every change by a person leaves an entry in the trail. */
export interface UserStore {
  find(name: string): Promise<HeldUser | null>;
  /** All accounts, by name. */
  list(): Promise<readonly User[]>;
  /** Adds an account; false: the name is taken. */
  add(
    by: Doer,
    at: Date,
    user: { readonly name: string; readonly role: Role; readonly passwordHash: string },
  ): Promise<boolean>;
  /**
   * Gives an account a new password; false: there is no such account, or its `credentials` are no longer those that are
   * expected (null: whatever they are).
   */
  setPassword(by: Doer, at: Date, name: string, passwordHash: string, expected: number | null): Promise<boolean>;
  /** Changes an account, and writes nothing when it stays as it was. Gives it as it is then; null: there is none. */
  change(by: Doer, at: Date, name: string, change: UserChange): Promise<User | null>;
  /** The same password in a newer form, if the account still has that one. Ends no session and leaves no entry. */
  renewHash(name: string, from: string, to: string): Promise<void>;
}
