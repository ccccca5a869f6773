import { inspectMigration } from './inspect/inspectMigration.ts';
import { parseStatements } from './inspect/parseStatements.ts';
import type { Refusal } from './inspect/Refusal.ts';
import { type Migration, migrationChecksum } from './Migration.ts';
import { migrationSql } from './migrationSql.ts';

/** A migration ready to be run in one schema. */
export interface PreparedMigration {
  readonly migration: Migration;
  readonly checksum: string;
  /** Exactly what is executed. */
  readonly text: string;
  /** How many statements it has. */
  readonly statements: number;
  /** Empty when it may be run. */
  readonly refusals: readonly Refusal[];
}

export async function prepareMigration(migration: Migration, schema: string): Promise<PreparedMigration> {
  const text = await migrationSql(migration, schema);
  const refusals = await inspectMigration(text, schema);
  const parsed = refusals.length === 0 ? await parseStatements(text) : undefined;
  return {
    migration,
    checksum: migrationChecksum(migration),
    text,
    statements: parsed && 'statements' in parsed ? parsed.statements.length : 0,
    refusals,
  };
}
