import type { BackfillEvent, BackfillResult, Run } from '@cynow/po-core';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import { errorText } from '../config/errorText.ts';
import type { Messages } from '../messages/messages.ts';
import { openResultFile } from '../output/ResultFile.ts';
import { lineOf } from './compareDecisions.ts';
import { type ReportHead, reportRun } from './reportLines.ts';

/** The file of `--report`: a decision a line, in order, and at the end the run. */
export interface Report {
  /** Takes what happens in the run. */
  take(event: BackfillEvent): Promise<void>;
  /** Gives the file its name; of a run that broke off, with what it has. Leaves none when no run was started. */
  close(): Promise<void>;
}

/** Opens the file before the run starts. @throws CommandFailure when it cannot be written */
export const openReport = async (path: string, head: ReportHead, messages: Messages): Promise<Report> => {
  const cannotWrite = (error: unknown): CommandFailure =>
    new CommandFailure(exitCodes.failed, 'CANNOT_WRITE', messages.errors.cannotWrite(path, errorText(error)), {
      cause: error,
    });
  const file = await openResultFile(path).catch((error: unknown) => {
    throw cannotWrite(error);
  });
  let run: Run | undefined;
  let result: BackfillResult | undefined;
  const write = (chunk: string): Promise<void> =>
    file.write(chunk).catch((error: unknown) => {
      throw cannotWrite(error);
    });
  return {
    async take(event) {
      if (event.type === 'started') run = event.run;
      if (event.type === 'finished') result = event.result;
      if (event.type === 'decided' && event.decisions.length > 0) {
        await write(event.decisions.map((decision) => `${lineOf(decision, messages)}\n`).join(''));
      }
    },
    async close() {
      if (run === undefined) return file.discard();
      const end = { state: result?.run.state ?? ('failed' as const), tally: result?.tally ?? null };
      await write(`${JSON.stringify(reportRun(run, head, end))}\n`);
      await file.finish();
    },
  };
};
