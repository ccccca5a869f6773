import type { RefusedPos, Run, UndoRunCounts, UndoRunEvent } from '@cynow/po-core';
import { actorOf, announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

/** What was taken back, once it has ended. */
interface Ended {
  readonly run: Run;
  readonly counts: UndoRunCounts;
  readonly refused: number;
  readonly interrupted: boolean;
}

const refusedJson = ({ pos, docNos, refusal: { reason, ...facts } }: RefusedPos) => ({
  pos: pos.map(({ customer, poNo }) => ({ customer, poNo })),
  docNos,
  reason,
  ...facts,
});

/** Lines of POs that stay, each with why. */
const refusedLines = ({ pos, refusal }: RefusedPos, { messages }: Context): readonly string[] => {
  const { undoRun, labels } = messages;
  const why = undoRun.because(refusal);
  return pos.map(
    ({ customer, poNo, numberless }) =>
      `   [${undoRun.refusedTag}] ${customer} ${numberless ? labels.numberless : poNo} — ${why}`,
  );
};

/** Why nothing was begun. */
const failureOf = (event: UndoRunEvent, runId: string, { messages }: Context): CommandFailure | null => {
  const { undoRun, backfill } = messages;
  switch (event.type) {
    case 'not-found':
      return new CommandFailure(exitCodes.failed, 'NOT_FOUND', backfill.notFound(runId));
    case 'running':
      return new CommandFailure(exitCodes.failed, 'RUNNING', undoRun.running(runId));
    case 'not-kept':
      return new CommandFailure(exitCodes.failed, 'NOT_KEPT', undoRun.notKept(runId));
    default:
      return null;
  }
};

/** Takes a run back and tells what stays, some at a time. @throws CommandFailure */
const carryOut = async (
  events: AsyncIterable<UndoRunEvent>,
  runId: string,
  dryRun: boolean,
  context: Context,
): Promise<Ended> => {
  const { messages, output } = context;
  const { undoRun, backfill, labels } = messages;
  let run: Run | undefined;
  let separator = '[';
  for await (const event of events) {
    const failure = failureOf(event, runId, context);
    if (failure !== null) throw failure;
    if (event.type === 'started') {
      ({ run } = event);
      if (output.json) {
        await output.write('{"refused":');
      } else {
        output.print(undoRun.title);
        output.print(undoRun.run(run.id, run.startedAt, labels.runStates[run.state]));
        output.print(backfill.dryRun(dryRun));
        output.print();
      }
    }
    if (event.type === 'taken-back') {
      for (const each of event.refused) {
        if (output.json) {
          await output.write(separator + JSON.stringify(refusedJson(each)));
          separator = ',';
        } else for (const line of refusedLines(each, context)) output.print(line);
      }
      await output.flush();
    }
    if (event.type === 'finished' && run !== undefined) {
      if (output.json) await output.write(separator === ',' ? ']' : '[]');
      return { run, counts: event.counts, refused: event.refused, interrupted: event.interrupted };
    }
  }
  throw new Error('taking the run back ended without a result');
};

const tell = ({ counts, refused, interrupted }: Ended, dryRun: boolean, { messages, output }: Context): void => {
  const { undoRun, backfill } = messages;
  const { unrecorded, restored, removed } = counts;
  output.print(interrupted ? backfill.stopped : undoRun.done);
  if (unrecorded + restored + refused === 0 && !interrupted) output.print(undoRun.nothing);
  else {
    output.print(undoRun.unrecorded(unrecorded, removed));
    output.print(undoRun.restored(restored));
    if (refused > 0) output.print(undoRun.refused(refused));
  }
  if (!dryRun) return;
  output.print();
  output.print(backfill.dryRunEnd);
};

const conclude = (
  { run, counts, refused, interrupted }: Ended,
  dryRun: boolean,
  { messages, output }: Context,
): ExitCode => {
  const { undoRun, backfill } = messages;
  if (interrupted) {
    output.note(dryRun ? backfill.nothingKept : undoRun.goOnWith(run.id));
    return exitCodes.interrupted;
  }
  if (!dryRun && counts.unrecorded + counts.restored > 0) output.note(undoRun.next);
  if (refused === 0) return exitCodes.done;
  output.note(undoRun.someRefused(refused));
  return exitCodes.someFailed;
};

/** Takes back what a run made. */
export const backfillUndoCommand: OrdinaryCommand = {
  name: 'backfill undo',
  arguments: '<run>',
  options: { 'dry-run': 'flag', 'while-off': 'flag' },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { output, signal } = context;
    const runId = args.text('run') ?? '';
    const dryRun = args.flag('dry-run');
    const actor = dryRun ? actorOf(context) : await beginWriting(context, args.flag('while-off'));
    const database = await openDatabase(context);
    if (!dryRun) announceTarget(context, database);
    const application = await openOver(context, database, 'backfill undo');
    if (!dryRun) await tellStoredFlag(context, application);
    const events = application.undoRun({ runId, by: byCommand(actor), dryRun, signal });
    const ended = await carryOut(events, runId, dryRun, context);
    if (output.json) {
      const { run, counts, refused, interrupted } = ended;
      const rest = { run: { id: run.id, dryRun, interrupted }, ...counts, refusedPos: refused };
      await output.write(`,${JSON.stringify(rest).slice(1)}\n`);
    } else tell(ended, dryRun, context);
    return conclude(ended, dryRun, context);
  },
};
