import type { Doer } from '../audit/AuditEntry.ts';
import type { AccountPorts } from './AccountPorts.ts';
import { createBrakes } from './createBrakes.ts';
import type { Directory } from './createDirectory.ts';
import type { BegunSession, Sessions } from './createSessions.ts';
import { normalPassword } from './normalPassword.ts';
import type { Principal } from './Principal.ts';
import { type PasswordProblem, passwordProblem } from './passwordProblem.ts';

/** Somebody who wants another password. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly address: string;
}

export type PasswordChangeResult =
  /** Every session has ended; this is a new one. */
  | ({ readonly outcome: 'changed' } & BegunSession)
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'wait'; readonly seconds: number }
  | { readonly outcome: 'unusable'; readonly problem: PasswordProblem }
  /** An account of CYNOW's: its password is changed there. */
  | { readonly outcome: 'elsewhere' };

/** Changes the password of somebody who is signed in and still knows the current one. */
export const createPasswordChange = (
  ports: Pick<AccountPorts, 'users' | 'hasher' | 'attempts' | 'clock'>,
  directory: Directory,
  sessions: Sessions,
): ((by: Doer, who: Principal, change: PasswordChange) => Promise<PasswordChangeResult>) => {
  const { users, hasher, clock } = ports;
  const braked = createBrakes(ports);
  return async (by, { account, user }, { current, next, address }) => {
    if (!account.startsWith('own:')) return { outcome: 'elsewhere' };
    const problem = passwordProblem(next, user);
    if (problem !== null) return { outcome: 'unusable', problem };
    return braked({ name: user, address }, async (): Promise<{ right: boolean; result: PasswordChangeResult }> => {
      const held = await users.find(user);
      const verdict = await hasher.verify(normalPassword(current), held?.passwordHash ?? null);
      const wrong = { right: false, result: { outcome: 'wrong' } } as const;
      if (held === null || verdict === 'wrong') return wrong;
      const hash = await hasher.hash(normalPassword(next));
      // Somebody else may have changed it meanwhile: then this is no longer the current one.
      if (!(await users.setPassword(by, clock.now(), user, hash, held.credentials))) return wrong;
      await sessions.endAll(account);
      const known = await directory.ofId(account);
      return known === null ? wrong : { right: true, result: { outcome: 'changed', ...(await sessions.begin(known)) } };
    });
  };
};
