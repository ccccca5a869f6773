import {
  type Alias,
  type Correction,
  comparableName,
  type Day,
  type Delivery,
  type Item,
  type Po,
  type PoState,
  type PoWithDeliveries,
  priorities,
  priorityOf,
  type Reason,
  type Resolved,
  sortReasons,
} from '@cynow/po-core';
import type { Column } from './columns.ts';

/** A PO as it is written: with what lists need to know of its deliveries. */
interface PoToWrite extends PoWithDeliveries {
  readonly at: Date;
  /** When it was made: now, but for one that comes back. */
  readonly createdAt: Date;
  readonly version: number;
}

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const priorityRank = (deliveries: readonly Delivery[]): number | null => {
  const priority = priorityOf(deliveries.flatMap(({ reasons }) => reasons));
  return priority === null ? null : priorities.indexOf(priority);
};

export const poColumns: readonly Column<PoToWrite>[] = [
  { name: 'id', type: 'uuid', value: ({ po }) => po.id },
  { name: 'customer_key', type: 'text', value: ({ po }) => po.identity.customerKey },
  { name: 'po_key', type: 'text', value: ({ po }) => po.identity.poKey },
  { name: 'identity_doc_no', type: 'text', value: ({ po }) => (po.identity.poKey === null ? po.identity.docNo : null) },
  { name: 'customer', type: 'text', value: ({ po }) => po.customer },
  { name: 'customer_name', type: 'text', value: ({ po }) => po.customerName },
  { name: 'name_key', type: 'text', value: ({ po }) => comparableName(po.customerName) },
  { name: 'po_no', type: 'text', value: ({ po }) => po.poNo },
  { name: 'manual', type: 'boolean', value: ({ po }) => po.manual },
  { name: 'reviewed', type: 'boolean', value: ({ po }) => po.reviewed },
  { name: 'state', type: 'text', value: ({ po }) => po.state },
  { name: 'received_on', type: 'date', value: ({ po }) => po.receivedOn },
  { name: 'memo', type: 'text', value: ({ po }) => po.memo },
  {
    name: 'deliveries',
    type: 'integer',
    value: ({ deliveries }) => deliveries.filter(({ number }) => number !== null).length,
  },
  { name: 'priority', type: 'smallint', value: ({ deliveries }) => priorityRank(deliveries) },
  { name: 'created_at', type: 'timestamptz', value: ({ createdAt }) => createdAt },
  { name: 'updated_at', type: 'timestamptz', value: ({ at }) => at },
  { name: 'version', type: 'bigint', value: ({ version }) => version },
];

/** The columns of `po` that a PO is made of; times and what lists need to know are left where they are. */
export const poRead = [
  ...['id', 'customer_key', 'po_key', 'identity_doc_no', 'customer', 'customer_name', 'po_no', 'manual', 'reviewed'],
  ...['state', 'received_on', 'memo'],
].join(', ');

/** A row of `po` as it is read. */
export interface PoRow {
  readonly id: string;
  readonly customer_key: string;
  readonly po_key: string | null;
  readonly identity_doc_no: string | null;
  readonly customer: string;
  readonly customer_name: string | null;
  readonly po_no: string;
  readonly manual: boolean;
  readonly reviewed: boolean;
  readonly state: PoState;
  readonly received_on: string | null;
  readonly memo: string;
}

export const poFrom = (row: PoRow, items: readonly Item[], aliases: readonly Alias[]): Po => ({
  id: row.id,
  identity:
    row.po_key === null
      ? { customerKey: row.customer_key, poKey: null, docNo: row.identity_doc_no! }
      : { customerKey: row.customer_key, poKey: row.po_key },
  customer: row.customer,
  customerName: row.customer_name,
  poNo: row.po_no,
  manual: row.manual,
  reviewed: row.reviewed,
  state: row.state,
  receivedOn: row.received_on,
  items,
  memo: row.memo,
  aliases,
});

interface ItemToWrite {
  readonly poId: string;
  readonly line: number;
  readonly item: Item;
  /** The PO's, by which lists go. */
  readonly receivedOn: Day | null;
}

/** The items of POs as lines of their own. */
export const itemLines = (pos: readonly Po[]): readonly ItemToWrite[] =>
  pos.flatMap(({ id, items, receivedOn }) => items.map((item, i) => ({ poId: id, line: i + 1, item, receivedOn })));

export const itemColumns: readonly Column<ItemToWrite>[] = [
  { name: 'po_id', type: 'uuid', value: ({ poId }) => poId },
  { name: 'line', type: 'integer', value: ({ line }) => line },
  { name: 'product_key', type: 'text', value: ({ item }) => item.productKey },
  { name: 'product', type: 'text', value: ({ item }) => item.product },
  { name: 'qty', type: 'bigint', value: ({ item }) => item.qty },
  { name: 'delivery_on', type: 'date', value: ({ item }) => item.deliveryOn },
  { name: 'incomplete', type: 'boolean', value: ({ item }) => item.incomplete },
  { name: 'received_on', type: 'date', value: ({ receivedOn }) => receivedOn },
];

/** A row of `item` as it is read. */
export interface ItemRow {
  readonly po_id: string;
  readonly product_key: string;
  readonly product: string;
  readonly qty: number;
  readonly delivery_on: string | null;
  readonly incomplete: boolean;
}

export const itemFrom = (row: ItemRow): Item => ({
  productKey: row.product_key,
  product: row.product,
  qty: row.qty,
  deliveryOn: row.delivery_on,
  incomplete: row.incomplete,
});

interface DeliveryToWrite {
  readonly delivery: Delivery;
  readonly at: Date;
}

