import { setTimeout as pause } from 'node:timers/promises';
import { loseThePlace } from '../loseThePlace.spec.support.ts';
import { openClient } from '../openClient.spec.support.ts';
import type { BackfillProcess } from '../startProcess.spec.support.ts';
import type { Attempt, Strike, ZombieEnd } from './Attempt.spec.support.ts';
import { endOf, givenUp, isWithinAt, repeatToEnd } from './endOf.spec.support.ts';

const statementTimeoutMs = 2000;
/** Longer than a transaction may stand still. */
const standsStillMs = statementTimeoutMs / 2 + 300;

const zombieEnd = ({ events }: BackfillProcess): ZombieEnd => {
  const last = events.at(-1);
  if (last?.type !== 'error') return 'nothing left to write';
  return last.code === 'RUN_TAKEN_OVER' ? 'refused' : 'cut off';
};

/**
 * Stops the process for longer than a transaction may stand still. Meanwhile its place is taken, as when its connection
 * is lost, and another run goes to its end. Then the process may go on, and has to find out that it must not.
 */
export const standStill = async ({ start, url, plan, resume, momentMs }: Attempt): Promise<Strike> => {
  await using client = await openClient(url());
  const zombie = start({ resume, statementTimeoutMs });
  await isWithinAt(zombie, momentMs);
  zombie.child.kill('SIGSTOP');
  // What it did last may not have been told, or not have reached the server yet.
  await pause(standsStillMs);
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM po.run WHERE state = 'running'`);
  const [stopped] = rows;
  if (stopped === undefined) {
    zombie.child.kill('SIGCONT');
    return { within: false, problems: await endOf(zombie, ['NO_CONNECTION']) };
  }

  const toldBefore = zombie.events.length;
  const refused = start({ statementTimeoutMs });
  await refused.ended;
  const answer = refused.events.at(-1);
  await loseThePlace(client);
  const heir = { resume: plan.resumed ? stopped.id : null, statementTimeoutMs };
  const problems = [...(await repeatToEnd(async () => start(heir)))];
  // It is no zombie when something else has woken it: a machine that was suspended wakes all its processes.
  const stoodStill = zombie.events.length === toldBefore;
  if (stoodStill && answer?.type !== 'busy')
    problems.push(`a run began beside one that stood still: ${JSON.stringify(answer)}`);

  zombie.child.kill('SIGCONT');
  problems.push(...(await endOf(zombie, ['RUN_TAKEN_OVER', 'NO_CONNECTION', givenUp])));
  const written = zombie.events.slice(toldBefore).filter(({ type }) => type === 'decided').length;
  // One batch may have been written before it stood still, and told only now.
  if (stoodStill && written > 1) problems.push(`a run wrote ${written} batches after another had taken its place`);
  return { within: stoodStill, ...(stoodStill && { zombie: zombieEnd(zombie) }), problems };
};
