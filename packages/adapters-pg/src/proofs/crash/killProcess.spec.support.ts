import { openClient } from '../openClient.spec.support.ts';
import { msUntilPlaceIsFree } from '../placeIsFree.spec.support.ts';
import type { Attempt, Strike } from './Attempt.spec.support.ts';
import { isWithinAt } from './endOf.spec.support.ts';

const longestMs = 1000;

/** Kills the process, and sees when its place is free. */
export const killProcess = async ({ start, url, resume, momentMs }: Attempt): Promise<Strike> => {
  await using client = await openClient(url());
  const run = start({ resume });
  const within = await isWithinAt(run, momentMs);
  run.child.kill('SIGKILL');
  const placeFreeMs = await msUntilPlaceIsFree(client);
  await run.ended;
  if (!within) return { within, problems: [] };
  const problems = placeFreeMs > longestMs ? [`the place was free after ${placeFreeMs.toFixed(0)} ms only`] : [];
  return { within, placeFreeMs, problems };
};
