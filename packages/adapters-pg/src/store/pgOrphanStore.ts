import type { Orphan, OrphanState, OrphanStore } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { arraysOf, type Column, insertRows, qualified, replaceOn } from './columns.ts';

interface OrphanRow {
  readonly doc_no: string;
  readonly state: OrphanState;
  readonly progress_code: string | null;
  readonly filling_date: string | null;
  readonly shipping_date: string | null;
  readonly add_datetime: string | null;
  readonly cylinders: number;
  readonly customer_names: readonly string[];
  readonly first_seen_at: Date;
  readonly opened_at: Date | null;
  readonly settled_at: Date | null;
}

const columns: readonly Column<Orphan>[] = [
  { name: 'doc_no', type: 'text', value: ({ report }) => report.docNo },
  { name: 'state', type: 'text', value: ({ state }) => state },
  { name: 'progress_code', type: 'text', value: ({ report }) => report.progressCode },
  { name: 'filling_date', type: 'text', value: ({ report }) => report.fillingDate },
  { name: 'shipping_date', type: 'text', value: ({ report }) => report.shippingDate },
  { name: 'add_datetime', type: 'text', value: ({ report }) => report.addDatetime },
  { name: 'cylinders', type: 'integer', value: ({ report }) => report.cylinders },
  { name: 'customer_names', type: 'json', value: ({ report }) => JSON.stringify(report.customerNames) },
  { name: 'first_seen_at', type: 'timestamptz', value: ({ firstSeenAt }) => firstSeenAt },
  { name: 'opened_at', type: 'timestamptz', value: ({ openedAt }) => openedAt },
  { name: 'settled_at', type: 'timestamptz', value: ({ settledAt }) => settledAt },
];

const orphanFrom = (row: OrphanRow): Orphan => ({
  report: {
    docNo: row.doc_no,
    progressCode: row.progress_code,
    fillingDate: row.filling_date,
    shippingDate: row.shipping_date,
    addDatetime: row.add_datetime,
    cylinders: row.cylinders,
    customerNames: row.customer_names,
  },
  state: row.state,
  firstSeenAt: row.first_seen_at,
  openedAt: row.opened_at,
  settledAt: row.settled_at,
});

const pageSize = 1000;

/** Orphans in our schema. */
export const pgOrphanStore = (pool: Pool, schema: string): OrphanStore => {
  const table = qualified(schema, 'orphan');
  const select = (where: string, values: unknown[]): Promise<Orphan[]> =>
    pool.use(async (client) =>
      (await client.query<OrphanRow>(`SELECT * FROM ${table} WHERE ${where}`, values)).rows.map(orphanFrom),
    );
  return {
    find: (docNos) => select('doc_no = ANY($1)', [docNos]),
    async *unsettled() {
      let last = '';
      for (;;) {
        const page = await select(`state IN ('open', 'seen') AND doc_no > $1 ORDER BY doc_no LIMIT ${pageSize}`, [
          last,
        ]);
        const end = page.at(-1);
        if (end === undefined) return;
        yield page;
        last = end.report.docNo;
      }
    },
    put: (orphans) =>
      pool.use(async (client) => {
        await client.query(insertRows(table, columns, replaceOn(['doc_no'], columns)), arraysOf(columns, orphans));
      }),
    count: (state) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE state = $1`, [
          state,
        ]);
        return rows[0]?.n ?? 0;
      }),
  };
};
