/**
 * The tables and columns of FCMS that purchase-order management reads, and nothing else. Their exact types may differ from
 * site to site (char or varchar, integer or numeric), so nothing here depends on them.
 */
export const fcmsColumns = {
  tr_orders: [
    'ARRIVAL_SHIPPING_NO',
    'CUSTOMER_ORDER_NO',
    'SUPPLIER_USER_CODE',
    'SUPPLIER_USER_NAME',
    'ORDER_DATE',
    'TRADE_CONDITION_CODE',
    'SELECTION_PATTERN_CODE',
    'ITEM_NAME',
    'PACKING_NAME',
    'INSTRUCTION_QUANTITY',
    'INSTRUCTION_COUNT',
    'FILLING_THRESHOLD',
    'DELIVERY_DATE',
    'ORDER_REMARKS',
    'MOVE_REPORT_REMARKS',
    'ADD_DATETIME',
    'UPDATE_DATETIME',
  ],
  tr_order_informations: [
    'MOVE_REPORT_NO',
    'FILLING_PLAN_DATE',
    'WAREHOUSING_PLAN_DATE',
    'SHIPPING_PLAN_DATE',
    'SALES_REMARKS',
    'BUSINESS_REMARKS',
    'PRODUCTION_REMARKS',
    'UPDATE_DATETIME',
  ],
  tr_move_reports: [
    'MOVE_REPORT_NO',
    'PROGRESS_CODE',
    'FILLING_DATE',
    'SHIPPING_DATE',
    'FILLING_LOT_HEADER',
    'FILLING_LOT_NO',
    'FILLING_LOT_BRANCH',
    'ADD_DATETIME',
    'UPDATE_DATETIME',
  ],
  tr_move_report_details: [
    'MOVE_REPORT_NO',
    'CYLINDER_NO',
    'ROW_NO',
    'CYLINDER_WEIGHT',
    'FILLING_WEIGHT',
    'SELECTION_PATTERN_CODE',
    'ADD_DATETIME',
  ],
  tr_cylinder_status_histories: [
    'CYLINDER_NO',
    'HISTORY_SEQ',
    'MOVE_CODE',
    'MOVE_DATE',
    'MOVE_REPORT_NO',
    'CONDITION_CODE',
    'SUPPLIER_USER_NAME',
    'CUSTOMER_USER_NAME',
    'FILLING_WEIGHT',
  ],
} as const;

export type FcmsTable = keyof typeof fcmsColumns;
