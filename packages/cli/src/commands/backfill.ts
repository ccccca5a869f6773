import { resolve } from 'node:path';
import { type BackfillEvent, type BackfillInput, type BackfillResult, runResult } from '@cynow/po-core';
import type { BackfillRequest } from '../backfill/BackfillRequest.ts';
import { differencesJson } from '../backfill/compareDecisions.ts';
import { createPrinter } from '../backfill/createPrinter.ts';
import { execute } from '../backfill/execute.ts';
import { type LikeFile, readLikeFile } from '../backfill/likeFile.ts';
import { createGuard, rehearseLike, tellDifferences } from '../backfill/likeRun.ts';
import { openReport } from '../backfill/openReport.ts';
import { checkResumed, readRequest } from '../backfill/readRequest.ts';
import { refreshAfterRun } from '../backfill/refreshAfterRun.ts';
import type { Application } from '../composition/compose.ts';
import { actorOf, announceTarget, beginWriting } from './beginWriting.ts';
import type { Arguments, Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, type ExitCode, exitCodes, interruptedFailure, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { type Database, openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

/** The file of `--like`, looked at; null without it. @throws CommandFailure */
const likeOf = async (
  args: Arguments,
  { config, messages, surroundings }: Context,
  report: string | null,
): Promise<LikeFile | null> => {
  const given = args.text('like');
  if (given === undefined) return null;
  const path = resolve(surroundings.cwd, given);
  if (path === report) throw usageFailure(messages.errors.notTogether(`--like ${given}`, `--report ${given}`));
  return readLikeFile(path, { schema: config.PO_SCHEMA, fcmsSchema: config.FCMS_SCHEMA }, messages);
};

const inputOf = (request: BackfillRequest, actor: string, { surroundings, signal }: Context): BackfillInput => {
  const { options, dryRun, batchSize, waitMs, acceptMissing } = request;
  const owner = { actor, host: surroundings.hostname, pid: surroundings.pid };
  return { owner, options, dryRun, batchSize, waitMs, signal, ...(acceptMissing !== undefined && { acceptMissing }) };
};

/** Runs what was asked; the report, when there is one, is complete afterwards, whatever happened. */
const runReported = async (
  application: Application,
  context: Context,
  request: BackfillRequest,
  database: Database,
  input: BackfillInput,
  watch: (event: BackfillEvent) => Promise<void>,
): Promise<BackfillResult> => {
  const { config, messages, output } = context;
  const { dryRun, days, report: path } = request;
  const { PO_SCHEMA: schema, FCMS_SCHEMA: fcmsSchema } = config;
  const head = { dryRun, days, schema, fcmsSchema, database: database.target.database };
  const report = path === null ? null : await openReport(path, head, messages);
  const print = output.json ? null : createPrinter(output, messages, { target: database.target, schema, days, dryRun });
  let ended = false;
  try {
    const result = await execute(application, context, input, async (event) => {
      await report?.take(event);
      print?.(event);
      await output.flush();
      await watch(event);
    });
    ended = true;
    return result;
  } finally {
    await report?.close();
    if (ended && path !== null) output.note(messages.backfill.reportWritten(path));
  }
};

/** Says how to go on, and with which exit code the command ends. */
const conclude = (result: BackfillResult, { messages, output }: Context): ExitCode => {
  const { run, dryRun, tally } = result;
  const { backfill } = messages;
  if (run.state === 'interrupted') {
    output.note(dryRun ? backfill.nothingKept : backfill.resumeWith(run.id));
    return exitCodes.interrupted;
  }
  if (tally.failed.total === 0) return exitCodes.done;
  output.note(backfill.someFailed(tally.failed.total, run.id));
  return exitCodes.someFailed;
};

/** Makes POs from the documents of FCMS. */
export const backfillCommand: OrdinaryCommand = {
  name: 'backfill',
  options: {
    'dry-run': 'flag',
    days: 'value',
    since: 'value',
    until: 'value',
    limit: 'value',
    force: 'flag',
    'batch-size': 'value',
    report: 'value',
    resume: 'value',
    like: 'value',
    'while-off': 'flag',
    wait: 'flag',
    'accept-missing': 'value',
  },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { messages, output, surroundings } = context;
    const asked = readRequest(args, { cwd: surroundings.cwd, now: surroundings.now() }, messages);
    const like = await likeOf(args, context, asked.report);
    const request = like === null ? asked : { ...asked, options: like.options, days: like.days };
    const actor = request.dryRun ? actorOf(context) : await beginWriting(context, args.flag('while-off'));
    const database = await openDatabase(context);
    // In the text it is a line of its own.
    if (!request.dryRun && output.json) announceTarget(context, database);
    const application = await openOver(context, database, 'backfill');
    if (!request.dryRun) await tellStoredFlag(context, application);
    if ('resume' in request.options) {
      const run = await application.runs.find(request.options.resume);
      if (run !== null) checkResumed(args, run, messages);
      output.note(messages.backfill.resuming(request.options.resume));
    }
    if (request.waitMs === null) output.note(messages.backfill.waiting);
    const input = inputOf(request, actor, context);
    if (like !== null && (await rehearseLike(like, application, context, input))) {
      throw interruptedFailure(messages.backfill.nothingKept);
    }

    const guard = like === null ? null : await createGuard(like, request.batchSize, messages);
    const guarded = guard === null ? input : { ...input, approve: guard.approve };
    const result = await runReported(application, context, request, database, guarded, async (event) => {
      await guard?.take(event);
    });
    if (result.disapproved && like !== null) {
      const differences = guard?.differences() ?? [];
      tellDifferences(differences, context);
      const explanation = messages.backfill.likeDiffersLate(like.path, result.run.id);
      throw new CommandFailure(exitCodes.failed, 'DIFFERS', explanation, { details: differencesJson(differences) });
    }
    if (output.json) await output.value(runResult(result));
    const exitCode = conclude(result, context);
    if (!result.dryRun && result.run.state === 'completed') await refreshAfterRun(application, context, database);
    return exitCode;
  },
};
