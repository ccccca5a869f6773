import type { MigrationStatus } from '@cynow/po-adapters-pg';
import type { Context } from './Command.ts';
import { type Database, openDatabase } from './openDatabase.ts';

/** A migration may take longer than a statement of everyday work. */
const statementTimeoutMs = 600_000;

type PgPackage = typeof import('@cynow/po-adapters-pg');

/** What a command about migrations works with. The connection is closed after it. */
export interface MigrateTools {
  readonly pg: PgPackage;
  readonly database: Database;
  readonly client: Awaited<ReturnType<PgPackage['connect']>>;
  readonly migrations: Awaited<ReturnType<PgPackage['ownMigrations']>>;
  readonly schema: string;
  status(): Promise<MigrationStatus>;
}

/** Connects as the owner of our schema. @throws PoError `NO_CONNECTION`, CommandFailure */
export const openMigrateTools = async (context: Context): Promise<MigrateTools> => {
  const database = await openDatabase(context, 'migrate');
  const pg = await import('@cynow/po-adapters-pg');
  const client = await pg.connect({ url: database.url, applicationName: 'cynow-po/migrate', statementTimeoutMs });
  // A connection that breaks while nobody uses it is told by the next statement.
  client.on('error', () => undefined);
  context.defer(() => client.end());
  const migrations = await pg.ownMigrations();
  const schema = context.config.PO_SCHEMA;
  return { pg, database, client, migrations, schema, status: () => pg.migrationStatus(client, schema, migrations) };
};

/** `000001_runs` */
export const migrationName = ({ number, name }: { readonly number: number; readonly name: string }): string =>
  `${String(number).padStart(6, '0')}_${name}`;
