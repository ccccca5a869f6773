import type { BackfillResult } from '@cynow/po-core';
import { type RunRequest, runToEnd } from '@cynow/po-core/testing';
import type pg from 'pg';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { type ComparableState, comparableState } from './comparableState.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';

/** What a run left. */
export interface StateAfterRun {
  readonly state: ComparableState;
  readonly result: BackfillResult;
}

/** What a run leaves in a copy of the template, in which `prepare` has been at work before; without some columns. */
export const stateAfterRun = async (
  template: TestDatabase,
  request: RunRequest = {},
  prepare: (client: pg.Client) => Promise<unknown> = async () => undefined,
  without: readonly string[] = [],
): Promise<StateAfterRun> => {
  const world = await pgWorld(template);
  try {
    await using client = await openClient(world.settings.url);
    await prepare(client);
    const { result } = await runToEnd(world, request);
    const state = await comparableState(client, without);
    return { state, result };
  } finally {
    await world.close();
  }
};
