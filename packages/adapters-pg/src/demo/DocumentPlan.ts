import type { DemoCustomer } from './demoCustomers.ts';
import type { DemoProduct } from './demoProducts.ts';

/** What a document of the demo data shows; a document may show several. The first five are the reasons of that name. */
export const demoTraits = [
  'MISSING_CUSTOMER',
  'MISSING_PO_NO',
  'MISSING_PRODUCT',
  'INVALID_QTY',
  'INVALID_DOC_NO',
  /** Its move report is cancelled. */
  'CANCELLED',
  /** No order date; one in three of them has no date of entry either. */
  'NO_ORDER_DATE',
  /** An order date before 1990 or after 2100. */
  'ABSURD_DATE',
  /** The PO no. differs from that of the order in a way that clerks get it wrong. */
  'MISTYPED_PO_NO',
  /** The PO no. of an order finished more than half a year ago. */
  'REUSED_PO_NO',
  /** A well-formed number far above all others, by a typing error. */
  'STRAY_DOC_NO',
  /** Customer, PO no. or product in other characters that mean the same. */
  'DIRTY_TEXT',
] as const;
export type DemoTrait = (typeof demoTraits)[number];

/** A customer's order as the customer meant it; documents deliver it. */
export interface DemoOrder {
  readonly id: number;
  readonly customer: DemoCustomer;
  readonly poNo: string;
  readonly products: readonly [DemoProduct, ...DemoProduct[]];
  /** Cylinders in one delivery. */
  readonly cylinders: number;
  readonly deliveries: number;
  /** What stands behind the PO no. of its delivery `k`; empty for customers who do not mark them. */
  readonly mark: (k: number) => string;
  readonly reused: boolean;
}

/** One document before it is laid out in rows: what it really is, beside what the clerk typed. */
export interface DocumentPlan {
  readonly kind: 'order' | 'orphan';
  readonly documentNo: string;
  readonly order: DemoOrder;
  /** Which delivery of the order this is, 1…n. */
  readonly delivery: number;
  readonly product: DemoProduct;
  readonly cylinders: number;
  /** When it was entered: seconds of the Seoul wall clock. */
  readonly enteredAt: number;
  /** The day on which it is to be delivered. */
  readonly dueOn: number;
  readonly cancelled: boolean;
  /** The columns as typed. */
  readonly typed: TypedDocument;
  readonly traits: readonly DemoTrait[];
}

/** Columns of `tr_orders` in which what a clerk typed may differ from what was meant. */
export interface TypedDocument {
  readonly customerCode: string | null;
  readonly customerName: string | null;
  readonly poNo: string | null;
  readonly productCode: string | null;
  readonly quantity: string | number | null;
  /** Seconds of the Seoul wall clock. */
  readonly orderedAt: number | null;
  readonly addedAt: number | null;
  readonly deliveryAt: number | null;
}
