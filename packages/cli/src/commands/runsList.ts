import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { wholeNumber } from './readValues.ts';
import { runJson, runTable } from './runTable.ts';

const usualLimit = 20;

/** Lists runs, newest first, a page at a time. */
export const runsListCommand: OrdinaryCommand = {
  name: 'runs list',
  options: { limit: 'value', after: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const limit = wholeNumber(args, 'limit', { min: 1, max: 10_000 }, messages) ?? usualLimit;
    const texts = messages.reports.runs;
    const typed = args.text('after');
    const { runs } = await openApplication(context, 'runs list');
    const after = typed === undefined ? undefined : await runs.find(typed);
    if (after === null) throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', texts.notFound(typed ?? ''));
    const found = await runs.latest(limit + 1, after);
    const shown = found.slice(0, limit);
    if (output.json) {
      await output.value(shown.map(runJson));
      return exitCodes.done;
    }
    if (shown.length === 0) output.print(after === undefined ? texts.none : texts.noneEarlier);
    else for (const line of runTable(shown, messages)) output.print(line);
    const last = shown.at(-1);
    if (found.length > limit && last !== undefined) {
      const size = limit === usualLimit ? '' : ` --limit ${limit}`;
      output.print();
      output.print(texts.next(`cynow-po runs list${size} --after ${last.id}`));
    }
    return exitCodes.done;
  },
};
