import type { Doer } from '../audit/AuditEntry.ts';
import { PoError } from '../errors.ts';
import type { Role } from '../flags/FlagState.ts';
import type { User, UserChange } from '../ports/UserStore.ts';
import type { AccountPorts, AccountSettings } from './AccountPorts.ts';
import { accountKey, accountName } from './accountName.ts';
import type { Sessions } from './createSessions.ts';
import { normalPassword } from './normalPassword.ts';
import { type PasswordProblem, passwordProblem } from './passwordProblem.ts';

export type AddUserResult =
  | { readonly outcome: 'added'; readonly name: string }
  | { readonly outcome: 'taken' | 'unusable-name' }
  | { readonly outcome: 'unusable'; readonly problem: PasswordProblem };

export type SetPasswordResult =
  | { readonly outcome: 'set' | 'unknown' }
  | { readonly outcome: 'unusable'; readonly problem: PasswordProblem };

/** Our own accounts, for those who look after them. */
export interface Users {
  list(): Promise<readonly User[]>;
  /**
   * How many may sign in: our own accounts that are not disabled, and CYNOW's where the site lets them in; who has one of each
   * counts as two. Null: CYNOW's cannot be read.
   */
  count(): Promise<number | null>;
  /**
   * Whether this account is the only one through which an administrator can sign in. False where CYNOW's people may: who of
   * them is one is CYNOW's to say.
   */
  isLastAdmin(name: string): Promise<boolean>;
  add(
    by: Doer,
    user: { readonly name: string; readonly role: Role; readonly password: string },
  ): Promise<AddUserResult>;
  /** Gives somebody a new password and ends all of their sessions. Tokens stay. */
  setPassword(by: Doer, name: string, password: string): Promise<SetPasswordResult>;
  /** Changes the role, or disables an account, with its sessions and tokens, or takes that back. Null: there is none. */
  change(by: Doer, name: string, change: UserChange): Promise<User | null>;
}

export const createUsers = (
  { users, cynow, hasher, clock }: Pick<AccountPorts, 'users' | 'cynow' | 'hasher' | 'clock'>,
  { methods }: Pick<AccountSettings, 'methods'>,
  sessions: Pick<Sessions, 'endAll'>,
): Users => ({
  list: () => users.list(),

  async count() {
    const own = methods.includes('own')
      ? (await users.list()).filter(({ disabledAt }) => disabledAt === null).length
      : 0;
    if (!methods.some((method) => method !== 'own')) return own;
    try {
      return own + (await cynow.count());
    } catch (error) {
      if (PoError.is(error) && error.code === 'CYNOW_UNREADABLE') return null;
      throw error;
    }
  },

  async isLastAdmin(name) {
    if (methods.some((method) => method !== 'own')) return false;
    const admins = (await users.list()).filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null);
    return admins.length === 1 && admins.every((each) => accountKey(each.name) === accountKey(name));
  },

  async add(by, { name: typed, role, password }) {
    const name = accountName(typed);
    if (name === null) return { outcome: 'unusable-name' };
    const problem = passwordProblem(password, name);
    if (problem !== null) return { outcome: 'unusable', problem };
    const passwordHash = await hasher.hash(normalPassword(password));
    const added = await users.add(by, clock.now(), { name, role, passwordHash });
    return added ? { outcome: 'added', name } : { outcome: 'taken' };
  },

  async setPassword(by, name, password) {
    const held = await users.find(name);
    if (held === null) return { outcome: 'unknown' };
    const problem = passwordProblem(password, held.name);
    if (problem !== null) return { outcome: 'unusable', problem };
    const hash = await hasher.hash(normalPassword(password));
    if (!(await users.setPassword(by, clock.now(), name, hash, null))) return { outcome: 'unknown' };
    await sessions.endAll(`own:${accountKey(name)}`);
    return { outcome: 'set' };
  },

  async change(by, name, change) {
    const user = await users.change(by, clock.now(), name, change);
    if (user !== null && user.disabledAt !== null) await sessions.endAll(`own:${accountKey(name)}`);
    return user;
  },
});
