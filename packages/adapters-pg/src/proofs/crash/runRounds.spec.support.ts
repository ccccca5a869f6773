import { type CrashServer, openCrashServer } from './CrashServer.spec.support.ts';
import { type CrashSite, openCrashSite } from './CrashSite.spec.support.ts';
import { blockOf, planBlock, planRound } from './RoundPlan.spec.support.ts';
import { type RoundResult, runRound } from './runRound.spec.support.ts';

/** The rounds to run. */
export interface Rounds {
  readonly seed: number;
  readonly rounds: readonly number[];
  /** Documents of every round; null draws a number for each block. */
  readonly documents: number | null;
  /** How many blocks of rounds go on at a time, each over a server of its own. */
  readonly atOnce: number;
  /** Told of each round that has ended. */
  readonly onResult?: (result: RoundResult, site: CrashSite) => void;
}

/** Runs the rounds and gives their results in order. Rounds of one block share their data, each in a copy of its own. */
export const runRounds = async ({ seed, rounds, documents, atOnce, onResult }: Rounds): Promise<RoundResult[]> => {
  const results: RoundResult[] = [];
  const blocks = [...Map.groupBy(rounds, blockOf)];

  const runBlocks = async (server: CrashServer): Promise<void> => {
    for (let next = blocks.shift(); next !== undefined; next = blocks.shift()) {
      const [block, members] = next;
      const site = await openCrashSite(server, planBlock(seed, block, documents));
      for (const round of members) {
        const result = await runRound(site, planRound(seed, round));
        results.push(result);
        onResult?.(result, site);
      }
    }
  };

  await Promise.all(
    Array.from({ length: Math.min(atOnce, blocks.length) }, async () => {
      const server = await openCrashServer();
      try {
        await runBlocks(server);
      } finally {
        await server.close();
      }
    }),
  );
  return results.sort((a, b) => a.plan.round - b.plan.round);
};
