import type { WhereAnswer } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';

/** The answer in words: the first line, then remarks. */
const whereLines = (answer: WhereAnswer, { labels, reports }: Messages): readonly string[] => {
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
