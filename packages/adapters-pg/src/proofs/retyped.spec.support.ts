import type pg from 'pg';

/** Another type for a column, and the expression that gives its values; `@` is the column as it is. */
export type Retyping = readonly [type: string, using: string];

/** Gives columns of FCMS other types: `tr_orders.ORDER_DATE` → `['date', '@::date']`. */
export const retype = async (client: pg.ClientBase, columns: Readonly<Record<string, Retyping>>): Promise<void> => {
  for (const [name, [type, using]] of Object.entries(columns)) {
    const [table, column = ''] = name.split('.');
    await client.query(
      `ALTER TABLE fcms_cdc.${table} ALTER COLUMN "${column}" TYPE ${type} USING ${using.replaceAll('@', `"${column}"`)}`,
    );
  }
  // A change of type takes the statistics with it.
  await client.query('ANALYZE');
};

/** The dates and times of FCMS that are read. */
export const timeColumns = [
  ...['tr_orders.ORDER_DATE', 'tr_orders.ADD_DATETIME', 'tr_orders.DELIVERY_DATE'],
  ...['tr_move_reports.FILLING_DATE', 'tr_move_reports.SHIPPING_DATE', 'tr_move_reports.ADD_DATETIME'],
] as const;
