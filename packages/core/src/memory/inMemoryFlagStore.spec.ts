import { flagStoreContract } from '../testing/flagStoreContract.ts';
import { inMemoryAuditTrail } from './inMemoryAuditTrail.ts';
import { inMemoryFlagStore } from './inMemoryFlagStore.ts';

flagStoreContract(async () => {
  const audit = inMemoryAuditTrail();
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return String(ids);
  };
  return { flags: inMemoryFlagStore(audit, newId), audit, close: async () => undefined };
});
