import type { BackfillProcess } from '../startProcess.spec.support.ts';
import type { Attempt, Strike } from './Attempt.spec.support.ts';
import { endOf, hangOf } from './endOf.spec.support.ts';
import { killProcess } from './killProcess.spec.support.ts';

const timeOf = ({ events }: BackfillProcess, wanted: 'started' | 'finished'): number =>
  events.find(({ type }) => type === wanted)?.at ?? Number.NaN;

const ran = ({ events }: BackfillProcess): boolean => events.some(({ type }) => type === 'started');

const lastOf = ({ events }: BackfillProcess) => events.at(-1);

/**
 * Starts two runs at once, to take up the same run again where the round takes up. They may run one after the other
 * only, and one that may not wait is told who runs.
 */
export const startTwo = async (attempt: Attempt): Promise<Strike> => {
  const { start, plan, unfinishedRun } = attempt;
  const before = plan.resumed ? (await killProcess(attempt)).problems : [];
  const resume = plan.resumed ? await unfinishedRun() : null;
  const runs = [1, 2].map(() => start({ resume, waitMs: plan.waits ? null : 0, atASign: true }));
  for (const run of runs) await run.told('ready');
  for (const run of runs) run.begin();
  const hangs = (await Promise.all(runs.map(hangOf))).flat();

  const runners = runs.filter(ran).sort((a, b) => timeOf(a, 'started') - timeOf(b, 'started'));
  const problems = [...before, ...hangs, ...(await Promise.all(runners.map((run) => endOf(run, [])))).flat()];
  const [first, second] = runners;
  if (first === undefined) return { within: true, problems: [...problems, 'no run began'] };
  if (second !== undefined) {
    if (!(timeOf(second, 'started') >= timeOf(first, 'finished')))
      problems.push('a run began before the other had ended');
    // One that may not wait, but came when the other had ended already, shows nothing.
    return { within: plan.waits, problems };
  }
  const answer = lastOf(runs.find((run) => run !== first)!);
  const right = plan.waits
    ? resume !== null && answer?.type === 'not-resumable'
    : answer?.type === 'busy' && answer.holder?.pid === first.child.pid;
  if (!right) problems.push(`the second of two runs was told ${JSON.stringify(answer)}`);
  return { within: true, problems };
};
