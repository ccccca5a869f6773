import { type PoFilter, type PoPlace, type PoSort, priorities, type SearchTerms, unknown } from '@cynow/po-core';
import { sql } from 'slonik';
import { monthByMonth } from './monthByMonth.ts';
import { all, atOnce, beginning, beginningInOrder, day, type Fragment, type Stretch } from './poStretches.ts';

/** What a search has come to: its terms, and what they lead to. */
export interface FoundTerms extends Omit<SearchTerms, 'customerPart'> {
  /** Whether more numbers begin so than are gathered to be put in order; false where that does not matter. */
  readonly broad: boolean;
  /** Customers whose code or name has the part. */
  readonly customerKeys: readonly string[];
  /** Names that have the part, of POs without a customer. */
  readonly namesOfNobody: readonly string[];
}

/** A filter of which nothing is left to look up; `search` is null when there is none. */
export interface ReadyFilter extends Omit<PoFilter, 'search'> {
  readonly search: FoundTerms | null;
}

/** Where POs come from, as `p`; all that it gives fits the filter. */
export interface Source {
  readonly from: Fragment;
  readonly where: readonly Fragment[];
  /** Whether a PO may come several times. */
  readonly repeats?: boolean;
  /** Customers whose POs come apart, each in order. */
  readonly customers?: readonly string[];
  /** Where other stretches than the list's are in order. */
  readonly stretches?: readonly Stretch[];
  /** How its first POs are come by where no stretch is in order. */
  readonly first?: (limit: number) => Fragment;
}

/** A list from a place on. */
export interface ListFrom {
  readonly sort: PoSort;
  readonly after: PoPlace | null;
}

/**
 * Whether it matters how many numbers begin alike: where they are gathered to be put in order, and where few of many may be left, of one
 * customer or with one product, so that it is quicker to go along those. Otherwise they are read by months, however many they are.
 */
export const breadthMatters = ({ customerKey, productKey }: PoFilter, sort: PoSort): boolean =>
  sort === 'customer' || (sort === 'newest' && (customerKey !== undefined || productKey !== undefined));

/** Of more customers than this it is quicker to go along the whole list. */
const mostCustomersApart = 100;

const texts = (values: readonly string[]) => sql.array([...values], 'text');

/**
 * Where the POs of a filter come from: one source, or several that a PO may be in more than one of. An index leads into each; with OR
 * between them none would.
 */
