/**
 * A document as FCMS holds it: a row of `tr_orders` with what its move report says of it. All texts are raw. Timestamps are
 * Asia/Seoul wall-clock text, `YYYY-MM-DD hh:mm:ss`; numbers are decimal text, so that nothing is lost on the way.
 */
export interface SourceDocument {
  /** `ARRIVAL_SHIPPING_NO` without its padding. It identifies the document. */
  readonly docNo: string;
  /** `CUSTOMER_ORDER_NO` */
  readonly poNo: string | null;
  /** `SUPPLIER_USER_CODE` (sic: the customer) */
  readonly customer: string | null;
  /** `SUPPLIER_USER_NAME`; shown and evidence, never identity */
  readonly customerName: string | null;
  /** `TRADE_CONDITION_CODE` */
  readonly product: string | null;
  /** `ITEM_NAME`, the gas */
  readonly productName: string | null;
  /** `PACKING_NAME` */
  readonly packing: string | null;
  /** `INSTRUCTION_COUNT`, cylinders */
  readonly qty: string | null;
  /** `ORDER_DATE` */
  readonly orderDate: string | null;
  /** `ADD_DATETIME` */
  readonly addDatetime: string | null;
  /** `DELIVERY_DATE` */
  readonly deliveryDate: string | null;
  /** `PROGRESS_CODE` of the move report; null when there is none */
  readonly progressCode: string | null;
}
