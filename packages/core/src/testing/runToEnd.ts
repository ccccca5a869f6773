import type { Decision } from '../backfill/Decision.ts';
import type { RunOptions } from '../backfill/Run.ts';
import { type BackfillEvent, type BackfillInput, type BackfillResult, runBackfill } from '../backfill/runBackfill.ts';
import type { SiteRules } from '../SiteRules.ts';
import { backfillSettings } from './builders.ts';
import type { World } from './World.ts';

/** What a run did, once it has ended. */
export interface RanToEnd {
  readonly events: readonly BackfillEvent[];
  readonly decisions: readonly Decision[];
  readonly result: BackfillResult;
}

/** A backfill as a test asks for it: what it does not say is a real run over everything, without limit. */
export interface RunRequest extends Partial<Omit<BackfillInput, 'options'>>, Partial<RunOptions> {
  /** The interrupted run to go on with. */
  readonly resume?: string;
  readonly rules?: Partial<SiteRules>;
}

/** The events of a backfill in this world. */
export const startRun = ({ ports }: World, request: RunRequest = {}): AsyncGenerator<BackfillEvent, void> => {
  const { resume, window = { since: null, until: null }, limit = null, force = false, rules, ...input } = request;
  return runBackfill(ports, backfillSettings(rules), {
    owner: { actor: 'tester', host: 'here', pid: 1 },
    dryRun: false,
    batchSize: 100,
    waitMs: 0,
    ...input,
    options: resume === undefined ? { window, limit, force } : { resume },
  });
};

/** Runs a backfill to its end. Throws when it could not start. */
export const runToEnd = async (world: World, request: RunRequest = {}): Promise<RanToEnd> => {
  const events: BackfillEvent[] = [];
  for await (const event of startRun(world, request)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'finished') throw new Error(`the run did not finish: ${JSON.stringify(last)}`);
  const decisions = events.flatMap((event) => (event.type === 'decided' ? event.decisions : []));
  return { events, decisions, result: last.result };
};
