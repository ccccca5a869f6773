import { setTimeout as after } from 'node:timers/promises';
import {
  type AccountPorts,
  type AuditTrail,
  type BackfillPorts,
  type FlagStore,
  type IdempotencyStore,
  type PoDirectory,
  PoError,
  type PoReports,
  type ProgressStore,
  type ReservationStore,
  type ReviewQueue,
  type RunRequests,
} from '@cynow/po-core';
import { pgAccountPorts } from './accounts/pgAccountPorts.ts';
import { createPool, type Pool } from './connection/createPool.ts';
import type { PgSettings } from './connection/PgSettings.ts';
import { pgFlagStore } from './flags/pgFlagStore.ts';
import { pgIdempotency } from './idempotency/pgIdempotency.ts';
import { type MigrationStatus, migrationStatus } from './migrate/migrationStatus.ts';
import { ownMigrations } from './migrate/ownMigrations.ts';
import { pgProgressStore } from './progress/pgProgressStore.ts';
import { createReportPool } from './reports/createReportPool.ts';
import { pgPoDirectory } from './reports/pgPoDirectory.ts';
import { pgPoReports } from './reports/pgPoReports.ts';
import { pgReviewQueue } from './reports/pgReviewQueue.ts';
import { pgDocumentSource } from './source/pgDocumentSource.ts';
import { createIds } from './store/createIds.ts';
import { fillDirectory } from './store/fillDirectory.ts';
import { fillReviewQueue } from './store/fillReviewQueue.ts';
import { pgAuditTrail } from './store/pgAuditTrail.ts';
import { pgCdcMonitor } from './store/pgCdcMonitor.ts';
import { pgMissingStore } from './store/pgMissingStore.ts';
import { pgOrphanStore } from './store/pgOrphanStore.ts';
import { pgPoStore } from './store/pgPoStore.ts';
import { pgReservationStore } from './store/pgReservationStore.ts';
import { pgRunRequests } from './store/pgRunRequests.ts';
import { pgRunStore } from './store/pgRunStore.ts';

/** Every port on one database. */
export interface Pg {
  readonly ports: Omit<BackfillPorts, 'clock'>;
  readonly audit: AuditTrail;
  readonly flags: FlagStore;
  readonly idempotency: IdempotencyStore;
  readonly runRequests: RunRequests;
  readonly reservations: ReservationStore;
  readonly accounts: Omit<AccountPorts, 'clock'>;
  readonly progress: ProgressStore;
  readonly reports: PoReports;
  readonly reviews: ReviewQueue;
  readonly directory: PoDirectory;
  /** How our schema stands at this moment; `current` is as it should be. @throws PoError `NO_CONNECTION` */
  schemaState(): Promise<MigrationStatus['state']>;
  /** Connections of this process by what they are for. */
  pools(): readonly (ReturnType<Pool['figures']> & { readonly pool: 'work' | 'reports' })[];
  /** Keeps no connection that nobody uses from now on: another process takes over. */
  giveBack(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Who may open without the database waits so long for it. */
const awayAfterMs = 2000;

/** Work that is done once: those who come meanwhile wait for it, and whoever comes after it has failed tries again. */
const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let doing: Promise<void> | null = null;
  return () => {
    doing ??= work().catch((error: unknown) => {
      doing = null;
      throw error;
    });
    return doing;
  };
};

/**
 * Opens the database and checks that our schema is the one this release knows. With `mayBeAway` it opens while the database
 * does not answer, too; whatever is asked then makes the check first, until it has succeeded, and throws what it throws.
 * @throws PoError `NO_CONNECTION`, `NOT_MIGRATED`, `SCHEMA_NEWER`
 */
export const openPg = async (settings: PgSettings): Promise<Pg> => {
  const unchecked = createPool(settings);
  const reportPool = createReportPool(settings);
  const newId = createIds();
  const schemaState = async (): Promise<MigrationStatus['state']> => {
    const migrations = await ownMigrations();
    return (await unchecked.use((client) => migrationStatus(client, settings.schema, migrations))).state;
  };
  const check = once(async () => {
    const state = await schemaState();
    const facts = { schema: settings.schema, state };
    if (state === 'newer') throw new PoError('SCHEMA_NEWER', facts);
    if (state !== 'current') throw new PoError('NOT_MIGRATED', facts);
    await fillReviewQueue(unchecked, settings.schema);
    await fillDirectory(unchecked, settings.schema);
  });
  const pool: Pool = {
    ...unchecked,
    async use(work) {
      await check();
      return unchecked.use(work);
    },
    async transaction(work) {
      await check();
      return unchecked.transaction(work);
    },
  };
  const readReports = async () => {
    await check();
    return reportPool.get();
  };
  const accounts = pgAccountPorts(pool, settings, newId);
  const close = async (): Promise<void> => {
    await accounts.close();
    await reportPool.close();
    await pool.close();
  };
  try {
    const checked = check();
    if (settings.mayBeAway === true) await Promise.race([checked, after(awayAfterMs, undefined, { ref: false })]);
    else await checked;
  } catch (error) {
    if (settings.mayBeAway !== true || !PoError.is(error) || error.code !== 'NO_CONNECTION') {
      await close();
      throw error;
    }
  }
  const runs = pgRunStore(pool, settings, newId);
  const source = pgDocumentSource(settings);
  const pos = pgPoStore(pool, settings.schema);
  return {
    ports: {
      source,
      pos,
      runs,
      missing: pgMissingStore(pool, settings.schema),
      orphans: pgOrphanStore(pool, settings.schema),
      cdc: pgCdcMonitor(pool, settings.schema, settings.fcmsSchema),
      newId,
    },
    idempotency: pgIdempotency(pool, settings.schema),
    runRequests: pgRunRequests(pool, settings.schema, newId),
    accounts: accounts.ports,
    flags: pgFlagStore(pool, settings.schema, newId),
    audit: pgAuditTrail(pool, settings.schema),
    reservations: pgReservationStore(pool, settings.schema, source, pos),
    progress: pgProgressStore(pool, settings),
    reports: pgPoReports(readReports, settings.schema, runs),
    reviews: pgReviewQueue(readReports, settings.schema),
    directory: pgPoDirectory(readReports, settings.schema),
    schemaState,
    pools: () => [
      { pool: 'work', ...pool.figures() },
      { pool: 'reports', ...reportPool.figures() },
    ],
    // Reports give theirs back by themselves, after some seconds.
    giveBack: () => pool.giveBack(),
    close,
  };
};
