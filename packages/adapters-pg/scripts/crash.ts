/**
 * npm run crash -- [--rounds N] [--seed S] [--docs D] [--round R]: disturbs backfills at random moments, each in one of
 * eight ways, repeats them to their end and compares what is there with what an undisturbed run leaves. Exit code 1 when
 * something differs.
 */
import { parseArgs } from 'node:util';
import { describeFaults, describeRounds, isRight } from '../src/proofs/crash/describeRounds.spec.support.ts';
import { runRounds } from '../src/proofs/crash/runRounds.spec.support.ts';

const usage = `Usage: npm run crash -- [--rounds N] [--seed S] [--docs D] [--round R]

  --rounds N   rounds (200); eight ways to disturb take turns
  --seed S     a whole number from which every round follows (drawn, and printed)
  --docs D     documents of each round (drawn: 1,500 to 5,000)
  --round R    only this round, to look at it again

It starts two PostgreSQL servers of its own in the temporary directory, and removes them.`;

const wholeNumber = (name: string, value: string): number => {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name}: expected a whole number, got "${value}"`);
  return Number(value);
};

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      docs: { type: 'string' },
      round: { type: 'string' },
    },
  });
  const rounds = wholeNumber('rounds', values.rounds);
  return {
    seed: wholeNumber('seed', values.seed),
    documents: values.docs === undefined ? null : wholeNumber('docs', values.docs),
    rounds:
      values.round === undefined
        ? Array.from({ length: rounds }, (_, i) => i + 1)
        : [wholeNumber('round', values.round)],
  };
};

const main = async (): Promise<number> => {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  const { seed } = options;
  console.log(`seed ${seed}`);
  const from = performance.now();
  const results = await runRounds({
    ...options,
    atOnce: 2,
    onResult(result, { plan: { documents, batchSize }, undisturbed }) {
      const { plan, seconds, resumed, strikes } = result;
      const moments = plan.moments.map((moment) => moment.toFixed(2)).join(' ');
      console.log(
        `round ${plan.round}: ${plan.disturbance} at ${moments} of ${undisturbed.ms} ms, ${documents} documents, ` +
          `${batchSize} a batch, ${strikes.filter(({ within }) => within).length} of ${strikes.length} in a run, ` +
          `${resumed ? 'taken up' : 'run anew'}: ${isRight(result) ? 'right' : 'WRONG'}, ${seconds.toFixed(1)} s`,
      );
      if (!isRight(result)) console.log(`${describeFaults(result)}\n  again: --seed ${seed} --round ${plan.round}`);
    },
  });
  console.log(`\n${describeRounds(results)}\n\nseed ${seed}, ${((performance.now() - from) / 1000).toFixed(0)} s`);
  const wrong = results.filter((result) => !isRight(result));
  if (wrong.length === 0) return 0;
  console.error(`\n${wrong.length} rounds went wrong (seed ${seed}):\n${wrong.map(describeFaults).join('\n')}`);
  return 1;
};

process.exitCode = await main();
