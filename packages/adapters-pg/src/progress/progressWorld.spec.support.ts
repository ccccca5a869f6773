import type { ProgressStore } from '@cynow/po-core';
import type { ProgressWorld } from '@cynow/po-core/testing';
import pg from 'pg';
import { createPool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { testSettings } from '../testing/pgWorld.ts';
import { replicateMoves } from '../testing/replicateMoves.ts';
import { type PassSizes, passSizes } from './passSizes.ts';
import { pgProgressStore } from './pgProgressStore.ts';

/** Pages so small that a handful of histories is many steps. */
export const smallSizes: PassSizes = { histories: 3, cylinders: 2, known: 2, blocks: 2, counted: 2 };

export interface PgProgressWorld extends ProgressWorld {
  readonly settings: PgSettings;
  /** The replication's connection. */
  readonly client: pg.Client;
  /** Another process's store over the same database. */
  another(sizes: PassSizes): { readonly progress: ProgressStore; close(): Promise<void> };
}

/** The PostgreSQL adapter as a world to test in, over a copy of the template. */
export const pgProgressWorld = async (
  template: TestDatabase,
  sizes: PassSizes = passSizes,
): Promise<PgProgressWorld> => {
  const database = await createDatabase({ template: template.name });
  const settings = testSettings(database.url);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const another: PgProgressWorld['another'] = (given) => {
    const pool = createPool(settings);
    return { progress: pgProgressStore(pool, settings, given), close: () => pool.close() };
  };
  const { progress, close } = another(sizes);
  return {
    settings,
    progress,
    client,
    another,
    change: (change) => replicateMoves(client, change),
    async close() {
      await close();
      await client.end();
      await database.drop();
    },
  };
};
