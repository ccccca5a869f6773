import type { AccountPorts } from './AccountPorts.ts';
import { accountKey } from './accountName.ts';
import { addressKey } from './addressKey.ts';
import { secretHash } from './secretHash.ts';
import { type Admission, admit, familiarMs, forgetFailuresMs, succeeded } from './signInBrakes.ts';

/** Runs a try with a password under the brakes of signing in; what is not `right` stays counted as a failure. */
export const createBrakes =
  ({ attempts, clock }: Pick<AccountPorts, 'attempts' | 'clock'>) =>
  async <T>(
    { name, address }: { readonly name: string; readonly address: string },
    attempt: () => Promise<{ readonly right: boolean; readonly result: T }>,
  ): Promise<T | { readonly outcome: 'wait'; readonly seconds: number }> => {
    const [who, where] = [accountKey(name), addressKey(address)];
    // Hashed: what is typed as a name is sometimes a password.
    const keys = [`pair\n${where}\n${who}`, `address\n${where}`, `account\n${who}`].map(secretHash);
    const admission = await attempts.change<Admission>(keys, (held) => {
      const next = admit(held, clock.now());
      return { held: next.held, result: next.admission };
    });
    if (admission.outcome === 'wait') return { outcome: 'wait', seconds: Math.ceil(admission.ms / 1000) };
    const { right, result } = await attempt();
    if (!right) return result;
    const now = clock.now();
    await attempts.change(keys, (held) => ({
      held: succeeded(held, admission.familiar, now),
      result: null,
    }));
    await attempts.forget(new Date(now.getTime() - forgetFailuresMs), new Date(now.getTime() - familiarMs));
    return result;
  };
