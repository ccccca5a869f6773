import type { PoPlace, PoSort } from '@cynow/po-core';
import { sql } from 'slonik';

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

const number = (after: PoPlace | null): readonly Stretch[] => {
  const withoutNumber = {
    where: [sql.fragment`p.identity_doc_no IS NOT NULL`],
    order: sql.fragment`p.identity_doc_no`,
  };
  if (after?.numberless === true) {
    return [{ ...withoutNumber, where: [sql.fragment`p.identity_doc_no > ${after.number}`] }];
  }
  const behind = after === null ? [] : [sql.fragment`(p.po_key, p.id) > (${after.number}, ${after.id}::uuid)`];
  return [
    { where: [sql.fragment`p.po_key IS NOT NULL`, ...behind], order: sql.fragment`p.po_key, p.id` },
    withoutNumber,
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

/** What a row `p` is put in order by, and the order of such rows `q`. */
export const orderOf: Readonly<Record<PoSort, { readonly columns: Fragment; readonly order: Fragment }>> = {
  newest: { columns: sql.fragment`p.id, p.received_on`, order: sql.fragment`q.received_on DESC NULLS LAST, q.id` },
  number: {
    columns: sql.fragment`p.id, p.po_key, p.identity_doc_no`,
    order: sql.fragment`q.po_key NULLS LAST, q.identity_doc_no, q.id`,
  },
  customer: {
    columns: sql.fragment`p.id, p.received_on, p.customer_key`,
    order: sql.fragment`q.customer_key, q.received_on DESC NULLS LAST, q.id`,
  },
};
