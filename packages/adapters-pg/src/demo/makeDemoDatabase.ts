import type { ClientBase } from 'pg';
import { createCynowStandIn } from './createCynowStandIn.ts';
import { createFcmsTables, dropFcmsTables } from './createFcmsTables.ts';
import { type LoadedFcms, type LoadOptions, loadFcms } from './loadFcms.ts';

export type DemoDatabase =
  /** The schema exists and is not demo data: nothing was done. */
  | { readonly outcome: 'refused'; readonly schema: string }
  | {
      readonly outcome: 'made';
      readonly schema: string;
      /** Older demo data were in the schema. */
      readonly replaced: boolean;
      /** `present`: tables of CYNOW, or an older stand-in, were there and were left alone. */
      readonly standIn: 'created' | 'present';
      readonly loaded: LoadedFcms;
    };

/**
 * Makes a database to try things out in: the FCMS tables, filled, and a stand-in for CYNOW. Older demo data are
 * replaced; anything else is left as it is. One transaction of its own, all or nothing: until it is over, readers see
 * the old data. Rejects with the database's error when, for one, somebody holds the old tables for 30 seconds.
 */
export async function makeDemoDatabase(client: ClientBase, options: LoadOptions): Promise<DemoDatabase> {
  const { schema = 'fcms_cdc' } = options;
  await client.query(`BEGIN; SET LOCAL lock_timeout = '30s'`);
  try {
    const before = await dropFcmsTables(client, schema);
    if (before === 'foreign') {
      await client.query('ROLLBACK');
      return { outcome: 'refused', schema };
    }
    await createFcmsTables(client, schema);
    const loaded = await loadFcms(client, { ...options, schema });
    const standIn = await createCynowStandIn(client);
    await client.query('COMMIT');
    return { outcome: 'made', schema, replaced: before === 'dropped', standIn, loaded };
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      throw new AggregateError([error, rollbackError], error instanceof Error ? error.message : String(error));
    });
    throw error;
  }
}
