import { setTimeout as pause } from 'node:timers/promises';
import type { BackfillProcess } from '../startProcess.spec.support.ts';

/** Far longer than anything that a run waits for; one that has not ended then never will. */
const patienceMs = 60_000;

/** Waits until the moment, or until the process has ended, and says whether it is within a run then. */
export const isWithinAt = async (run: BackfillProcess, momentMs: number): Promise<boolean> => {
  await run.told('ready');
  await Promise.race([pause(momentMs), run.ended]);
  const types = new Set(run.events.map(({ type }) => type));
  return types.has('started') && !types.has('finished') && !types.has('error');
};

/**
 * Waits for the end of a disturbed run and gives what is wrong with it: it may finish, or end with one of these codes
 * of an error, and nothing else.
 */
export const endOf = async (run: BackfillProcess, codes: readonly string[]): Promise<readonly string[]> => {
  const ended = await Promise.race([run.ended.then(() => true), pause(patienceMs, false, { ref: false })]);
  const last = run.events.at(-1);
  if (!ended) {
    run.child.kill('SIGKILL');
    await run.ended;
    return [`hangs: it did not end within ${patienceMs / 1000} s, after ${JSON.stringify(last)}`];
  }
  if (last?.type === 'finished') return [];
  if (last?.type === 'error' && codes.includes(last.code)) return [];
  return [
    `ended as no run should: code ${run.child.exitCode}, signal ${run.child.signalCode}, ${JSON.stringify(last)}`,
  ];
};
