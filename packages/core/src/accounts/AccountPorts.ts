import type { AttemptStore } from '../ports/AttemptStore.ts';
import type { Clock } from '../ports/Clock.ts';
import type { CynowAccounts } from '../ports/CynowAccounts.ts';
import type { DjangoPasswords, NewSecret, PasswordHasher } from '../ports/Passwords.ts';
import type { SessionStore } from '../ports/SessionStore.ts';
import type { TokenStore } from '../ports/TokenStore.ts';
import type { UserStore } from '../ports/UserStore.ts';
import type { AuthMethod } from './Principal.ts';
import type { RoleRule } from './roleOf.ts';

/** What accounts need of the outside. */
export interface AccountPorts {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly attempts: AttemptStore;
  readonly cynow: CynowAccounts;
  readonly hasher: PasswordHasher;
  readonly django: DjangoPasswords;
  readonly newSecret: NewSecret;
  readonly newId: () => string;
  readonly clock: Clock;
}

/** What a site has set about them. */
export interface AccountSettings {
  /** `PO_AUTH`. An account of a kind that is not named here can do nothing, nor can its tokens. */
  readonly methods: readonly AuthMethod[];
  /** `PO_ROLE_MAP`. */
  readonly roleRules: readonly RoleRule[];
}
