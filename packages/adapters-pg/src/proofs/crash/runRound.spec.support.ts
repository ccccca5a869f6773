import { inspect } from 'node:util';
import { createDatabase } from '../../testing/createDatabase.ts';
import { comparableState, differencesOf, type TableDifference } from '../comparableState.spec.support.ts';
import { openClient } from '../openClient.spec.support.ts';
import type { BackfillProcess } from '../startProcess.spec.support.ts';
import type { Attempt, Strike } from './Attempt.spec.support.ts';
import { killServer, stopServerAtOnce } from './breakServer.spec.support.ts';
import type { CrashSite } from './CrashSite.spec.support.ts';
import { type DocumentCounts, documentCounts } from './documentCounts.spec.support.ts';
import { repeatToEnd } from './endOf.spec.support.ts';
import { killProcess } from './killProcess.spec.support.ts';
import { cutSockets, stallConnections, terminateSessions } from './loseConnections.spec.support.ts';
import type { Disturbance, RoundPlan } from './RoundPlan.spec.support.ts';
import { runCounts } from './runCounts.spec.support.ts';
import { standStill } from './standStill.spec.support.ts';
import { type RunChange, startRun } from './startRun.spec.support.ts';
import { startTwo } from './startTwo.spec.support.ts';

/** What came of a round. */
export interface RoundResult extends DocumentCounts {
  readonly plan: RoundPlan;
  readonly strikes: readonly Strike[];
  /** Whether an unfinished run was taken up again; otherwise others were begun. */
  readonly resumed: boolean;
  readonly differences: readonly TableDifference[];
  /** What should not have happened, besides the differences. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

const disturb: Readonly<Record<Disturbance, (attempt: Attempt) => Promise<Strike>>> = {
  'process killed': killProcess,
  'server killed': killServer,
  'server stopped at once': stopServerAtOnce,
  'sessions terminated': terminateSessions,
  'sockets cut': cutSockets,
  'connections stalled': stallConnections,
  'two at once': startTwo,
  'stood still': standStill,
};

/** Disturbs runs as planned, repeats the run to its end, and compares what is there then with what should be. */
export const runRound = async (site: CrashSite, plan: RoundPlan): Promise<RoundResult> => {
  const { server, undisturbed } = site;
  const from = performance.now();
  const database = await createDatabase({ template: site.template.name, serverUrl: server.urlOf('postgres') });
  const url = (): string => server.urlOf(database.name);
  const processes: BackfillProcess[] = [];
  const strikes: Strike[] = [];
  const problems: string[] = [];
  let differences: readonly TableDifference[] = [];
  let resumed = false;
  const start = (change: RunChange = {}, through = url()): BackfillProcess => {
    resumed ||= typeof change.resume === 'string';
    const started = startRun(through, site.plan.batchSize, change);
    processes.push(started);
    return started;
  };
  const unfinishedRun = async (): Promise<string | null> => {
    await using client = await openClient(url());
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM po.run WHERE state <> 'completed' ORDER BY id DESC LIMIT 1`,
    );
    return rows[0]?.id ?? null;
  };
  const toTakeUp = async (): Promise<string | null> => (plan.resumed ? unfinishedRun() : null);

  try {
    let share = 1;
    for (const moment of plan.moments) {
      const momentMs = moment * share * undisturbed.ms;
      const attempt = { server, plan, url, start, unfinishedRun, resume: await toTakeUp(), momentMs };
      strikes.push(await disturb[plan.disturbance](attempt));
      share = Math.max(share * (1 - moment), 0.05);
    }
    problems.push(...strikes.flatMap((strike) => strike.problems));
    problems.push(...(await repeatToEnd(async () => start({ resume: await toTakeUp() }))));

    await using client = await openClient(url());
    differences = differencesOf(await comparableState(client), undisturbed.state);
    const [counts, expected] = [await runCounts(client), undisturbed.counts].map((each) => JSON.stringify(each));
    if (counts !== expected) problems.push(`the records of the runs count ${counts} and not ${expected}`);
    await using administrator = await openClient(server.urlOf('postgres'));
    await administrator.query(`DROP DATABASE ${database.name} WITH (FORCE)`);
  } catch (error) {
    problems.push(inspect(error));
  } finally {
    // One that stands still would stay for ever.
    for (const { child } of processes) child.kill('SIGKILL');
    await Promise.all(processes.map(({ ended }) => ended));
  }
  const seconds = (performance.now() - from) / 1000;
  return { plan, strikes, resumed, differences, ...documentCounts(differences), problems, seconds };
};
