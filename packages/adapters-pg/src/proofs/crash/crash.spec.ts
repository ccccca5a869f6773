import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrashServer, openCrashServer } from './CrashServer.spec.support.ts';
import { type CrashSite, openCrashSite } from './CrashSite.spec.support.ts';
import { describeFaults, isRight } from './describeRounds.spec.support.ts';
import { disturbances, planBlock, planRound } from './RoundPlan.spec.support.ts';
import { runRound } from './runRound.spec.support.ts';

// `npm run crash` does the same for as many rounds as are asked for, over more documents.
const documents = 1000;
const seed = fc.readConfigureGlobal().seed ?? 0;

let server: CrashServer;
let site: CrashSite;
beforeAll(async () => {
  server = await openCrashServer();
  site = await openCrashSite(server, planBlock(seed, 0, documents));
});
afterAll(() => server.close());

describe(`a run that is disturbed ends as an undisturbed one once it is repeated (seed ${seed})`, () => {
  it.each(disturbances.map((disturbance, i) => [disturbance, i + 1] as const))('%s', async (_, round) => {
    const result = await runRound(site, planRound(seed, round));
    expect(isRight(result) ? '' : describeFaults(result)).toBe('');
  });
});
