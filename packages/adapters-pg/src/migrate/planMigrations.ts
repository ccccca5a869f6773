import { type Migration, migrationChecksum } from './Migration.ts';

/** A migration as the database remembers it. */
export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/** What is to be done, and what stands against doing it. */
export interface MigrationPlan {
  /** Not applied yet, in order. */
  readonly pending: readonly Migration[];
  /** Applied, but not among ours: the database is newer than this release. */
  readonly unknown: readonly AppliedMigration[];
  /** Applied with another text than ours. */
  readonly changed: readonly AppliedMigration[];
  /** Pending, although a later one is applied. */
  readonly outOfOrder: readonly Migration[];
}

/** Compares the migrations of this release with those that the database remembers. */
export function planMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): MigrationPlan {
  const ours = new Map(migrations.map((migration) => [migration.number, migration]));
  const done = new Set(applied.map(({ number }) => number));
  const last = Math.max(0, ...done);
  const pending = migrations.filter(({ number }) => !done.has(number)).sort((a, b) => a.number - b.number);
  return {
    pending,
    unknown: applied.filter(({ number }) => !ours.has(number)),
    changed: applied.filter(({ number, checksum }) => {
      const migration = ours.get(number);
      return migration !== undefined && migrationChecksum(migration) !== checksum;
    }),
    outOfOrder: pending.filter(({ number }) => number < last),
  };
}
