import { createDatabase, type TestDatabase } from '../../testing/createDatabase.ts';
import { type ComparableState, comparableState } from '../comparableState.spec.support.ts';
import { livedInTemplate } from '../livedInTemplate.spec.support.ts';
import { openClient } from '../openClient.spec.support.ts';
import type { CrashServer } from './CrashServer.spec.support.ts';
import type { BlockPlan } from './RoundPlan.spec.support.ts';
import { type RunCounts, runCounts } from './runCounts.spec.support.ts';
import { startRun } from './startRun.spec.support.ts';

/** Data to crash over, and what an undisturbed run makes of them. */
export interface CrashSite {
  readonly server: CrashServer;
  readonly plan: BlockPlan;
  readonly template: TestDatabase;
  readonly undisturbed: {
    readonly state: ComparableState;
    readonly counts: RunCounts;
    /** From when its process was ready to begin until it told its end. */
    readonly ms: number;
  };
}

/** The data of the plan on the server, with POs that exist, and documents changed and cancelled since. */
export const openCrashSite = async (server: CrashServer, plan: BlockPlan): Promise<CrashSite> => {
  const serverUrl = server.urlOf('postgres');
  const template = await livedInTemplate(plan.documents, plan.dataSeed, serverUrl);
  const copy = await createDatabase({ template: template.name, serverUrl });
  try {
    const run = startRun(copy.url, plan.batchSize);
    const { at: from } = await run.told('ready');
    const { at: to } = await run.told('finished');
    await run.ended;
    await using client = await openClient(copy.url);
    const undisturbed = { state: await comparableState(client), counts: await runCounts(client), ms: to - from };
    return { server, plan, template, undisturbed };
  } finally {
    await copy.drop();
  }
};
