/** A value of a row: text, a number, or nothing. Times are texts `YYYY-MM-DD HH:MM:SS`; decimals may be texts too. */
export type FcmsValue = string | number | null;

interface FcmsTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}

const moveReportNo = { MOVE_REPORT_NO: 'character(12)' } as const;

/**
 * The tables of FCMS that purchase orders come from, as they are replicated: columns in order with their types, and the
 * primary key. The site has more columns, and nothing but these keys for an index.
 */
export const fcmsTables = {
  tr_orders: {
    columns: {
      ARRIVAL_SHIPPING_NO: 'character(12)',
      CUSTOMER_ORDER_NO: 'character(40)',
      SUPPLIER_USER_CODE: 'character(10)',
      SUPPLIER_USER_NAME: 'character varying(90)',
      ORDER_DATE: 'timestamp',
      TRADE_CONDITION_CODE: 'character(10)',
      SELECTION_PATTERN_CODE: 'character(10)',
      ITEM_NAME: 'character varying(60)',
      PACKING_NAME: 'character varying(60)',
      INSTRUCTION_QUANTITY: 'numeric',
      INSTRUCTION_COUNT: 'numeric',
      FILLING_THRESHOLD: 'numeric',
      DELIVERY_DATE: 'timestamp',
      ORDER_REMARKS: 'character varying(200)',
      MOVE_REPORT_REMARKS: 'character varying(200)',
      ADD_DATETIME: 'timestamp',
      UPDATE_DATETIME: 'timestamp',
    },
    key: ['ARRIVAL_SHIPPING_NO'],
  },
  tr_order_informations: {
    columns: {
      ...moveReportNo,
      FILLING_PLAN_DATE: 'timestamp',
      WAREHOUSING_PLAN_DATE: 'timestamp',
      SHIPPING_PLAN_DATE: 'timestamp',
      SALES_REMARKS: 'character varying(200)',
      BUSINESS_REMARKS: 'character varying(200)',
      PRODUCTION_REMARKS: 'character varying(200)',
      UPDATE_DATETIME: 'timestamp',
    },
    key: ['MOVE_REPORT_NO'],
  },
  tr_move_reports: {
    columns: {
      ...moveReportNo,
      PROGRESS_CODE: 'character(2)',
      FILLING_DATE: 'timestamp',
      SHIPPING_DATE: 'timestamp',
      FILLING_LOT_HEADER: 'character(6)',
      FILLING_LOT_NO: 'character(10)',
      FILLING_LOT_BRANCH: 'character(4)',
      ADD_DATETIME: 'timestamp',
      UPDATE_DATETIME: 'timestamp',
    },
    key: ['MOVE_REPORT_NO'],
  },
  tr_move_report_details: {
    columns: {
      ...moveReportNo,
      CYLINDER_NO: 'character(12)',
      ROW_NO: 'numeric',
      CYLINDER_WEIGHT: 'numeric',
      FILLING_WEIGHT: 'numeric',
      SELECTION_PATTERN_CODE: 'character(10)',
      ADD_DATETIME: 'timestamp',
    },
    key: ['MOVE_REPORT_NO', 'CYLINDER_NO'],
  },
  tr_cylinder_status_histories: {
    columns: {
      CYLINDER_NO: 'character(12)',
      HISTORY_SEQ: 'numeric',
      MOVE_CODE: 'character(2)',
      MOVE_DATE: 'timestamp',
      MOVE_REPORT_NO: 'character(12)',
      CONDITION_CODE: 'character(3)',
      SUPPLIER_USER_NAME: 'character varying(90)',
      CUSTOMER_USER_NAME: 'character varying(90)',
      FILLING_WEIGHT: 'numeric',
    },
    key: ['CYLINDER_NO', 'HISTORY_SEQ'],
  },
} as const satisfies Readonly<Record<string, FcmsTable>>;

export type FcmsTableName = keyof typeof fcmsTables;

/** The names of the tables, documents first. */
export const fcmsTableNames = Object.keys(fcmsTables) as readonly FcmsTableName[];

/** The columns of a table in the order of its rows' values. */
export const fcmsColumns = (table: FcmsTableName): readonly string[] => Object.keys(fcmsTables[table].columns);

/** A row of a table with a name to each value, so that none can stand in the wrong place. */
export type FcmsRow<T extends FcmsTableName> = {
  readonly [C in keyof (typeof fcmsTables)[T]['columns']]: FcmsValue;
};
