import type { DecidedState, Orphan, OrphanState } from '@cynow/po-core';
import type pg from 'pg';
import { arraysOf, type Column, insertRows, qualified, replaceOn } from './columns.ts';

/** A row of `orphan` as it is read. */
export interface OrphanRow {
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
  readonly decided_as: DecidedState | null;
  readonly po_id: string | null;
  readonly note: string | null;
  readonly decided_by: string;
  readonly decided_at: Date;
  readonly audit_id: string;
  readonly arrived_at: Date | null;
  readonly landed_on: string | null;
  readonly version: number;
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
  { name: 'decided_as', type: 'text', value: ({ decision }) => decision?.state ?? null },
  { name: 'po_id', type: 'uuid', value: ({ decision }) => decision?.poId ?? null },
  { name: 'note', type: 'text', value: ({ decision }) => decision?.note ?? null },
  { name: 'decided_by', type: 'text', value: ({ decision }) => decision?.by ?? null },
  { name: 'decided_at', type: 'timestamptz', value: ({ decision }) => decision?.at ?? null },
  { name: 'audit_id', type: 'uuid', value: ({ decision }) => decision?.auditId ?? null },
  { name: 'arrived_at', type: 'timestamptz', value: ({ arrivedAt }) => arrivedAt },
  { name: 'landed_on', type: 'uuid', value: ({ landedOn }) => landedOn },
  { name: 'version', type: 'bigint', value: ({ version }) => version + 1 },
];

export const orphanFrom = (row: OrphanRow): Orphan => ({
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
  decision:
    row.decided_as === null
      ? null
      : {
          state: row.decided_as,
          poId: row.po_id,
          note: row.note,
          by: row.decided_by,
          at: row.decided_at,
          auditId: row.audit_id,
        },
  arrivedAt: row.arrived_at,
  landedOn: row.landed_on,
  version: row.version,
});

/** Writes those that nobody has written since they were read, and gives the numbers of the others. */
export const putOrphans = async (
  client: pg.ClientBase,
  schema: string,
  orphans: readonly Orphan[],
): Promise<readonly string[]> => {
  if (orphans.length === 0) return [];
  const { rows } = await client.query<{ doc_no: string }>(
    `${insertRows(`${qualified(schema, 'orphan')} AS held`, columns, replaceOn(['doc_no'], columns))}
     WHERE held.version = EXCLUDED.version - 1 RETURNING doc_no`,
    arraysOf(columns, orphans),
  );
  const written = new Set(rows.map((row) => row.doc_no));
  return orphans.map(({ report }) => report.docNo).filter((docNo) => !written.has(docNo));
};
