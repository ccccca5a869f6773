/** An account of CYNOW's that may sign in there. */
export interface CynowAccount {
  /** CYNOW's number for it. */
  readonly id: string;
  readonly name: string;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  readonly groups: readonly string[];
}

/** What a password is checked against. */
export interface CynowPassword {
  /** As Django stores it; null: there is no such account, or it is not active. */
  readonly encoded: string | null;
  /** The iterations of most accounts: as much work is done where there is no account. */
  readonly usualIterations: number;
}

/**
 * The accounts of the running CYNOW, only read. Accounts that are not active count as none.
 * @throws PoError `CYNOW_UNREADABLE`, `NO_CONNECTION`
 */
export interface CynowAccounts {
  /** Whom the cookie `sessionid` has signed in there; null: nobody, not any more, or the cookie is none. */
  ofSession(cookie: string, at: Date): Promise<CynowAccount | null>;
  ofId(id: string): Promise<CynowAccount | null>;
  /** By the name, letter for letter. */
  ofName(name: string): Promise<CynowAccount | null>;
  /** How many there are. */
  count(): Promise<number>;
  /** Reads the stored password; only asked where people sign in with CYNOW's passwords. */
  passwordOf(name: string): Promise<CynowPassword>;
  /** Something that changes with the password and does not tell it; null: no such account. Only asked as `passwordOf`. */
  credentialsOf(id: string): Promise<string | null>;
}
