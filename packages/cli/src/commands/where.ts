import { namedPo, type WhereAnswer, type WhereDecision } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import { suggestionsJson } from '../output/orphanJson.ts';
import { poName } from '../output/poName.ts';
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

const decisionText = ({ state, po, by, at, note }: WhereDecision, messages: Messages): string => {
  const { orphans } = messages;
  const name = po === null ? (state === 'ignored' ? null : orphans.gonePo) : poName(po, messages);
  return orphans.decided(state, name, by, at, note);
};

/** What people decided while the order of a recorded document was missing, and the orphans on its PO. */
const orphanLines = (
  { po, decided, orphansOnPo }: Extract<WhereAnswer, { answer: 'recorded' }>,
  messages: Messages,
): readonly string[] => {
  const { orphans } = messages;
  const elsewhere =
    decided !== null &&
    decided.state !== 'ignored' &&
    (decided.po?.customer !== po.customer || decided.po.poNo !== po.poNo);
  return [
    ...(decided === null ? [] : [orphans.before(decisionText(decided, messages))]),
    ...(elsewhere ? [orphans.elsewhere] : []),
    ...(orphansOnPo.length === 0 ? [] : [orphans.onPo(orphansOnPo)]),
  ];
};

/** What becomes of an orphan, and the POs that it may deliver with what speaks for and against each. */
const orphanAnswer = (
  { state, priority, decided, suggestions }: Extract<WhereAnswer, { answer: 'orphan' }>,
  messages: Messages,
): readonly string[] => {
  const { labels, orphans, reports } = messages;
  const urgency = priority === null ? '' : ` (${labels.priorities[priority]})`;
  const candidates =
    suggestions?.pos.flatMap(({ po, probability, evidence }) => [
      `  ${orphans.candidate(poName(namedPo(po), messages), probability)}`,
      ...evidence.map((each) => `    ${each.effect === 'for' ? '+' : '-'} ${orphans.evidence(each)}`),
    ]) ?? [];
  return [
    `${reports.where.orphan(state)}${urgency}`,
    ...(decided === null ? [] : [decisionText(decided, messages)]),
    ...(suggestions === null || candidates.length === 0
      ? []
      : [orphans.suggestions, ...candidates, `  ${orphans.candidate(orphans.noneOfThem, suggestions.none)}`]),
  ];
};

/** An answer as JSON. */
const answerJson = (answer: WhereAnswer, messages: Messages) =>
  answer.answer === 'orphan' && answer.suggestions !== null
    ? { ...answer, suggestions: suggestionsJson(answer.suggestions, messages) }
    : answer;

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
        ...orphanLines(answer, messages),
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
      return orphanAnswer(answer, messages);
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
      await output.value(answers.map((answer) => answerJson(answer, messages)));
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
