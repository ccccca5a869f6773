import { type CdcObservation, observed } from '../cdc/CdcObservation.ts';
import { type Standstill, standstillEnded } from '../cdc/Standstill.ts';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';

/** Watches a change counter of the embedding program's own. */
export const inMemoryCdcMonitor = (counter: () => string): CdcMonitor => {
  let remembered: CdcObservation | null = null;
  const past: Standstill[] = [];
  return {
    remembered: async () => remembered,
    async look(at, keep) {
      const observation = observed(remembered, counter(), at);
      if (!keep) return observation;
      const ended = standstillEnded(remembered, observation);
      if (ended !== null) past.push(ended);
      remembered = observation;
      return observation;
    },
    standstills: async (since) => past.filter(({ to }) => to > since),
  };
};
