import type { Alias, PoId } from '@cynow/po-core';
import type { Column } from './columns.ts';

interface AliasToWrite {
  readonly poId: PoId;
  readonly alias: Alias;
  readonly at: Date;
}

export const aliasColumns: readonly Column<AliasToWrite>[] = [
  { name: 'customer_key', type: 'text', value: ({ alias }) => alias.identity.customerKey },
  { name: 'po_key', type: 'text', value: ({ alias }) => alias.identity.poKey },
  { name: 'po_id', type: 'uuid', value: ({ poId }) => poId },
  { name: 'created_at', type: 'timestamptz', value: ({ at }) => at },
  { name: 'audit_id', type: 'uuid', value: ({ alias }) => alias.auditId },
  { name: 'always', type: 'boolean', value: ({ alias }) => alias.always },
];

/** A row of `alias` as it is read. */
export interface AliasRow {
  readonly customer_key: string;
  readonly po_key: string;
  readonly po_id: string;
  readonly audit_id: string;
  readonly always: boolean;
}

export const aliasFrom = (row: AliasRow): Alias => ({
  identity: { customerKey: row.customer_key, poKey: row.po_key },
  auditId: row.audit_id,
  always: row.always,
});
