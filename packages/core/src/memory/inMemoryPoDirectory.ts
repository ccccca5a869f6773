import { deliveredEach } from '../directory/deliveredEach.ts';
import { listedFigures } from '../directory/listedFigures.ts';
import { searchable } from '../directory/searchable.ts';
import { searchTermsOf } from '../directory/searchTermsOf.ts';
import type { Day } from '../document/days.ts';
import { unknown } from '../po/codeKeys.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import type { Customer, PoDirectory, PoEntry, PoFilter, PoPlace, PoSort } from '../ports/PoDirectory.ts';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import { overallProgress } from '../progress/overallProgress.ts';
import { priorityOf } from '../review/priority.ts';
import { reasonCodes } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { shown } from '../text/shown.ts';
import { type Counted, countedBy, countedPo, groupOfOne } from './countedPos.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

const newestFirst = (a: Day | null, b: Day | null): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareCodePoints(b, a);
};

const byAge = (a: PoPlace, b: PoPlace): number =>
  newestFirst(a.receivedOn, b.receivedOn) || compareCodePoints(a.id, b.id);

const comparePlaces: Readonly<Record<PoSort, (a: PoPlace, b: PoPlace) => number>> = {
  newest: byAge,
  number: (a, b) =>
    Number(a.numberless) - Number(b.numberless) ||
    compareCodePoints(a.number, b.number) ||
    compareCodePoints(a.id, b.id),
  customer: (a, b) => compareCodePoints(a.customerKey, b.customerKey) || byAge(a, b),
};

const placeOf = ({ po: { id, identity, receivedOn } }: PoWithDeliveries): PoPlace => ({
  id,
  receivedOn,
  customerKey: identity.customerKey,
  numberless: identity.poKey === null,
  number: identity.poKey === null ? identity.docNo : identity.poKey,
});

const openCodes = ({ deliveries }: PoWithDeliveries): PoEntry['codes'] => {
  const open = new Set(deliveries.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
  return reasonCodes.filter((code) => open.has(code));
};

const priorityOfPo = ({ deliveries }: PoWithDeliveries): PoEntry['priority'] =>
  priorityOf(deliveries.flatMap(({ reasons }) => reasons));

const passes = (found: PoWithDeliveries, filter: PoFilter): boolean => {
  const { review, state, customerKey, productKey, manual, receivedSince, receivedUntil } = filter;
  const { po } = found;
  const priority = priorityOfPo(found);
  return (
    (review === undefined || (review === 'needs-review' ? priority !== null : priority === review)) &&
    (state === undefined || po.state === state) &&
    (customerKey === undefined || po.identity.customerKey === customerKey) &&
    (productKey === undefined || po.items.some((item) => item.productKey === productKey)) &&
    (manual === undefined || po.manual === manual) &&
    (receivedSince === undefined || (po.receivedOn !== null && po.receivedOn >= receivedSince)) &&
    (receivedUntil === undefined || (po.receivedOn !== null && po.receivedOn <= receivedUntil))
  );
};

/** All POs of the same memory for finding and listing, for embedding and trying out. */
export const inMemoryPoDirectory = ({
  pos,
  progress,
}: {
  readonly pos: InMemoryPoStore;
  readonly progress: ProgressStore;
}): PoDirectory => {
  const hasPart = (part: string, ...texts: readonly (string | null)[]): boolean =>
    texts.some((each) => searchable(each)?.includes(part) === true);

  const isFound = ({ po, deliveries }: PoWithDeliveries, typed: string): boolean => {
    const terms = searchTermsOf(typed);
    if (terms === null) return true;
    const { poKey, poKeyPrefix, productKey, docNos, customerPart } = terms;
    const { identity, items, customerName } = po;
    return (
      (identity.poKey !== null &&
        (identity.poKey === poKey || (poKeyPrefix !== null && identity.poKey.startsWith(poKeyPrefix)))) ||
      (productKey !== null && items.some((item) => item.productKey === productKey)) ||
      deliveries.some(({ docNo }) => docNos.includes(docNo)) ||
      (customerPart !== null &&
        (identity.customerKey === unknown
          ? hasPart(customerPart, customerName)
          : hasPart(customerPart, identity.customerKey, ...pos.namesOf(identity.customerKey))))
    );
  };

  const chosen = ({ search, ...filter }: PoFilter): readonly PoWithDeliveries[] =>
    pos.all().filter((found) => passes(found, filter) && (search === undefined || isFound(found, search)));

  const entryOf = (found: PoWithDeliveries, counted: Counted): PoEntry => {
    const { id, identity, customer, customerName, poNo, state, manual, receivedOn, items } = found.po;
    const delivered = deliveredEach(found.deliveries, counted);
    return {
      id,
      version: pos.versionOf(id),
      customer,
      customerName,
      poNo,
      numberless: identity.poKey === null,
      state,
      manual,
      receivedOn,
      deliveries: delivered.length,
      priority: priorityOfPo(found),
      codes: openCodes(found),
      ...listedFigures({ state, manual, items, delivered }, counted.asOf),
    };
  };

  return {
    async list(filter, { sort, limit, after }) {
      const compare = comparePlaces[sort];
      const behind = chosen(filter)
        .map((found) => ({ found, place: placeOf(found) }))
        .filter(({ place }) => after === null || compare(place, after) > 0)
        .sort((a, b) => compare(a.place, b.place));
      const shown = behind.slice(0, limit);
      const counted = await countedBy(
        progress,
        shown.map(({ found }) => found),
      );
      const last = shown.at(-1);
      return {
        entries: shown.map(({ found }) => entryOf(found, counted)),
        next: last === undefined || behind.length <= limit ? null : last.place,
      };
    },

    async totals(filter) {
      const all = chosen(filter);
      const counted = await countedBy(progress, all);
      const groups = all.map((found) => groupOfOne(countedPo(found, counted)));
      return { pos: all.length, ...overallProgress(groups, counted.asOf) };
    },

    async customers(part, { limit, after }) {
      const sought = shown(part) === null ? null : (searchable(part) ?? '\n');
      const newest = new Map<string, PoWithDeliveries>();
      for (const found of pos.all()) {
        const { customerKey } = found.po.identity;
        const held = newest.get(customerKey);
        if (held === undefined || byAge(placeOf(found), placeOf(held)) < 0) newest.set(customerKey, found);
      }
      const all = [...newest]
        .filter(([key]) => key !== unknown && (after === null || compareCodePoints(key, after) > 0))
        .filter(([key]) => sought === null || hasPart(sought, key, ...pos.namesOf(key)))
        .sort(([a], [b]) => compareCodePoints(a, b))
        .map(([customerKey, { po }]): Customer => {
          return { customerKey, customer: po.customer, customerName: po.customerName };
        });
      const customers = all.slice(0, limit);
      return { customers, next: all.length > limit ? customers.at(-1)!.customerKey : null };
    },
  };
};
