import type { Day } from '../document/days.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { unknown } from '../po/codeKeys.ts';
import type { MatchableDelivery, MatchablePo } from './CandidatePo.ts';
import { type MatchFacts, type MatchLine, maxDays, maxLines, type Need } from './MatchFacts.ts';

/** What matching compares of a document. */
export const factsOfDocument = (document: FcmsDocument): MatchFacts => ({
  id: document.docNo,
  poKey: document.identity.poKey,
  customerKey: document.customerKey,
  customerName: document.customerName,
  lines: [{ productKey: document.productKey, qty: document.qty, deliveryOn: document.content.deliveryOn }],
  orderedOn: document.content.effectiveOn === null ? [] : [document.content.effectiveOn],
  need: null,
});

const known = (key: string): string | null => (key === unknown ? null : key);

type Item = MatchablePo['po']['items'][number];

const deliveredOf = (item: Item, live: readonly MatchableDelivery[]): number =>
  live.reduce((sum, { productKey, qty }) => (productKey === item.productKey ? sum + (qty ?? 0) : sum), 0);

/** An ordered item as it may meet a document: in full, or what is left of it. */
const itemLines = (item: Item, live: readonly MatchableDelivery[]): MatchLine[] => {
  const line = { productKey: known(item.productKey), deliveryOn: item.deliveryOn };
  const rest = item.qty - deliveredOf(item, live);
  return rest > 0 && rest < item.qty
    ? [
        { ...line, qty: item.qty },
        { ...line, qty: rest },
      ]
    : [{ ...line, qty: item.qty }];
};

const needOf = (items: readonly Item[], live: readonly MatchableDelivery[]): Need => {
  if (live.length === 0) return 'all';
  return items.every((item) => deliveredOf(item, live) >= item.qty) ? 'none' : 'some';
};

const distinct = (lines: readonly MatchLine[]): MatchLine[] => {
  const byContent = new Map(lines.map((line) => [`${line.productKey}\n${line.qty}\n${line.deliveryOn}`, line]));
  return [...byContent.values()];
};

/** The first and the latest days; the days between tell nothing new. */
const endsOf = (days: readonly Day[]): Day[] => {
  const sorted = [...new Set(days)].sort();
  return sorted.length <= maxDays ? sorted : [...sorted.slice(0, maxDays / 2), ...sorted.slice(-maxDays / 2)];
};

/**
 * What matching compares of a PO: what staff ordered, what is left of it, and each of its live deliveries. The items of
 * a backfilled PO are sums of its deliveries and left out.
 */
export const factsOfPo = ({ po, deliveries }: MatchablePo): MatchFacts => {
  const live = deliveries.filter(({ number }) => number !== null);
  const ordered = po.manual ? po.items.flatMap((item) => itemLines(item, live)) : [];
  const delivered = live.map(({ productKey, qty, content }) => ({ productKey, qty, deliveryOn: content.deliveryOn }));
  const days = [po.receivedOn, ...live.map(({ position }) => position.effectiveOn)];
  return {
    id: po.id,
    poKey: po.identity.poKey,
    customerKey: known(po.identity.customerKey),
    customerName: po.customerName,
    lines: distinct([...ordered, ...delivered.toReversed()]).slice(0, maxLines),
    orderedOn: endsOf(days.filter((day) => day !== null)),
    need: po.manual ? needOf(po.items, live) : null,
  };
};
