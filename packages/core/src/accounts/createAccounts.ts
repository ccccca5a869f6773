import type { Doer } from '../audit/AuditEntry.ts';
import type { AccountPorts, AccountSettings } from './AccountPorts.ts';
import { createDirectory } from './createDirectory.ts';
import { createPasswordChange, type PasswordChange, type PasswordChangeResult } from './createPasswordChange.ts';
import { createSessions, type Sessions } from './createSessions.ts';
import { createSignIn, type SignIn, type SignInResult } from './createSignIn.ts';
import { createTokens, type Tokens } from './createTokens.ts';
import { createUsers, type Users } from './createUsers.ts';
import type { Principal } from './Principal.ts';

/** Who somebody is, and how they show it. What they may do is another question: `may`. */
export interface Accounts {
  signIn(given: SignIn): Promise<SignInResult>;
  /** Whose session of ours this secret belongs to; null: nobody's, or it is over. */
  continueSession: Sessions['continue'];
  /** Who is signed in to CYNOW by its cookie `sessionid`, as of a minute ago at most; null: nobody, or that way is closed. */
  continueCynowSession(cookie: string): Promise<Principal | null>;
  /** Ends the session of this secret. Who is signed in to CYNOW signs out there. */
  signOut: Sessions['end'];
  /** Ends all sessions of ours of this account; tells how many, and leaves an entry in the trail when there were any. */
  signOutEverywhere(by: Doer, who: Pick<Principal, 'account' | 'user'>): Promise<number>;
  changePassword(by: Doer, who: Principal, change: PasswordChange): Promise<PasswordChangeResult>;
  readonly tokens: Tokens;
  readonly users: Users;
}

export const createAccounts = (ports: AccountPorts, settings: AccountSettings): Accounts => {
  const directory = createDirectory(ports, settings);
  const sessions = createSessions(ports, directory);
  return {
    signIn: createSignIn(ports, settings, directory, sessions),
    continueSession: sessions.continue,
    async continueCynowSession(cookie) {
      const known = await directory.ofCynowSession(cookie);
      return (
        known && { account: known.account, user: known.user, role: known.role, through: { kind: 'cynow-session' } }
      );
    },
    signOut: sessions.end,
    signOutEverywhere: (by, who) => ports.sessions.signOutEverywhere(by, ports.clock.now(), who),
    changePassword: createPasswordChange(ports, directory, sessions),
    tokens: createTokens(ports, directory),
    users: createUsers(ports, settings, sessions),
  };
};
