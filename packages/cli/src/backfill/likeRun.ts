import type { BackfillEvent, BackfillInput, Decision } from '@cynow/po-core';
import type { Context } from '../commands/Command.ts';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import type { Application } from '../composition/compose.ts';
import type { Messages } from '../messages/messages.ts';
import {
  createComparison,
  type Difference,
  differencesJson,
  differenceTexts,
  lineOf,
  saysTheSame,
} from './compareDecisions.ts';
import { execute } from './execute.ts';
import { decisionLines, type LikeFile } from './likeFile.ts';

/** Differences that are told one by one. */
const toldDifferences = 20;

/** Tells the differences, the first of many. */
export const tellDifferences = (differences: readonly Difference[], { messages, output }: Context): void => {
  const { likeWas, likeIs, likeMore } = messages.backfill;
  for (const difference of differences.slice(0, toldDifferences)) {
    const [was, is] = differenceTexts(difference, messages);
    output.note(likeWas(was));
    output.note(likeIs(is));
  }
  if (differences.length > toldDifferences) output.note(likeMore(differences.length - toldDifferences));
};

/**
 * Rehearses once more and compares every decision with the report's. True when the command was interrupted meanwhile.
 * @throws CommandFailure when anything differs; nothing has been written then
 */
export const rehearseLike = async (
  like: LikeFile,
  application: Application,
  context: Context,
  input: BackfillInput,
): Promise<boolean> => {
  const { messages, output, signal } = context;
  output.note(messages.backfill.comparing);
  const comparison = createComparison();
  const lines = decisionLines(like);
  const onEvent = async (event: BackfillEvent): Promise<void> => {
    if (event.type !== 'decided') return;
    for (const decision of event.decisions) {
      const line = await lines.next();
      if (line.done !== true) comparison.was(line.value);
      comparison.is(lineOf(decision, messages));
    }
  };
  const { run } = await execute(application, context, { ...input, options: like.options, dryRun: true }, onEvent);
  if (run.state !== 'completed' && signal.aborted) return true;
  for await (const line of lines) comparison.was(line);
  const differences = comparison.differences();
  if (differences.length > 0) {
    tellDifferences(differences, context);
    const explanation = messages.backfill.likeDiffers(like.path, differences.length);
    throw new CommandFailure(exitCodes.failed, 'DIFFERS', explanation, { details: differencesJson(differences) });
  }
  output.note(messages.backfill.likeSame(like.count));
  return false;
};

/** Watches the real run: approves what the report says, in its order. Reads ahead of the run, as approving cannot wait. */
export const createGuard = async (like: LikeFile, batchSize: number, messages: Messages) => {
  const lines = decisionLines(like);
  let ahead: string[] = [];
  let difference: Difference | undefined;
  const readAhead = async (): Promise<void> => {
    while (ahead.length < batchSize) {
      const line = await lines.next();
      if (line.done === true) return;
      ahead.push(line.value);
    }
  };
  await readAhead();
  return {
    approve: (decisions: readonly Decision[]): boolean => {
      for (const [i, decision] of decisions.entries()) {
        const [was, is] = [ahead[i] ?? null, lineOf(decision, messages)];
        if (was !== null && saysTheSame(was, is)) continue;
        difference = { was, is };
        return false;
      }
      return true;
    },
    async take(event: BackfillEvent): Promise<void> {
      if (event.type !== 'decided' && event.type !== 'failed') return;
      ahead = ahead.slice(event.type === 'failed' ? 1 : event.decisions.length);
      await readAhead();
    },
    /** What was not approved. */
    differences: (): readonly Difference[] => (difference === undefined ? [] : [difference]),
  };
};
