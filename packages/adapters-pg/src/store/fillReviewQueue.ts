import type { Pool } from '../connection/createPool.ts';
import { qualified } from './columns.ts';
import { insertReviews } from './reviewRows.ts';

/**
 * Fills the queue of reviews, where POs were recorded before there was one: migrations write constants only. Otherwise two
 * looks into indexes. Waits for whoever is writing POs, so that nothing is in it twice or not at all.
 */
export const fillReviewQueue = async (pool: Pool, schema: string): Promise<void> => {
  const [po, review, revision] = ['po', 'review', 'revision'].map((name) => qualified(schema, name));
  // EXISTS would look for the first row of a kind from the beginning of the table, which may be far.
  const lacking = `SELECT (SELECT min(priority) FROM ${po}) IS NOT NULL AND (SELECT min(priority) FROM ${review}) IS NULL AS lacking`;
  const { rows } = await pool.use((client) => client.query<{ lacking: boolean }>(lacking));
  if (rows[0]?.lacking !== true) return;
  await pool.transaction(async (client) => {
    await client.query(
      `INSERT INTO ${revision} AS held (revision) VALUES (0) ON CONFLICT (one) DO UPDATE SET revision = held.revision`,
    );
    const again = await client.query<{ lacking: boolean }>(lacking);
    if (again.rows[0]?.lacking === true) await client.query(insertReviews(schema, `${po} p`));
  });
};
