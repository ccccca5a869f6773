import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isDay, type RunOptions } from '@cynow/po-core';
import { z } from 'zod';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import type { Messages } from '../messages/messages.ts';

const day = z.string().refine(isDay).nullable();

/** The last line of a report. */
const lastLine = z.object({
  run: z.object({
    dryRun: z.boolean(),
    since: day,
    until: day,
    days: z.int().nullable(),
    limit: z.int().positive().nullable(),
    force: z.boolean(),
    schema: z.string(),
    fcmsSchema: z.string(),
    state: z.string(),
  }),
});

/** A dry run's report, to be repeated for real. */
export interface LikeFile {
  readonly path: string;
  readonly options: RunOptions;
  readonly days: number | null;
  /** How many decisions it holds. */
  readonly count: number;
}

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });

/** The decisions of a report as they were written, a line each, in order. */
export async function* decisionLines({ path, count }: LikeFile): AsyncGenerator<string> {
  let read = 0;
  for await (const line of linesOf(path)) {
    if (read === count) return;
    read += 1;
    yield line;
  }
}

/** Looks at a report of which a run is to be like. @throws CommandFailure when it cannot be used */
export const readLikeFile = async (
  path: string,
  here: { readonly schema: string; readonly fcmsSchema: string },
  messages: Messages,
): Promise<LikeFile> => {
  const refuse = (why: Parameters<Messages['backfill']['likeUnusable']>[1], cause?: unknown): CommandFailure =>
    new CommandFailure(exitCodes.usage, 'LIKE', messages.backfill.likeUnusable(path, why), { cause });
  let last = '';
  let lines = 0;
  try {
    for await (const line of linesOf(path)) {
      if (line === '') continue;
      last = line;
      lines += 1;
    }
  } catch (error) {
    throw refuse('unreadable', error);
  }
  const parsed = lastLine.safeParse(jsonOf(last));
  if (!parsed.success) throw refuse('not-a-report');
  const { dryRun, since, until, days, limit, force, schema, fcmsSchema, state } = parsed.data.run;
  if (!dryRun) throw refuse('not-a-dry-run');
  if (state !== 'completed') throw refuse('not-complete');
  if (schema !== here.schema || fcmsSchema !== here.fcmsSchema) throw refuse('other-schema');
  return { path, options: { window: { since, until }, limit, force }, days, count: lines - 1 };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
