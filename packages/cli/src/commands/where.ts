import type { WhereAnswer } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import { progressTable } from '../output/progressTable.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';

/** How far the PO of a recorded document has come, and each of its items; the document itself unless it is cancelled. */
const progressLines = (
  { docNo, progress }: Extract<WhereAnswer, { answer: 'recorded' }>,
  messages: Messages,
): readonly string[] => {
  const { cylinders, labels } = messages;
  const rows = progressTable(
    [
      [cylinders.whole, progress.po],
      ...progress.items.map((item) => [cylinders.item(item.product), item] as const),
      ...progress.deliveries
        .filter((each) => each.docNo === docNo)
        .map((each) => [`${labels.delivery(each.delivery)} ${docNo}`, each] as const),
    ],
    messages,
  );
  return [cylinders.asOf(progress.asOf), ...rows.map((row) => `  ${row}`)];
};

/** The answer in words: the first line, then remarks. */
const whereLines = (answer: WhereAnswer, messages: Messages): readonly string[] => {
  const { labels, reports } = messages;
  const { where } = reports;
  switch (answer.answer) {
    case 'recorded': {
      const { po, delivery, reasons, runId, recordedAt, cancelled, inFcms } = answer;
      const number = po.numberless ? labels.numberless : po.poNo;
      return [
        where.recorded(po.customer, number, delivery === null ? '' : labels.delivery(delivery)),
        ...(reasons.length === 0
          ? []
          : [where.needsReview(reasons.map(({ code }) => labels.reasons[code]).join(', '))]),
        ...(cancelled ? [where.recordedCancelled] : []),
        ...(inFcms ? [] : [where.gone]),
        where.recordedBy(runId, recordedAt),
        ...progressLines(answer, messages),
      ];
    }
    case 'cancelled':
      return [where.cancelled];
    case 'waiting':
      return [where.waiting(answer.because, answer.runId, answer.error)];
    case 'outside-every-window':
      return [where.outside(answer.effectiveOn)];
    case 'orphan':
      return [where.orphan(answer.state)];
    case 'not-in-fcms':
      return [where.notInFcms];
  }
};

/** Tells what became of documents: one answer a number. */
export const whereCommand: OrdinaryCommand = {
  name: 'where',
  arguments: '<docNo..>',
  options: {},
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const application = await openApplication(context, 'where');
    const answers = await application.where(args.texts('docNo'));
    if (output.json) {
      await output.value(answers);
      return exitCodes.done;
    }
    for (const answer of answers) {
      const [first = '', ...remarks] = whereLines(answer, messages);
      output.print(`${output.paint('bold', answer.docNo)}: ${first}`);
      for (const remark of remarks) output.print(`   ${remark}`);
    }
    return exitCodes.done;
  },
};
