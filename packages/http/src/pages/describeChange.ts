import {
  type AuditRecord,
  type DecisionSnapshot,
  type Item,
  isDecisionSnapshot,
  type Po,
  type SnapshotPo,
} from '@cynow/po-core';
import { number } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { shownCode } from './shownCode.ts';

type Recorded = Pick<AuditRecord, 'before' | 'after'>;

const snapshotsOf = ({ before, after }: Recorded): readonly [DecisionSnapshot, DecisionSnapshot] | null =>
  isDecisionSnapshot(before) && isDecisionSnapshot(after) ? [before, after] : null;

/** The number of a PO for people: one without says so, with what tells it from others that have none. */
export const shownPoNo = ({ identity, poNo }: Pick<Po, 'identity' | 'poNo'>, { labels }: Messages): string =>
  identity.poKey === null ? `${labels.numberless} (${poNo})` : poNo;

/** Customer and number of a PO for people. */
export const shownPo = (po: Po, messages: Messages): string =>
  `${shownCode(po.customer, messages.labels.reasons.MISSING_CUSTOMER)} ${shownPoNo(po, messages)}`;

const dueOf = (items: readonly Item[]): string =>
  [...new Set(items.flatMap(({ deliveryOn }) => (deliveryOn === null ? [] : [deliveryOn])))].toSorted().join(', ');

const orderedOf = (items: readonly Item[]): number => items.reduce((sum, { qty }) => sum + qty, 0);

/** What staff ordered otherwise; the items of other POs are no more than the sums of their documents. */
const changedItems = (before: Po, after: Po, { labels, reasons, pages }: Messages): readonly string[] => {
  if (!before.manual || !after.manual) return [];
  const products = new Set([...before.items, ...after.items].map(({ product }) => product));
  const of = (po: Po, product: string) => po.items.filter((item) => item.product === product);
  return [...products].flatMap((product) => {
    const [was, is] = [of(before, product), of(after, product)];
    const change = (name: string, one: string, other: string) =>
      one === other ? [] : [reasons.change(`${product} ${name}`, one || labels.none, other || labels.none)];
    return [
      ...change(pages.detail.column.ordered, number(orderedOf(was)), number(orderedOf(is))),
      ...change(labels.deliveryOn, dueOf(was), dueOf(is)),
    ];
  });
};

/** That staff entered a PO which was cancelled, or took that back; a decision about nothing else says it by its name. */
const livesAgain = (before: Po, after: Po, { labels, pages, reasons }: Messages): readonly string[] => {
  if (before.manual === after.manual || before.state === after.state) return [];
  const name = ({ state }: Po): string => (state === 'open' ? pages.list.open : labels.cancelledPo);
  return [reasons.change(pages.list.state, name(before), name(after))];
};

const changedPo = (before: Po, after: Po, messages: Messages): readonly string[] => {
  const { labels, reasons } = messages;
  const code = (po: Po) => shownCode(po.customer, labels.reasons.MISSING_CUSTOMER);
  const change = (name: string, one: string | null, other: string | null) =>
    (one ?? '') === (other ?? '') ? [] : [reasons.change(name, one || labels.none, other || labels.none)];
  return [
    ...change(labels.customerCode, code(before), code(after)),
    ...change(labels.poNo, shownPoNo(before, messages), shownPoNo(after, messages)),
    ...(before.manual && after.manual ? change(labels.receivedOn, before.receivedOn, after.receivedOn) : []),
    ...changedItems(before, after, messages),
    ...livesAgain(before, after, messages),
    ...change(labels.memo, before.memo, after.memo),
  ];
};

const changedProducts = (before: SnapshotPo, after: DecisionSnapshot, messages: Messages): readonly string[] => {
  const { labels, reasons } = messages;
  const now = new Map(after.pos.flatMap(({ documents }) => documents.map((each) => [each.docNo, each])));
  return before.documents.flatMap(({ docNo, product }) => {
    const later = now.get(docNo);
    return later === undefined || later.product === product
      ? []
      : [reasons.change(`${docNo} ${labels.product}`, product ?? labels.none, later.product ?? labels.none)];
  });
};

const movedDocuments = (before: SnapshotPo, after: DecisionSnapshot, messages: Messages): readonly string[] =>
  after.pos.flatMap(({ po, documents }) => {
    const had = new Set(before.documents.map(({ docNo }) => docNo));
    const moved = po.id === before.po.id ? [] : documents.filter(({ docNo }) => had.has(docNo));
    if (moved.length === 0) return [];
    const docNos = moved.map(({ docNo }) => docNo).join(', ');
    return [messages.reasons.change(docNos, shownPo(before.po, messages), shownPo(po, messages))];
  });

/** What somebody's entry in the audit trail changed, in words: before and after. Empty where it changed nothing but reasons. */
export const describeChange = (recorded: Recorded, messages: Messages): readonly string[] => {
  const [before, after] = snapshotsOf(recorded) ?? [];
  if (before === undefined || after === undefined) return [];
  const now = new Map(after.pos.map(({ po }) => [po.id, po]));
  return before.pos.flatMap((was) => {
    const is = now.get(was.po.id);
    return [
      ...(is === undefined ? [] : changedPo(was.po, is, messages)),
      ...changedProducts(was, after, messages),
      ...movedDocuments(was, after, messages),
    ];
  });
};

/** The PO that a decision was about: the one that is gone or lost documents by it, else the one that it concerns; null: none. */
export const decidedPo = (recorded: Recorded): Po | null => {
  const [before, after] = snapshotsOf(recorded) ?? [];
  if (before === undefined || after === undefined) return null;
  const left = new Map(after.pos.map(({ po, documents }) => [po.id, documents.length]));
  const giving = before.pos.find(({ po, documents }) => (left.get(po.id) ?? -1) < documents.length);
  return (giving ?? before.pos[0])?.po ?? null;
};
