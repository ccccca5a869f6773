import { secretHash } from '../accounts/secretHash.ts';
import type { CynowAccount, CynowAccounts } from '../ports/CynowAccounts.ts';

/** An account with what CYNOW keeps besides. */
export interface InMemoryCynowAccount extends CynowAccount {
  readonly isActive: boolean;
  readonly encoded: string;
}

/** CYNOW's accounts in memory, and who is signed in there: by cookie, the account's number and until when. */
export const inMemoryCynowAccounts = (
  accounts: readonly InMemoryCynowAccount[] = [],
  sessions: ReadonlyMap<string, { readonly id: string; readonly until: Date }> = new Map(),
): CynowAccounts => {
  const find = (fits: (account: InMemoryCynowAccount) => boolean): InMemoryCynowAccount | null =>
    accounts.find((account) => account.isActive && fits(account)) ?? null;
  const shown = (account: InMemoryCynowAccount | null): CynowAccount | null => {
    if (account === null) return null;
    const { id, name, isStaff, isSuperuser, groups } = account;
    return { id, name, isStaff, isSuperuser, groups };
  };
  const ofId = (id: string): InMemoryCynowAccount | null => find((account) => account.id === id);
  return {
    async ofSession(cookie, at) {
      const session = sessions.get(cookie);
      return session === undefined || session.until <= at ? null : shown(ofId(session.id));
    },
    ofId: async (id) => shown(ofId(id)),
    ofName: async (name) => shown(find((account) => account.name === name)),
    count: async () => accounts.filter(({ isActive }) => isActive).length,
    passwordOf: async (name) => ({
      encoded: find((account) => account.name === name)?.encoded ?? null,
      usualIterations: 1000,
    }),
    async credentialsOf(id) {
      const account = ofId(id);
      return account && secretHash(account.encoded);
    },
  };
};
