import { runRequestsContract } from '../testing/runRequestsContract.ts';
import { inMemoryAuditTrail } from './inMemoryAuditTrail.ts';
import { inMemoryRunRequests } from './inMemoryRunRequests.ts';

runRequestsContract(async () => {
  let made = 0;
  const newId = (): string => {
    made += 1;
    return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  };
  const audit = inMemoryAuditTrail();
  return {
    requests: inMemoryRunRequests(audit, newId),
    audit,
    newId,
    close: async () => undefined,
  };
});
