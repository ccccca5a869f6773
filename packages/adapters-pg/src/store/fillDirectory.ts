import type { Pool } from '../connection/createPool.ts';
import { qualified } from './columns.ts';
import { addCustomerNames } from './customerRows.ts';

/**
 * Fills what lists go along where POs were recorded before it was there: the names of customers, and the days in the items.
 * Otherwise two looks into indexes. Waits for whoever is writing POs.
 */
export const fillDirectory = async (pool: Pool, schema: string): Promise<void> => {
  const [po, item, names, revision] = ['po', 'item', 'customer_name', 'revision'].map((name) =>
    qualified(schema, name),
  );
  const lacking = `SELECT (SELECT min(customer_key) FROM ${po}) IS NOT NULL
    AND (SELECT min(customer_key) FROM ${names}) IS NULL AS lacking`;
  const { rows } = await pool.use((client) => client.query<{ lacking: boolean }>(lacking));
  if (rows[0]?.lacking !== true) return;
  await pool.transaction(async (client) => {
    await client.query(
      `INSERT INTO ${revision} AS held (revision) VALUES (0) ON CONFLICT (one) DO UPDATE SET revision = held.revision`,
    );
    const again = await client.query<{ lacking: boolean }>(lacking);
    if (again.rows[0]?.lacking !== true) return;
    const found = await client.query<{ customerKey: string; name: string }>(
      `SELECT DISTINCT customer_key AS "customerKey", coalesce(customer_name, '') AS name FROM ${po}`,
    );
    await addCustomerNames(schema)(found.rows)(client);
    await client.query(
      `UPDATE ${item} AS held SET received_on = p.received_on FROM ${po} p
       WHERE p.id = held.po_id AND held.received_on IS DISTINCT FROM p.received_on`,
    );
  });
};
