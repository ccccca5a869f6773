import {
  type AccountPorts,
  type AuditTrail,
  type BackfillPorts,
  type FlagStore,
  PoError,
  type PoReports,
  type ProgressStore,
} from '@cynow/po-core';
import { pgAccountPorts } from './accounts/pgAccountPorts.ts';
import { createPool } from './connection/createPool.ts';
import type { PgSettings } from './connection/PgSettings.ts';
import { pgFlagStore } from './flags/pgFlagStore.ts';
import { migrationStatus } from './migrate/migrationStatus.ts';
import { ownMigrations } from './migrate/ownMigrations.ts';
import { pgProgressStore } from './progress/pgProgressStore.ts';
import { createReportPool } from './reports/createReportPool.ts';
import { pgPoReports } from './reports/pgPoReports.ts';
import { pgDocumentSource } from './source/pgDocumentSource.ts';
import { createIds } from './store/createIds.ts';
import { pgAuditTrail } from './store/pgAuditTrail.ts';
import { pgCdcMonitor } from './store/pgCdcMonitor.ts';
import { pgOrphanStore } from './store/pgOrphanStore.ts';
import { pgPoStore } from './store/pgPoStore.ts';
import { pgRunStore } from './store/pgRunStore.ts';

/** Every port on one database. */
export interface Pg {
  readonly ports: Omit<BackfillPorts, 'clock'>;
  readonly audit: AuditTrail;
  readonly flags: FlagStore;
  readonly accounts: Omit<AccountPorts, 'clock'>;
  readonly progress: ProgressStore;
  readonly reports: PoReports;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Opens the database and checks that our schema is the one this release knows.
 * @throws PoError `NO_CONNECTION`, `NOT_MIGRATED`, `SCHEMA_NEWER`
 */
export const openPg = async (settings: PgSettings): Promise<Pg> => {
  const pool = createPool(settings);
  const reportPool = createReportPool(settings);
  const newId = createIds();
  const accounts = pgAccountPorts(pool, settings, newId);
  const close = async (): Promise<void> => {
    await accounts.close();
    await reportPool.close();
    await pool.close();
  };
  try {
    const migrations = await ownMigrations();
    const status = await pool.use((client) => migrationStatus(client, settings.schema, migrations));
    const facts = { schema: settings.schema, state: status.state };
    if (status.state === 'newer') throw new PoError('SCHEMA_NEWER', facts);
    if (status.state !== 'current') throw new PoError('NOT_MIGRATED', facts);
  } catch (error) {
    await close();
    throw error;
  }
  const runs = pgRunStore(pool, settings, newId);
  return {
    ports: {
      source: pgDocumentSource(settings),
      pos: pgPoStore(pool, settings.schema),
      runs,
      orphans: pgOrphanStore(pool, settings.schema),
      cdc: pgCdcMonitor(pool, settings.schema, settings.fcmsSchema),
      newId,
    },
    accounts: accounts.ports,
    flags: pgFlagStore(pool, settings.schema, newId),
    audit: pgAuditTrail(pool, settings.schema),
    progress: pgProgressStore(pool, settings),
    reports: pgPoReports(reportPool.get, settings.schema, runs),
    close,
  };
};
