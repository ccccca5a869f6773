import type { BackfillProcess } from '../startProcess.spec.support.ts';
import type { Attempt, Strike } from './Attempt.spec.support.ts';
import { endOf } from './endOf.spec.support.ts';

const timeOf = ({ events }: BackfillProcess, wanted: 'started' | 'finished'): number =>
  events.find(({ type }) => type === wanted)?.at ?? Number.NaN;

/** What is wrong with two runs of which each may wait for the other. */
const oneAfterTheOther = async (runs: readonly BackfillProcess[]): Promise<readonly string[]> => {
  const problems = (await Promise.all(runs.map((run) => endOf(run, [])))).flat();
  const [first, second] = [...runs].sort((a, b) => timeOf(a, 'started') - timeOf(b, 'started'));
  if (problems.length > 0 || timeOf(second!, 'started') >= timeOf(first!, 'finished')) return problems;
  return ['the second run began before the first had ended'];
};

/** What is wrong with two runs of which none may wait. */
const oneOnly = async (runs: readonly BackfillProcess[]): Promise<readonly string[]> => {
  await Promise.all(runs.map(({ ended }) => ended));
  const runner = runs.find(({ events }) => events.some(({ type }) => type === 'started'));
  const other = runs.find((run) => run !== runner);
  if (runner === undefined || other === undefined) return ['no run began'];
  const problems = await endOf(runner, []);
  const last = other.events.at(-1);
  if (last?.type === 'busy' && last.holder?.pid === runner.child.pid) return problems;
  return [...problems, `the second of two runs was not told who runs, but ${JSON.stringify(last)}`];
};

/** Starts two runs at once: one after the other when they may wait, and else only one, and the other says so. */
export const startTwo = async ({ start, plan, resume }: Attempt): Promise<Strike> => {
  const runs = [1, 2].map(() => start({ resume, waitMs: plan.waits ? null : 0, atASign: true }));
  for (const run of runs) await run.told('ready');
  for (const run of runs) run.begin();
  return { within: true, problems: await (plan.waits ? oneAfterTheOther : oneOnly)(runs) };
};
