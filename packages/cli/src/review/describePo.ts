import { type Delivery, type FoundPo, type PoDetails, probableMatchFacts, type Resolved } from '@cynow/po-core';
import { number, time } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import type { Output } from '../output/createOutput.ts';
import { progressTable } from '../output/progressTable.ts';
import { table } from '../output/table.ts';
import { describeCandidate, describeReason, percentOf } from './describeReason.ts';
import { nameOf, wordsFor } from './findPo.ts';
import { shellWords } from './shellWords.ts';

interface Telling {
  readonly messages: Messages;
  readonly output: Output;
  readonly docPrefix: string;
}

const indented = (lines: readonly string[], by = 2): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** A paragraph under a heading; nothing when it would be empty. */
const section = (heading: string, lines: readonly string[], { output }: Telling): readonly string[] =>
  lines.length === 0 ? [] : ['', output.paint('bold', heading), ...indented(lines)];

const headLines = (details: PoDetails, by: (FoundPo & { outcome: 'found' })['by'], telling: Telling) => {
  const { labels, reviews } = telling.messages;
  const { show } = reviews;
  const { po, open, priority, version, createdAt } = details;
  const since = new Date(Math.min(...open.map((reason) => reason.since.getTime())));
  const standing = po.reviewed ? show.reviewed : show.nothingOpen;
  const facts = [
    po.manual ? labels.manual : labels.backfilled,
    ...(po.state === 'cancelled' ? [show.cancelled] : []),
    ...(po.receivedOn === null ? [] : [`${show.receivedOn} ${po.receivedOn}`]),
    `${show.made} ${time(createdAt)}`,
    `${show.version} ${version}`,
  ];
  return [
    telling.output.paint('bold', nameOf(details, telling.messages)),
    ...indented([
      ...(by === 'itself' ? [] : [show.by[by]]),
      priority === null ? standing : show.waiting(labels.priorities[priority], since),
      facts.join(', '),
      ...(po.memo === '' ? [] : [`${show.memo}: ${po.memo}`]),
    ]),
  ];
};

const resolvedLine = ({ reason, auditId }: Resolved, { decisions }: PoDetails, { messages }: Telling): string => {
  const { labels, reviews } = messages;
  const entry = decisions.get(auditId);
  const how =
    entry === undefined
      ? reviews.show.reviewed
      : reviews.show.resolvedBy(entry.action, entry.by.actor, entry.at, entry.note);
  return `✓ ${labels.reasons[reason.code]} — ${how}`;
};

const deliveryLines = (delivery: Delivery, details: PoDetails, telling: Telling): readonly string[] => {
  const { messages, docPrefix } = telling;
  const { labels, reviews } = messages;
  const { show } = reviews;
  const { position, content, product, productName, packing, mark } = delivery;
  const facts = [
    ...(position.effectiveOn === null ? [] : [`${show.document.effectiveOn} ${position.effectiveOn}`]),
    [product ?? reviews.reasons.nothing, productName, packing].filter((part) => part !== null).join(' '),
    show.document.qty(delivery.qty),
    ...(content.deliveryOn === null ? [] : [`${show.document.deliveryOn} ${content.deliveryOn}`]),
    ...(mark === null ? [] : [`${show.document.mark} ${mark}`]),
    labels.links[delivery.link],
    ...(content.cancelled ? [show.document.cancelled] : []),
  ];
  const name = delivery.number === null ? '' : `${labels.delivery(delivery.number)} `;
  return [
    `${name}${delivery.docNo}: ${facts.join(', ')}`,
    ...indented([
      ...(delivery.correction === null
        ? []
        : [show.corrected(delivery.correction.product, delivery.correction.insteadOf)]),
      ...details.open
        .filter(({ docNo }) => docNo === delivery.docNo)
        .map(
          (reason) =>
            `⚠ ${labels.reasons[reason.code]} — ${describeReason(reason, messages, docPrefix)} (${reviews.list.since(reason.since)})`,
        ),
      ...delivery.resolved.map((one) => resolvedLine(one, details, telling)),
    ]),
  ];
};

const candidateLines = ({ candidates, open }: PoDetails, { messages }: Telling): readonly string[] => {
  const { show } = messages.reviews;
  const words = (
    effect: 'for' | 'against',
    evidence: PoDetails['candidates'][number]['evidence'],
  ): readonly string[] => {
    const features = evidence
      .filter((one) => one.effect === effect)
      .map(({ feature }) => show.features[feature] ?? feature);
    return features.length === 0 ? [] : [`${show[effect]}: ${[...new Set(features)].join(', ')}`];
  };
  const none = open.flatMap(({ code, facts }) => (code === 'PROBABLE_MATCH' ? [probableMatchFacts(facts).none] : []));
  return [
    ...candidates.flatMap((candidate, i) => [
      `${i + 1}. ${describeCandidate(candidate, messages)}`,
      ...indented([...words('for', candidate.evidence), ...words('against', candidate.evidence)], 5),
    ]),
    // Of several documents each has its own.
    ...none.flatMap((one) => (one === null || none.length > 1 ? [] : [show.noneOfThem(percentOf(one))])),
  ];
};

const historyLines = ({ history }: PoDetails, { messages }: Telling): readonly string[] => {
  const { show, actions } = messages.reviews;
  return table(
    history.map(({ id, at, by, action, note, undoneBy }) => [
      time(at),
      by.actor,
      `${actions[action]}${undoneBy === null ? '' : ` (${show.undone})`}`,
      id,
      note === null ? '' : `"${note}"`,
    ]),
  );
};

/** A PO in full, as people read it. */
export const describePo = (
  details: PoDetails,
  by: (FoundPo & { outcome: 'found' })['by'],
  telling: Telling,
): readonly string[] => {
  const { messages } = telling;
  const { labels, reviews, cylinders } = messages;
  const { show } = reviews;
  const { po, deliveries, progress, reservations, open } = details;
  const columns = show.itemColumns;
  const items = po.items.map(({ product, qty, deliveryOn, incomplete }) => [
    product,
    incomplete ? cylinders.atLeast(qty) : number(qty),
    deliveryOn ?? '',
  ]);
  const rows = progressTable(
    [
      [cylinders.whole, progress.po],
      ...progress.items.map((item) => [cylinders.item(item.product), item] as const),
      ...progress.deliveries.map((one) => [`${labels.delivery(one.delivery)} ${one.docNo}`, one] as const),
    ],
    messages,
  );
  return [
    ...headLines(details, by, telling),
    ...section(show.items, table([Object.values(columns), ...items], [1]), telling),
    ...section(
      show.deliveries,
      deliveries.length === 0
        ? [show.noDeliveries]
        : deliveries.flatMap((delivery) => deliveryLines(delivery, details, telling)),
      telling,
    ),
    ...section(show.candidates, candidateLines(details, telling), telling),
    ...section(
      show.aliases,
      po.aliases.map(
        ({ identity, always }) =>
          `${reviews.po(identity.customerKey, null, identity.poKey)}${always ? ` — ${show.always}` : ''}`,
      ),
      telling,
    ),
    ...section(
      show.reservations,
      reservations.map(({ docNo, state }) => `${docNo} — ${labels.reservations[state]}`),
      telling,
    ),
    ...section(show.progress, [cylinders.asOf(progress.asOf), ...rows], telling),
    ...section(show.history, historyLines(details, telling), telling),
    ...(open.length === 0 ? [] : ['', show.resolve(shellWords(wordsFor(details)))]),
  ];
};
