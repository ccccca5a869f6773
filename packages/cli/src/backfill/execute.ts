import type { BackfillEvent, BackfillInput, BackfillResult } from '@cynow/po-core';
import type { Context } from '../commands/Command.ts';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import type { Application } from '../composition/compose.ts';
import { createProgress } from '../output/createProgress.ts';

const tellFreshness = (
  event: BackfillEvent & { type: 'started' },
  { messages, output }: Context,
  dryRun: boolean,
): void => {
  const { backfill } = messages;
  const { state, lastChangeAt } = event.cdc;
  if (state === 'paused') output.note(backfill.paused);
  if (state === 'stale') output.note(backfill.stale(lastChangeAt));
  if (state === 'unknown' && !dryRun) output.note(backfill.unknownFreshness);
};

/**
 * Carries out a backfill and tells its progress; `onEvent` has each event before the run goes on.
 * @throws CommandFailure when another run holds the place, or the run cannot be resumed
 */
export const execute = async (
  application: Application,
  context: Context,
  input: BackfillInput,
  onEvent: (event: BackfillEvent) => Promise<void>,
): Promise<BackfillResult> => {
  const { messages, output, surroundings } = context;
  const { backfill, labels } = messages;
  const progress = createProgress(output, messages.progress, () => surroundings.now().getTime());
  let total = 0;
  let limit: number | null = null;
  let result: BackfillResult | undefined;
  try {
    for await (const event of application.backfill(input)) {
      if (event.type === 'busy') throw new CommandFailure(exitCodes.failed, 'BUSY', backfill.busy(event.holder));
      if (event.type === 'not-resumable') {
        const id = 'resume' in input.options ? input.options.resume : '';
        throw event.state === null
          ? new CommandFailure(exitCodes.failed, 'NOT_FOUND', backfill.notFound(id))
          : new CommandFailure(
              exitCodes.failed,
              'NOT_RESUMABLE',
              backfill.notResumable(id, labels.runStates[event.state]),
            );
      }
      if (event.type === 'undone') {
        const id = 'resume' in input.options ? input.options.resume : '';
        throw new CommandFailure(exitCodes.failed, 'NOT_RESUMABLE', backfill.undone(id));
      }
      if (event.type === 'started') {
        tellFreshness(event, context, input.dryRun);
        limit = event.run.limit;
      }
      if (event.type === 'listed') total = event.count;
      if (event.type === 'finished') {
        progress.end();
        result = event.result;
      }
      await onEvent(event);
      if (event.type === 'decided' && total > 0) {
        const used = event.tally.created.total + event.tally.needsReview.total;
        const share = Math.min(1, Math.max(event.read / total, limit === null ? 0 : used / limit));
        progress.update({ done: event.read, total, share });
      }
    }
  } finally {
    progress.end();
  }
  if (result === undefined) throw new Error('the run ended without a result');
  return result;
};
