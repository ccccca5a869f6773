import type { UndoResult } from '@cynow/po-core';
import { describeUndoRefusal } from '../review/describeRefusal.ts';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

const resultJson = (result: UndoResult) =>
  result.outcome === 'undone'
    ? { decision: result.undid, outcome: result.outcome, by: result.auditId, pos: result.poIds }
    : { decision: result.auditId, outcome: result.outcome, refusal: result.refusal };

/** Tells what became of each decision of a batch, as they come, and counts. */
const tellBatch = async (results: AsyncIterable<UndoResult>, { messages, output }: Context) => {
  let [done, refused] = [0, 0];
  for await (const result of results) {
    if (output.json) await output.write(`${done + refused === 0 ? '[\n' : ',\n'}${JSON.stringify(resultJson(result))}`);
    if (result.outcome === 'undone') done += 1;
    else {
      refused += 1;
      const why = describeUndoRefusal(result.refusal, messages);
      if (!output.json) output.print(`   [${messages.labels.failed}] ${result.auditId} — ${why}`);
    }
    await output.flush();
  }
  if (output.json) await output.write(done + refused === 0 ? '[]\n' : '\n]\n');
  return { done, refused };
};

/** Takes decisions of reviewers back: one, or all that were taken together. */
export const reviewUndoCommand: OrdinaryCommand = {
  name: 'review undo',
  arguments: '[decision]',
  options: { batch: 'value', 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const { undo } = messages.reviews;
    const [auditId, batchId] = [args.text('decision'), args.text('batch')];
    if ((auditId === undefined) === (batchId === undefined)) throw usageFailure(undo.oneOfBoth);
    const by = byCommand(await beginWriting(context, args.flag('while-off')));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'review undo');
    await tellStoredFlag(context, application);
    const { reviewing } = application;
    if (batchId !== undefined) {
      const { done, refused } = await tellBatch(reviewing.undoBatch({ batchId, by }), context);
      if (done + refused === 0) throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', undo.nothing(batchId));
      if (!output.json) output.print(undo.doneMany(done, refused));
      return refused > 0 ? exitCodes.someFailed : exitCodes.done;
    }
    const result = await reviewing.undo({ auditId: auditId ?? '', by });
    if (result.outcome === 'refused') {
      const { refusal } = result;
      const [code, explanation] =
        refusal.reason === 'not-found'
          ? ['NOT_FOUND', undo.nothing(refusal.auditId)]
          : ['REFUSED', { what: describeUndoRefusal(refusal, messages) }];
      throw new CommandFailure(exitCodes.failed, code, explanation, { details: { refusal } });
    }
    if (output.json) await output.value(resultJson(result));
    else output.print(undo.done);
    return exitCodes.done;
  },
};
