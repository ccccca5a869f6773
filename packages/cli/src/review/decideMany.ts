import type { Doer, ReviewDecision, ReviewFilter, ReviewRow } from '@cynow/po-core';
import { auditActionOf } from '@cynow/po-core';
import type { Context } from '../commands/Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../commands/CommandFailure.ts';
import type { Application } from '../composition/compose.ts';
import { confirm } from './confirm.ts';
import { describeRefusal } from './describeRefusal.ts';
import { nameOf } from './findPo.ts';

const rowJson = ({ poId, result }: ReviewRow) =>
  result.outcome === 'done'
    ? { po: poId, outcome: result.outcome, decision: result.auditId }
    : { po: poId, outcome: result.outcome, refusal: result.refusal };

/** Asks whether to go on, unless that was said before. @throws CommandFailure where nobody can be asked */
const goesOn = async (context: Context, count: number, yes: boolean): Promise<boolean> => {
  const { resolve } = context.messages.reviews;
  const said = yes ? true : await confirm(resolve.ask, context);
  if (said === null) {
    throw new CommandFailure(exitCodes.usage, 'CONFIRMATION_NEEDED', resolve.needsYes(count), { details: { count } });
  }
  return said;
};

/**
 * Takes one decision about every PO that the filter lets through at this moment, after telling how many these are. What comes
 * into the queue meanwhile is left alone.
 */
export const decideMany = async (
  { reviewing }: Application,
  context: Context,
  asked: {
    readonly filter: ReviewFilter;
    /** The filter as it was typed. */
    readonly typed: string;
    readonly decision: ReviewDecision;
    readonly yes: boolean;
    readonly by: Doer;
  },
): Promise<ExitCode> => {
  const { messages, output, signal } = context;
  const { reviews } = messages;
  const { filter, typed, decision, yes, by } = asked;
  const action = auditActionOf(decision);
  const poIds = await reviewing.queue.ids(filter);
  output.note(reviews.resolve.bulk(poIds.length, reviews.actions[action], typed));
  const decided = poIds.length > 0 && (await goesOn(context, poIds.length, yes));
  if (poIds.length > 0 && !decided) output.note(reviews.resolve.declined);
  const { batchId, rows } = reviewing.decideAll({ poIds: decided ? poIds : [], decision, by, signal });
  let [done, refused] = [0, 0];
  if (output.json)
    await output.write(`${JSON.stringify({ batch: batchId, action, count: poIds.length }).slice(0, -1)},"rows":[`);
  for await (const row of rows) {
    const isFirst = done + refused === 0;
    if (row.result.outcome === 'done') done += 1;
    else refused += 1;
    if (output.json) await output.write(`${isFirst ? '\n' : ',\n'}${JSON.stringify(rowJson(row))}`);
    else if (row.result.outcome === 'refused') {
      const found = await reviewing.findPo({ word: row.poId });
      const name = found.outcome === 'found' ? nameOf(found.po, messages) : row.poId;
      output.print(`   [${messages.labels.failed}] ${name} — ${describeRefusal(row.result.refusal, messages).what}`);
      await output.flush();
    }
  }
  if (output.json) await output.write(`],"done":${done},"refused":${refused}}\n`);
  else if (poIds.length === 0) output.print(reviews.list.noneOfFilter);
  else if (decided) {
    output.print(
      signal.aborted
        ? reviews.resolve.stopped(done, poIds.length - done - refused)
        : reviews.resolve.counts(done, refused),
    );
  }
  if (done > 0 && !output.json) output.print(reviews.resolve.undoBatch(batchId));
  if (signal.aborted) return exitCodes.interrupted;
  return refused > 0 ? exitCodes.someFailed : exitCodes.done;
};
