import { compareCodePoints, type PoPlace, type PoSort } from '@cynow/po-core';
import { sql } from 'slonik';
import { rightAfter } from './rightAfter.ts';

export type Fragment = ReturnType<typeof sql.fragment>;

/** A stretch of a list that one walk along an index gives, of POs `p`. */
export interface Stretch {
  readonly where: readonly Fragment[];
  readonly order: Fragment;
}

export const day = (on: string): Fragment => sql.fragment`${on}::date`;

const byDay = sql.fragment`p.received_on DESC NULLS LAST, p.id`;

/** The POs behind a place among those that go by day: the rest of its day, earlier days, those without a day. */
const behindByDay = ({ receivedOn, id }: PoPlace): readonly Fragment[] =>
  receivedOn === null
    ? [sql.fragment`p.received_on IS NULL AND p.id > ${id}::uuid`]
    : [
        sql.fragment`p.received_on = ${day(receivedOn)} AND p.id > ${id}::uuid`,
        sql.fragment`p.received_on < ${day(receivedOn)}`,
        sql.fragment`p.received_on IS NULL`,
      ];

const newest = (after: PoPlace | null): readonly Stretch[] =>
  after === null
    ? [{ where: [], order: byDay }]
    : behindByDay(after).map((behind) => ({ where: [behind], order: byDay }));

const byNumber = sql.fragment`p.po_key, p.id`;
const behindNumber = ({ number, id }: PoPlace): Fragment => sql.fragment`(p.po_key, p.id) > (${number}, ${id}::uuid)`;

const number = (after: PoPlace | null): readonly Stretch[] => {
  const numberless = sql.fragment`p.po_key IS NULL AND p.identity_doc_no IS NOT NULL`;
  const order = sql.fragment`p.identity_doc_no`;
  if (after?.numberless === true) {
    return [{ where: [numberless, sql.fragment`p.identity_doc_no > ${after.number}`], order }];
  }
  const behind = after === null ? [] : [behindNumber(after)];
  return [
    { where: [sql.fragment`p.po_key IS NOT NULL`, ...behind], order: byNumber },
    { where: [numberless], order },
  ];
};

const customer = (after: PoPlace | null): readonly Stretch[] => {
  const order = sql.fragment`p.customer_key, ${byDay}`;
  if (after === null) return [{ where: [], order }];
  const here = sql.fragment`p.customer_key = ${after.customerKey}`;
  return [
    ...behindByDay(after).map((behind) => ({ where: [here, behind], order })),
    { where: [sql.fragment`p.customer_key > ${after.customerKey}`], order },
  ];
};

/**
 * The stretches that a list consists of behind a place, from the beginning where that is null. Each is a range of an index; in one
 * condition, with OR, they would be a walk over all that lies before.
 */
export const stretchesOf: Readonly<Record<PoSort, (after: PoPlace | null) => readonly Stretch[]>> = {
  newest,
  number,
  customer,
};

/** The numbers that begin so. */
export const beginning = (prefix: string): Fragment => {
  const end = rightAfter(prefix);
  return end === null ? sql.fragment`p.po_key >= ${prefix}` : sql.fragment`p.po_key >= ${prefix} AND p.po_key < ${end}`;
};

/**
 * The same stretches of the numbers that begin so, in the order of the numbers. A range may have one lower bound only: of two,
 * PostgreSQL begins at either.
 */
export const beginningInOrder = (prefix: string, after: PoPlace | null): readonly Stretch[] => {
  if (after === null || (!after.numberless && compareCodePoints(after.number, prefix) < 0)) {
    return [{ where: [beginning(prefix)], order: byNumber }];
  }
  if (after.numberless || !after.number.startsWith(prefix)) return [];
  const end = rightAfter(prefix);
  const below = end === null ? [] : [sql.fragment`p.po_key < ${end}`];
  return [{ where: [behindNumber(after), ...below], order: byNumber }];
};

/** All stretches in one, for rows that are gathered and put in order anyway. */
export const atOnce = (sort: PoSort, after: PoPlace | null): readonly [Stretch] => {
  const either = stretchesOf[sort](after).map(({ where }) => sql.fragment`(${all(where)})`);
  return [{ where: [sql.fragment`(${sql.join(either, sql.fragment` OR `)})`], order: ordersOf('p')[sort] }];
};

export const all = (conditions: readonly Fragment[]): Fragment =>
  sql.fragment`${sql.join([sql.fragment`true`, ...conditions], sql.fragment` AND `)}`;

const ordersOf = (row: string): Readonly<Record<PoSort, Fragment>> => {
  const of = (column: string) => sql.identifier([row, column]);
  const day = sql.fragment`${of('received_on')} DESC NULLS LAST, ${of('id')}`;
  return {
    newest: day,
    number: sql.fragment`${of('po_key')} NULLS LAST, ${of('identity_doc_no')}, ${of('id')}`,
    customer: sql.fragment`${of('customer_key')}, ${day}`,
  };
};

/** What a row `p` is put in order by. */
export const orderColumns: Readonly<Record<PoSort, Fragment>> = {
  newest: sql.fragment`p.id, p.received_on`,
  number: sql.fragment`p.id, p.po_key, p.identity_doc_no`,
  customer: sql.fragment`p.id, p.received_on, p.customer_key`,
};

/** The order of such rows `q`. */
export const orderOf = ordersOf('q');
