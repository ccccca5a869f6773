import { cynowAccountsContract } from '../testing/cynowAccountsContract.ts';
import { inMemoryCynowAccounts } from './inMemoryCynowAccounts.ts';

cynowAccountsContract(async (accounts, sessions) => ({
  cynow: inMemoryCynowAccounts(accounts, sessions),
  close: async () => undefined,
}));