export const documentColumns: readonly Column<DeliveryToWrite>[] = [
  { name: 'doc_no', type: 'text', value: ({ delivery }) => delivery.docNo },
  { name: 'po_id', type: 'uuid', value: ({ delivery }) => delivery.poId },
  { name: 'delivery', type: 'integer', value: ({ delivery }) => delivery.number },
  { name: 'hash', type: 'text', value: ({ delivery }) => delivery.hash },
  { name: 'fcms_po_no', type: 'text', value: ({ delivery }) => delivery.content.poNo },
  { name: 'fcms_customer', type: 'text', value: ({ delivery }) => delivery.content.customer },
  { name: 'fcms_product', type: 'text', value: ({ delivery }) => delivery.content.product },
  { name: 'fcms_qty', type: 'text', value: ({ delivery }) => delivery.content.qty },
  { name: 'effective_on', type: 'date', value: ({ delivery }) => delivery.content.effectiveOn },
  { name: 'delivery_on', type: 'date', value: ({ delivery }) => delivery.content.deliveryOn },
  { name: 'cancelled', type: 'boolean', value: ({ delivery }) => delivery.content.cancelled },
  { name: 'doc_year', type: 'smallint', value: ({ delivery }) => delivery.position.parts?.year ?? null },
  { name: 'doc_sequence', type: 'integer', value: ({ delivery }) => delivery.position.parts?.sequence ?? null },
  { name: 'po_no', type: 'text', value: ({ delivery }) => delivery.poNo },
  { name: 'mark', type: 'text', value: ({ delivery }) => delivery.mark },
  { name: 'customer', type: 'text', value: ({ delivery }) => delivery.customer },
  { name: 'customer_name', type: 'text', value: ({ delivery }) => delivery.customerName },
  { name: 'product_key', type: 'text', value: ({ delivery }) => delivery.productKey },
  { name: 'product', type: 'text', value: ({ delivery }) => delivery.product },
  { name: 'product_name', type: 'text', value: ({ delivery }) => delivery.productName },
  { name: 'packing', type: 'text', value: ({ delivery }) => delivery.packing },
  { name: 'qty', type: 'integer', value: ({ delivery }) => delivery.qty },
  { name: 'link', type: 'text', value: ({ delivery }) => delivery.link },
  { name: 'run_id', type: 'uuid', value: ({ delivery }) => delivery.runId },
  {
    name: 'resolved',
    type: 'json',
    value: ({ delivery }) => jsonOf(delivery.resolved.length === 0 ? null : delivery.resolved),
  },
  { name: 'correction', type: 'json', value: ({ delivery }) => jsonOf(delivery.correction) },
  { name: 'recorded_at', type: 'timestamptz', value: ({ at }) => at },
];

/** The columns of `document` that a delivery is made of, with the table's alias. */
export const documentRead = documentColumns
  .filter(({ name }) => name !== 'recorded_at')
  .map(({ name }) => `d.${name}`)
  .join(', ');

/** A row of `document` as it is read, with its open reasons. */
export interface DocumentRow {
  readonly doc_no: string;
  readonly po_id: string;
  readonly delivery: number | null;
  readonly hash: string;
  readonly fcms_po_no: string | null;
  readonly fcms_customer: string | null;
  readonly fcms_product: string | null;
  readonly fcms_qty: string | null;
  readonly effective_on: string | null;
  readonly delivery_on: string | null;
  readonly cancelled: boolean;
  readonly doc_year: number | null;
  readonly doc_sequence: number | null;
  readonly po_no: string | null;
  readonly mark: string | null;
  readonly customer: string | null;
  readonly customer_name: string | null;
  readonly product_key: string | null;
  readonly product: string | null;
  readonly product_name: string | null;
  readonly packing: string | null;
  readonly qty: number | null;
  readonly link: Delivery['link'];
  readonly run_id: string;
  readonly resolved: readonly Resolved[] | null;
  readonly correction: Correction | null;
  readonly reasons: readonly Reason[] | null;
}

export const deliveryFrom = (row: DocumentRow): Delivery => ({
  docNo: row.doc_no,
  poId: row.po_id,
  position: {
    docNo: row.doc_no,
    effectiveOn: row.effective_on,
    parts:
      row.doc_year === null || row.doc_sequence === null ? null : { year: row.doc_year, sequence: row.doc_sequence },
  },
  content: {
    poNo: row.fcms_po_no,
    customer: row.fcms_customer,
    product: row.fcms_product,
    qty: row.fcms_qty,
    effectiveOn: row.effective_on,
    deliveryOn: row.delivery_on,
    cancelled: row.cancelled,
  },
  hash: row.hash,
  poNo: row.po_no,
  mark: row.mark,
  customer: row.customer,
  customerName: row.customer_name,
  productKey: row.product_key,
  product: row.product,
  productName: row.product_name,
  packing: row.packing,
  qty: row.qty,
  link: row.link,
  runId: row.run_id,
  number: row.delivery,
  reasons: sortReasons(row.reasons ?? []),
  resolved: row.resolved ?? [],
  correction: row.correction,
});

interface ReasonToWrite {
  readonly docNo: string;
  readonly reason: Reason;
  readonly at: Date;
}

/** The open reasons of deliveries as lines of their own. */
export const reasonLines = (deliveries: readonly Delivery[], at: Date): readonly ReasonToWrite[] =>
  deliveries.flatMap(({ docNo, reasons }) => reasons.map((reason) => ({ docNo, reason, at })));

export const reasonColumns: readonly Column<ReasonToWrite>[] = [
  { name: 'doc_no', type: 'text', value: ({ docNo }) => docNo },
  { name: 'code', type: 'text', value: ({ reason }) => reason.code },
  { name: 'facts', type: 'json', value: ({ reason }) => JSON.stringify(reason.facts) },
  { name: 'opened_at', type: 'timestamptz', value: ({ at }) => at },
];
