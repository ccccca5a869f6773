import { runRequestsContract } from '../testing/runRequestsContract.ts';
import { inMemoryRunRequests } from './inMemoryRunRequests.ts';

runRequestsContract(async () => {
  let made = 0;
  return {
    requests: inMemoryRunRequests(),
    newId: () => {
      made += 1;
      return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
    },
    close: async () => undefined,
  };
});
