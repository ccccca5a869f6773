import type { CdcObservation } from '../cdc/CdcObservation.ts';
import { type CdcFreshness, type CdcSettings, cdcFreshness } from '../cdc/cdcState.ts';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';
import { type NotCounting, notCounting } from './countingTime.ts';

/** How the source stands at a moment, and which times do not count for reserved numbers. */
export interface LookAtTime {
  readonly observation: CdcObservation;
  readonly cdc: CdcFreshness;
  readonly not: NotCounting;
}

/** Standstills of longer ago belong to numbers that expired long ago. */
const rememberedDays = 400;

/** Looks at the source's counters, which is remembered, and at what earlier looks found. */
export const lookAtTime = async (monitor: CdcMonitor, settings: CdcSettings, at: Date): Promise<LookAtTime> => {
  const observation = await monitor.look(at, true);
  const past = await monitor.standstills(new Date(at.getTime() - rememberedDays * 86_400_000));
  return {
    observation,
    cdc: cdcFreshness(observation, settings, at),
    not: notCounting(settings, past, observation),
  };
};