export const createPoSources = (schema: string) => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [po, item, document] = [table('po'), table('item'), table('document')];
  const pos = sql.fragment`${po} p`;

  const ordering = (productKey: string): Fragment =>
    sql.fragment`EXISTS (SELECT FROM ${item} i WHERE i.po_id = p.id AND i.product_key = ${productKey})`;

  const conditionsOf = (filter: Omit<ReadyFilter, 'search'>): readonly Fragment[] => {
    const { review, state, customerKey, productKey, manual, receivedSince, receivedUntil } = filter;
    return [
      ...(review === undefined
        ? []
        : review === 'needs-review'
          ? [sql.fragment`p.priority IS NOT NULL`]
          : [sql.fragment`p.priority = ${priorities.indexOf(review)}::smallint`]),
      ...(state === undefined ? [] : [sql.fragment`p.state = ${state}`]),
      ...(customerKey === undefined ? [] : [sql.fragment`p.customer_key = ${customerKey}`]),
      ...(productKey === undefined ? [] : [ordering(productKey)]),
      ...(manual === undefined ? [] : [sql.fragment`p.manual = ${manual}`]),
      ...(receivedSince === undefined ? [] : [sql.fragment`p.received_on >= ${day(receivedSince)}`]),
      ...(receivedUntil === undefined ? [] : [sql.fragment`p.received_on <= ${day(receivedUntil)}`]),
    ];
  };

  /** The POs with an item of a product, along an index in which they go by day. */
  const ofProduct = (productKey: string, where: readonly Fragment[]): Source => ({
    from: sql.fragment`(
      SELECT i.po_id AS id, i.received_on, h.customer_key, h.po_key, h.identity_doc_no, h.priority, h.state, h.manual
      FROM ${item} i JOIN ${po} h ON h.id = i.po_id WHERE i.product_key = ${productKey}) p`,
    where,
    repeats: true,
  });

  /**
   * The POs whose number begins so. The newest are read month by month. To be put in order by customer all are gathered, from an
   * index that has all that lists sort by; OFFSET keeps the planner from going along the list instead, which may hold them at its end.
   */
  const ofBeginning = (prefix: string, broad: boolean, list: ListFrom | null, where: readonly Fragment[]): Source => {
    if (list?.sort === 'number') return { from: pos, where, stretches: beginningInOrder(prefix, list.after) };
    if (list === null || broad) return { from: pos, where: [beginning(prefix), ...where] };
    if (list.sort === 'newest') {
      const begins = [beginning(prefix), ...where];
      return { from: pos, where: begins, first: (limit) => monthByMonth(pos, begins, list.after, limit) };
    }
    return {
      from: sql.fragment`(
        SELECT p.id, p.received_on, p.customer_key, p.po_key, NULL::text AS identity_doc_no
        FROM ${pos} WHERE p.po_key IS NOT NULL AND ${all([beginning(prefix), ...where])} OFFSET 0) p`,
      where: [],
      stretches: atOnce(list.sort, list.after),
    };
  };

  const found = (
    terms: FoundTerms,
    { review, state }: Omit<ReadyFilter, 'search'>,
    list: ListFrom | null,
    where: readonly Fragment[],
  ): readonly Source[] => {
    const { poKey, poKeyPrefix, productKey, docNos, customerKeys, namesOfNobody, broad } = terms;
    const keyed = (condition: Fragment): Source => ({ from: pos, where: [condition, ...where] });
    // Those to be reviewed, and the cancelled, are so few that it is quicker to go along them all, where they stand in order.
    const few = list?.sort !== 'number' && (review !== undefined || state === 'cancelled');
    const apart = list !== null && !few && customerKeys.length > 0 && customerKeys.length <= mostCustomersApart;
    return [
      ...(poKeyPrefix === null ? [] : [ofBeginning(poKeyPrefix, broad, list, where)]),
      ...(poKey === null || poKey.startsWith(poKeyPrefix ?? poKey) ? [] : [keyed(sql.fragment`p.po_key = ${poKey}`)]),
      ...(productKey === null
        ? []
        : [list?.sort === 'newest' ? ofProduct(productKey, where) : keyed(ordering(productKey))]),
      keyed(sql.fragment`p.id IN (SELECT d.po_id FROM ${document} d WHERE d.doc_no = ANY(${texts(docNos)}))`),
      ...(apart ? [{ from: pos, where, customers: customerKeys }] : []),
      ...(apart || customerKeys.length === 0
        ? []
        : [keyed(sql.fragment`p.customer_key = ANY(${texts(customerKeys)})`)]),
      ...(namesOfNobody.length === 0
        ? []
        : [keyed(sql.fragment`p.customer_key = ${unknown} AND p.customer_name = ANY(${texts(namesOfNobody)})`)]),
    ];
  };

  /** `list`: null when their order does not matter. */
  return ({ search, ...filter }: ReadyFilter, list: ListFrom | null): readonly Source[] => {
    const where = conditionsOf(filter);
    if (search !== null) return found(search, filter, list, where);
    const { customerKey, productKey, review, state } = filter;
    // Customers, and the few that are cancelled, stand in order by themselves, and what else is asked of them is tested on the way.
    if (list?.sort === 'newest' && customerKey === undefined && state !== 'cancelled') {
      if (productKey !== undefined) {
        return [ofProduct(productKey, conditionsOf({ ...filter, productKey: undefined }))];
      }
      if (review === 'needs-review') {
        return priorities.map((each) => ({ from: pos, where: conditionsOf({ ...filter, review: each }) }));
      }
    }
    return [{ from: pos, where }];
  };
};
