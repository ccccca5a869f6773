import { text } from '../text/text.ts';
import type { AccountPorts, AccountSettings } from './AccountPorts.ts';
import { accountKey } from './accountName.ts';
import { createBrakes } from './createBrakes.ts';
import type { Directory, KnownAccount } from './createDirectory.ts';
import type { BegunSession, Sessions } from './createSessions.ts';
import { normalPassword } from './normalPassword.ts';
import { secretHash } from './secretHash.ts';

/** Somebody at the sign-in form. */
export interface SignIn {
  readonly name: string;
  readonly password: string;
  /** The client's address as the server knows it, behind trusted proxies. */
  readonly address: string;
  /** The secret of the session that the browser had, which ends; null: none. */
  readonly replaces: string | null;
}

/** Why nobody was signed in: for the log only. Whoever tries is told the same in every case. */
export type RefusedBecause = 'unknown' | 'disabled' | 'wrong' | 'other-hasher' | 'no-role';

export type SignInResult =
  | ({ readonly outcome: 'signed-in' } & BegunSession)
  | { readonly outcome: 'refused'; readonly because: RefusedBecause }
  | { readonly outcome: 'wait'; readonly seconds: number };

type Checked = { readonly known: KnownAccount } | { readonly because: RefusedBecause };

/**
 * Signs somebody in with a name and a password of ours or of CYNOW's. For every way that is open exactly one password hash is
 * computed, whether there is such an account, it is disabled, or the password is wrong.
 */
export const createSignIn = (
  ports: Pick<AccountPorts, 'users' | 'cynow' | 'hasher' | 'django' | 'attempts' | 'clock'>,
  { methods }: AccountSettings,
  directory: Directory,
  sessions: Sessions,
): ((given: SignIn) => Promise<SignInResult>) => {
  const { users, cynow, hasher, django } = ports;
  const braked = createBrakes(ports);

  /** Null: there is no account of ours by that name, and CYNOW may have one. */
  const checkOwn = async (name: string, typed: string): Promise<Checked | null> => {
    const password = normalPassword(typed);
    const held = await users.find(name);
    const verdict = await hasher.verify(password, held?.passwordHash ?? null);
    if (held === null) return null;
    if (verdict === 'wrong') return { because: 'wrong' };
    const { role, credentials, disabledAt } = held;
    if (disabledAt !== null) return { because: 'disabled' };
    if (verdict === 'outdated') await users.renewHash(name, held.passwordHash, await hasher.hash(password));
    const account = `own:${accountKey(held.name)}` as const;
    return { known: { account, user: held.name, role, credentials: String(credentials) } };
  };

  const checkCynow = async (typedName: string, password: string): Promise<Checked> => {
    const name = text(typedName) ?? '';
    const stored = await cynow.passwordOf(name);
    const verdict = await django.verify(password, stored);
    if (stored.encoded === null) return { because: 'unknown' };
    if (verdict === 'unsupported') return { because: 'other-hasher' };
    if (verdict === 'wrong') return { because: 'wrong' };
    const account = await cynow.ofName(name);
    if (account === null) return { because: 'disabled' };
    const known = await directory.ofCynow(account, secretHash(stored.encoded));
    return known === null ? { because: 'no-role' } : { known };
  };

  const check = async ({ name, password }: SignIn): Promise<Checked> => {
    const own = methods.includes('own') ? await checkOwn(name, password) : null;
    if (!methods.includes('django-password')) return own ?? { because: 'unknown' };
    try {
      const other = await checkCynow(name, password);
      return own ?? other;
    } catch (error) {
      // What is wrong with CYNOW keeps nobody out who has shown a password of ours, and tells nothing of other names.
      if (own !== null && 'known' in own) return own;
      throw error;
    }
  };

  return (given) =>
    braked(given, async (): Promise<{ right: boolean; result: SignInResult }> => {
      const checked = await check(given);
      if ('because' in checked) return { right: false, result: { outcome: 'refused', because: checked.because } };
      if (given.replaces !== null) await sessions.end(given.replaces);
      return { right: true, result: { outcome: 'signed-in', ...(await sessions.begin(checked.known)) } };
    });
};
