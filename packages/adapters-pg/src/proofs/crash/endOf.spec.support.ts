import { setTimeout as pause } from 'node:timers/promises';
import type { BackfillProcess } from '../startProcess.spec.support.ts';

/** Far longer than anything that a run waits for, even on a machine that stands still at times. */
const patienceMs = 180_000;

/** Waits until the moment, or until the process has ended, and says whether it is within a run then. */
export const isWithinAt = async (run: BackfillProcess, momentMs: number): Promise<boolean> => {
  const ready = async (): Promise<void> => {
    await run.told('ready');
    await pause(momentMs);
  };
  // One that finds no server is never ready.
  await Promise.race([run.ended, ready().catch(() => run.ended)]);
  const types = new Set(run.events.map(({ type }) => type));
  return types.has('started') && !types.has('finished') && !types.has('error');
};

/** How the server says that it gave a statement up. */
export const givenUp = 'canceling statement due to statement timeout';

const times = 3;

/**
 * Repeats a run that nobody disturbs until it finishes, as a person does, and gives what is wrong when it does not. A
 * machine that others use, too, may stand still for longer than connecting or a statement may take; then it is begun
 * once more.
 */
export const repeatToEnd = async (start: () => Promise<BackfillProcess>): Promise<readonly string[]> => {
  for (let time = 1; ; time += 1) {
    const run = await start();
    const problems = await endOf(run, []);
    const last = run.events.at(-1);
    const late = last?.type === 'error' && (last.code === 'NO_CONNECTION' || last.message.includes(givenUp));
    if (problems.length === 0 || !late || time === times) return problems;
  }
};

/** Waits for the end of a process, and says so when it never comes; the process is killed then. */
export const hangOf = async ({ child, ended, events }: BackfillProcess): Promise<readonly string[]> => {
  if (await Promise.race([ended.then(() => true), pause(patienceMs, false, { ref: false })])) return [];
  child.kill('SIGKILL');
  await ended;
  return [`hangs: it did not end within ${patienceMs / 1000} s, after ${JSON.stringify(events.at(-1))}`];
};

/**
 * Waits for the end of a run and gives what is wrong with it: it may finish, or end with an error that the person at
 * the command line is to be told by one of these codes or words, and nothing else.
 */
export const endOf = async (run: BackfillProcess, errors: readonly string[]): Promise<readonly string[]> => {
  const hangs = await hangOf(run);
  if (hangs.length > 0) return hangs;
  const last = run.events.at(-1);
  if (last?.type === 'finished') return [];
  if (last?.type === 'error' && errors.some((error) => `${last.code} ${last.message}`.includes(error))) return [];
  return [
    `ended as no run should: code ${run.child.exitCode}, signal ${run.child.signalCode}, ${JSON.stringify(last)}`,
  ];
};
