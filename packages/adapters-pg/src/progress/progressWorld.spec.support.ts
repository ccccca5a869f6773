import { readFile } from 'node:fs/promises';
import type { CylinderMove, ProgressStore } from '@cynow/po-core';
import type { MoveChange, ProgressWorld } from '@cynow/po-core/testing';
import pg from 'pg';
import { createPool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { migrateUp } from '../migrate/migrateUp.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { type PassSizes, passSizes } from './passSizes.ts';
import { pgProgressStore } from './pgProgressStore.ts';

/** Pages so small that a handful of histories is many steps. */
export const smallSizes: PassSizes = { histories: 3, cylinders: 2, known: 2, blocks: 2, counted: 2 };

/** A database with empty FCMS tables and our schema, to be copied for each test. */
export const createProgressTemplate = async (): Promise<TestDatabase> => {
  const template = await createTemplate();
  const sql = await readFile(new URL('000004_progress.sql', import.meta.url), 'utf8');
  const migrations = [...(await ownMigrations()), { number: 4, name: 'progress', sql }];
  const { outcome, ...facts } = await migrateUp(template.url, { schema: 'po', migrations });
  if (outcome !== 'applied') throw new Error(`migrate up: ${outcome} ${JSON.stringify(facts)}`);
  return template;
};

export interface PgProgressWorld extends ProgressWorld {
  readonly settings: PgSettings;
  /** The replication's connection. */
  readonly client: pg.Client;
  /** Another process's store over the same database. */
  another(sizes: PassSizes): { readonly progress: ProgressStore; close(): Promise<void> };
}

const histories = 'fcms_cdc.tr_cylinder_status_histories';

/** Writes rows as the replication does, in one transaction, and has the server's counters tell of it at once. */
const replicate = async (client: pg.Client, { remove = [], put = [] }: MoveChange): Promise<void> => {
  const column = (of: (move: CylinderMove) => unknown): unknown[] => put.map(of);
  await client.query('BEGIN');
  await client.query(
    `DELETE FROM ${histories} h USING unnest($1::text[], $2::text[]) AS k (cylinder, seq)
     WHERE rtrim(h."CYLINDER_NO"::text) = k.cylinder AND h."HISTORY_SEQ" = k.seq::numeric`,
    [remove.map(({ cylinderNo }) => cylinderNo), remove.map(({ seq }) => seq)],
  );
  await client.query(
    `INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO", "MOVE_DATE")
     SELECT * FROM unnest($1::text[], $2::numeric[], $3::text[], $4::text[], $5::timestamp[])
     ON CONFLICT ("CYLINDER_NO", "HISTORY_SEQ") DO UPDATE SET "MOVE_CODE" = EXCLUDED."MOVE_CODE",
       "MOVE_REPORT_NO" = EXCLUDED."MOVE_REPORT_NO", "MOVE_DATE" = EXCLUDED."MOVE_DATE"`,
    [
      column(({ cylinderNo }) => cylinderNo),
      column(({ seq }) => seq),
      column(({ code }) => code),
      column(({ docNo }) => docNo),
      column(({ movedAt }) => movedAt),
    ],
  );
  await client.query('COMMIT');
  await client.query('SELECT pg_stat_force_next_flush()');
};

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
    change: (change) => replicate(client, change),
    async close() {
      await close();
      await client.end();
      await database.drop();
    },
  };
};
