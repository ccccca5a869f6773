import { type CdcObservation, observed } from '../cdc/CdcObservation.ts';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';

/** Watches a change counter of the embedding program's own. */
export const inMemoryCdcMonitor = (counter: () => string): CdcMonitor => {
  let remembered: CdcObservation | null = null;
  return {
    remembered: async () => remembered,
    async look(at, keep) {
      const observation = observed(remembered, counter(), at);
      if (keep) remembered = observation;
      return observation;
    },
  };
};
