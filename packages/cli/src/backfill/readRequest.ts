import { resolve } from 'node:path';
import { type Day, lastDays, type RunOptions, seoulDayOf } from '@cynow/po-core';
import type { Arguments } from '../commands/Command.ts';
import { usageFailure } from '../commands/CommandFailure.ts';
import { day, wholeNumber } from '../commands/readValues.ts';
import type { Messages } from '../messages/messages.ts';
import type { BackfillRequest } from './BackfillRequest.ts';

const usualDays = 90;
const usualLimit = 1_000;
/** A transaction of about a second; larger ones are no faster. */
const usualBatchSize = 2000;
/** A second run waits this long for the first. */
const patienceMs = 10_000;

/** The first of the options that was given, as it is typed; undefined when none was. */
const firstGiven = (args: Arguments, names: readonly string[]): string | undefined => {
  const name = names.find((each) => args.flag(each) || args.text(each) !== undefined);
  return name === undefined ? undefined : `--${name}`;
};

const refuseTogether = (
  args: Arguments,
  one: string,
  others: readonly string[],
  why: string,
  messages: Messages,
): void => {
  const other = firstGiven(args, [one]) === undefined ? undefined : firstGiven(args, others);
  if (other !== undefined) throw usageFailure(messages.errors.notTogetherBecause(`--${one}`, other, why));
};

const windowOf = (args: Arguments, today: Day, messages: Messages) => {
  const days = wholeNumber(args, 'days', { min: 1, max: 100_000 }, messages);
  const [since, until] = [day(args, 'since', messages), day(args, 'until', messages)];
  if (since !== undefined || until !== undefined) {
    if (days !== undefined) {
      throw usageFailure(messages.errors.notTogether('--days', since === undefined ? '--until' : '--since'));
    }
    if (since !== undefined && until !== undefined && since > until)
      throw usageFailure(messages.errors.sinceAfterUntil);
    return { days: null, window: { since: since ?? null, until: until ?? null } };
  }
  return { days: days ?? usualDays, window: lastDays(today, days ?? usualDays) };
};

/** What was asked, apart from `--like`. @throws CommandFailure for options that do not go together */
export const readRequest = (
  args: Arguments,
  { cwd, now }: { readonly cwd: string; readonly now: Date },
  messages: Messages,
): BackfillRequest => {
  const { forceStartsOver, resumeKeeps, likeKeeps } = messages.errors;
  const window = ['days', 'since', 'until'];
  refuseTogether(args, 'like', ['dry-run', 'resume', ...window, 'limit', 'force'], likeKeeps, messages);
  refuseTogether(args, 'resume', ['dry-run', ...window], resumeKeeps, messages);
  const resume = args.text('resume');
  if (resume === undefined) refuseTogether(args, 'force', ['limit'], forceStartsOver, messages);

  const force = args.flag('force');
  const limit = wholeNumber(args, 'limit', { min: 1, max: 1_000_000_000 }, messages);
  const { days, window: asked } = windowOf(args, seoulDayOf(now), messages);
  const report = args.text('report');
  const acceptMissing = wholeNumber(args, 'accept-missing', { min: 1, max: 1_000_000_000 }, messages);
  return {
    options: resume === undefined ? { window: asked, limit: limit ?? (force ? null : usualLimit), force } : { resume },
    dryRun: args.flag('dry-run'),
    days: resume === undefined ? days : null,
    batchSize: wholeNumber(args, 'batch-size', { min: 1, max: 100_000 }, messages) ?? usualBatchSize,
    ...(acceptMissing !== undefined && { acceptMissing }),
    waitMs: args.flag('wait') ? null : patienceMs,
    report: report === undefined ? null : resolve(cwd, report),
  };
};

/** A resumed run keeps its limit and whether it was forced: these may be said again, but not changed. @throws CommandFailure */
export const checkResumed = (args: Arguments, run: RunOptions, messages: Messages): void => {
  const limit = args.text('limit');
  if (limit !== undefined && Number(limit) !== run.limit) {
    throw usageFailure(
      messages.errors.resumeLimit(run.limit === null ? messages.reports.runs.noLimit : String(run.limit)),
    );
  }
  if (args.flag('force') && !run.force) throw usageFailure(messages.errors.resumeForce);
};
