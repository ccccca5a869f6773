import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { wholeNumber } from './readValues.ts';
import { runJson, runTable } from './runTable.ts';

/** Lists the latest runs, newest first. */
export const runsListCommand: OrdinaryCommand = {
  name: 'runs list',
  options: { limit: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const limit = wholeNumber(args, 'limit', { min: 1, max: 10_000 }, messages) ?? 20;
    const application = await openApplication(context, 'runs list');
    const runs = await application.runs.latest(limit);
    if (output.json) await output.value(runs.map(runJson));
    else if (runs.length === 0) output.print(messages.reports.runs.none);
    else for (const line of runTable(runs, messages)) output.print(line);
    return exitCodes.done;
  },
};
