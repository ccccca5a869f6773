import type { Role } from '../flags/FlagState.ts';
import type { CynowAccount } from '../ports/CynowAccounts.ts';
import type { AccountPorts, AccountSettings } from './AccountPorts.ts';
import { accountKey } from './accountName.ts';
import type { AccountId } from './Principal.ts';
import { remembered } from './remembered.ts';
import { roleOf } from './roleOf.ts';

/** CYNOW's accounts and sessions are looked up again after so long at the latest: who signs out there is out here. */
const cynowAgeMs = 60 * 1000;

/** An account that is in use, with the role that it has now. */
export interface KnownAccount {
  readonly account: AccountId;
  readonly user: string;
  readonly role: Role;
  /** Changes with the password; null where passwords are none of our affair. */
  readonly credentials: string | null;
}

/** Finds accounts of both kinds. Those that are disabled, not active, without a role, or of a kind not asked for, are none. */
export interface Directory {
  ofId(id: AccountId): Promise<KnownAccount | null>;
  /** The same as it is now, not as of a minute ago at most. */
  ofIdNow(id: AccountId): Promise<KnownAccount | null>;
  ofName(name: string): Promise<KnownAccount | null>;
  ofCynowSession(cookie: string): Promise<KnownAccount | null>;
  /** An account of CYNOW's as it is known here. */
  ofCynow(account: CynowAccount, credentials: string | null): Promise<KnownAccount | null>;
}

export const createDirectory = (
  { users, cynow, clock }: Pick<AccountPorts, 'users' | 'cynow' | 'clock'>,
  { methods, roleRules }: AccountSettings,
): Directory => {
  const [own, bySession, byPassword] = (['own', 'django-session', 'django-password'] as const).map((method) =>
    methods.includes(method),
  );

  const ofOwn = async (name: string): Promise<KnownAccount | null> => {
    const held = own ? await users.find(name) : null;
    if (held === null || held.disabledAt !== null) return null;
    return {
      account: `own:${accountKey(held.name)}`,
      user: held.name,
      role: held.role,
      credentials: String(held.credentials),
    };
  };

  const ofCynow: Directory['ofCynow'] = async (account, credentials) => {
    const role = roleOf(roleRules, account);
    // A name belongs to one account. Were it otherwise, whoever makes accounts in CYNOW could make one of ours.
    if (role === null || (own && (await users.find(account.name)) !== null)) return null;
    return { account: `cynow:${account.id}`, user: account.name, role, credentials };
  };

  const ofCynowId = remembered(
    async (id) => {
      const account = await cynow.ofId(id);
      return account && ofCynow(account, byPassword ? await cynow.credentialsOf(id) : null);
    },
    cynowAgeMs,
    () => clock.now(),
  );

  const ofSession = remembered(
    async (cookie) => {
      const account = await cynow.ofSession(cookie, clock.now());
      return account && ofCynow(account, null);
    },
    cynowAgeMs,
    () => clock.now(),
  );

  const ofEither = async (id: AccountId, ofTheirs: typeof ofCynowId.of): Promise<KnownAccount | null> => {
    const key = id.slice(id.indexOf(':') + 1);
    if (id.startsWith('own:')) return ofOwn(key);
    return bySession || byPassword ? ofTheirs(key) : null;
  };

  return {
    ofCynow,
    ofCynowSession: async (cookie) => (bySession ? ofSession.of(cookie) : null),
    ofId: (id) => ofEither(id, ofCynowId.of),
    ofIdNow: (id) => ofEither(id, ofCynowId.anew),
    async ofName(name) {
      const found = await ofOwn(name);
      if (found !== null || !(bySession || byPassword)) return found;
      const account = await cynow.ofName(name);
      return account && ofCynow(account, null);
    },
  };
};
