import { createPrng, type Prng } from '../../demo/createPrng.ts';

/** What happens to a run, or between it and its server; each round has one of these. */
export const disturbances = [
  'process killed',
  'server killed',
  'server stopped at once',
  'sessions terminated',
  'sockets cut',
  'connections stalled',
  'two at once',
  'stood still',
] as const;
export type Disturbance = (typeof disturbances)[number];

/** The data of a block of rounds, one round of each disturbance. */
export interface BlockPlan {
  readonly dataSeed: number;
  readonly documents: number;
  /** Documents a batch. */
  readonly batchSize: number;
}

/** What a round does: all of it follows from the seed and the round's number. */
export interface RoundPlan {
  readonly round: number;
  readonly disturbance: Disturbance;
  /** Whether the run is taken up again after a disturbance; otherwise another one is begun. */
  readonly resumed: boolean;
  /** When to disturb, once for each run of the round, as a share of what is left of an undisturbed one: 0 to 1.2. */
  readonly moments: readonly number[];
  /** Whether what can be cut off in part is cut off whole. */
  readonly whole: boolean;
  /** Whether the second of two runs waits for the first. */
  readonly waits: boolean;
  /** For choices among what there is at the moment. */
  readonly prng: Prng;
}

/** From which block on the rounds are: 0 for the first. */
export const blockOf = (round: number): number => Math.floor((round - 1) / disturbances.length);

/** The data of a block; `documents` instead of a number of its own. */
export const planBlock = (seed: number, block: number, documents: number | null): BlockPlan => {
  const prng = createPrng(`crash ${seed} block ${block}`);
  const drawn = prng.int(1500, 5000);
  return {
    dataSeed: prng.int(1, 1_000_000),
    documents: documents ?? drawn,
    batchSize: prng.pick([20, 50, 100, 250, 1000]),
  };
};

/** The plan of a round, counted from 1. */
export const planRound = (seed: number, round: number): RoundPlan => {
  const prng = createPrng(`crash ${seed} round ${round}`);
  const disturbance = disturbances[(round - 1) % disturbances.length]!;
  const once = disturbance === 'two at once' || disturbance === 'stood still';
  const times = once ? 1 : prng.int(1, 3);
  return {
    round,
    disturbance,
    // Some of these find nothing left to take up.
    resumed: prng.chance(0.65),
    moments: Array.from({ length: times }, () => prng.next() * 1.2),
    whole: prng.chance(0.5),
    waits: prng.chance(0.5),
    prng,
  };
};
