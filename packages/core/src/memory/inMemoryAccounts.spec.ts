import { accountsContract } from '../testing/accountsContract.ts';
import { inMemoryAccounts } from './inMemoryAccounts.ts';
import { inMemoryAuditTrail } from './inMemoryAuditTrail.ts';

accountsContract(async () => {
  const audit = inMemoryAuditTrail();
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return String(ids);
  };
  const stores = inMemoryAccounts(audit, newId);
  return { stores, audit, restarted: async () => stores, close: async () => undefined };
});
