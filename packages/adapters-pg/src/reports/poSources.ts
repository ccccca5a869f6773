import { type PoFilter, type PoSort, priorities, type SearchTerms, unknown } from '@cynow/po-core';
import { sql } from 'slonik';
import { day, type Fragment } from './poStretches.ts';

/** What a search has come to: its terms, and what they lead to. */
export interface FoundTerms extends Omit<SearchTerms, 'customerPart'> {
  /** Whether more numbers begin so than are gathered to be put in order. */
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
}

/** Of more customers than this it is quicker to go along the whole list. */
const mostCustomersApart = 100;

const texts = (values: readonly string[]) => sql.array([...values], 'text');

export const all = (conditions: readonly Fragment[]): Fragment =>
  sql.fragment`${sql.join([sql.fragment`true`, ...conditions], sql.fragment` AND `)}`;

/**
 * Where the POs of a filter come from: one source, or several that a PO may be in more than one of. An index leads into each; with OR
 * between them none would.
 */
export const createPoSources = (schema: string) => {
  const table = (name: string) => sql.identifier([schema, name]);
  const [po, item, document] = [table('po'), table('item'), table('document')];
  const pos = sql.fragment`${po} p`;

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
      ...(productKey === undefined
        ? []
        : [sql.fragment`EXISTS (SELECT FROM ${item} i WHERE i.po_id = p.id AND i.product_key = ${productKey})`]),
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
   * The POs whose number begins so. To be put in another order than the numbers' they are gathered, from an index that has all
   * that lists sort by; OFFSET keeps the planner from going along the list instead, which may hold them at its end.
   */
  const beginning = (prefix: string, gathered: boolean, where: readonly Fragment[]): Source => {
    const begins = sql.fragment`p.po_key IS NOT NULL AND p.po_key ^@ ${prefix}`;
    if (!gathered) return { from: pos, where: [begins, ...where] };
    return {
      from: sql.fragment`(
        SELECT p.id, p.received_on, p.customer_key, p.po_key, NULL::text AS identity_doc_no
        FROM ${pos} WHERE ${all([begins, ...where])} OFFSET 0) p`,
      where: [],
    };
  };

  const found = (terms: FoundTerms, sort: PoSort | null, where: readonly Fragment[]): readonly Source[] => {
    const { poKey, poKeyPrefix, productKey, docNos, customerKeys, namesOfNobody, broad } = terms;
    const keyed = (condition: Fragment): Source => ({ from: pos, where: [condition, ...where] });
    const begins = (prefix: string) => beginning(prefix, !broad && sort !== 'number' && sort !== null, where);
    const known = customerKeys.length > 0 && customerKeys.length <= mostCustomersApart && sort !== null;
    return [
      ...(poKeyPrefix === null ? [] : [begins(poKeyPrefix)]),
      ...(poKey === null ? [] : [keyed(sql.fragment`p.po_key = ${poKey}`)]),
      ...(productKey === null ? [] : [ofProduct(productKey, where)]),
      keyed(sql.fragment`p.id IN (SELECT d.po_id FROM ${document} d WHERE d.doc_no = ANY(${texts(docNos)}))`),
      ...(known ? [{ from: pos, where, customers: customerKeys }] : []),
      ...(known || customerKeys.length === 0
        ? []
        : [keyed(sql.fragment`p.customer_key = ANY(${texts(customerKeys)})`)]),
      ...(namesOfNobody.length === 0
        ? []
        : [keyed(sql.fragment`p.customer_key = ${unknown} AND p.customer_name = ANY(${texts(namesOfNobody)})`)]),
    ];
  };

  /** `sort`: null when their order does not matter. */
  return ({ search, ...filter }: ReadyFilter, sort: PoSort | null): readonly Source[] => {
    const where = conditionsOf(filter);
    if (search !== null) return found(search, sort, where);
    const { customerKey, productKey, review } = filter;
    if (sort === 'newest' && customerKey === undefined) {
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
