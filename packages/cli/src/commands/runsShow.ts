import type { RunDecision } from '@cynow/po-core';
import { missingLines } from '../backfill/tellMissing.ts';
import type { Messages } from '../messages/messages.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { runJson, runTable } from './runTable.ts';
import { writeJsonList } from './writeJsonList.ts';

const lineOf = (decision: RunDecision, { labels, undoRun }: Messages): string => {
  const { docNo, outcome, action, customer, poNo, delivery, reasons, undone } = decision;
  const home = [customer, poNo, delivery === null ? null : labels.delivery(delivery)].filter((part) => part !== null);
  const tag = outcome === 'created' && action !== 'new-po' ? labels.actions[action] : labels.outcomes[outcome];
  const remark = [...(undone ? [undoRun.undone] : []), ...reasons.map((code) => labels.reasons[code])].join(', ');
  return `   [${tag}] ${docNo} → ${home.join(' ')}${remark === '' ? '' : ` — ${remark}`}`;
};

/** Shows a run and what it decided. */
export const runsShowCommand: OrdinaryCommand = {
  name: 'runs show',
  arguments: '<id>',
  options: {},
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.reports.runs;
    const id = args.text('id') ?? '';
    const { runs, reports } = await openApplication(context, 'runs show');
    const run = await runs.find(id);
    if (run === null) throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', texts.notFound(id));
    if (output.json) {
      await output.write(
        `{"run":${JSON.stringify(runJson(run))},"missing":${JSON.stringify(run.missing?.documents ?? [])},"decisions":`,
      );
      await writeJsonList(output, reports.decisions(id));
      await output.write('}\n');
      return exitCodes.done;
    }
    for (const line of runTable([run], messages)) output.print(line);
    if (run.error !== null) output.print(`${texts.error}: ${run.error}`);
    if (run.undone !== null) output.print(messages.undoRun.undoneBy(run.undone.at, run.undone.by));
    else if (run.state === 'interrupted' || run.state === 'failed') output.print(texts.resume(run.id));
    if (run.state === 'running') output.print(texts.resumeIfDead(run.id));
    if (run.missing !== null && run.missing.total > 0) {
      output.print();
      output.print(texts.missing(run.missing.total));
      for (const line of missingLines(run.missing, messages, run.missing.documents.length)) output.print(line);
    }
    output.print();
    output.print(texts.decisions);
    let shown = 0;
    for await (const decisions of reports.decisions(id)) {
      for (const decision of decisions) output.print(lineOf(decision, messages));
      shown += decisions.length;
      await output.flush();
    }
    for (const { docNo, error } of run.tally.failed.documents) {
      output.print(`   [${messages.labels.failed}] ${docNo} — ${error}`);
      shown += 1;
    }
    if (shown === 0) output.print(`   ${texts.noDecisions}`);
    return exitCodes.done;
  },
};
