import { cdcMonitorContract } from '../testing/cdcMonitorContract.ts';
import { inMemoryCdcMonitor } from './inMemoryCdcMonitor.ts';

cdcMonitorContract(async () => {
  let counter = 0;
  return {
    cdc: inMemoryCdcMonitor(() => String(counter)),
    change: async () => {
      counter += 1;
    },
    close: async () => undefined,
  };
});
