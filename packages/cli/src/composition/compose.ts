// What inversify builds upon, and wants to be there before it.
import 'reflect-metadata';
import type { PgSettings } from '@cynow/po-adapters-pg';
import type {
  AccountSettings,
  Accounts,
  BackfillEvent,
  BackfillInput,
  BackfillSettings,
  CdcFreshness,
  Clock,
  FlagStore,
  ImportedRow,
  ImportOptions,
  ImportRow,
  PoReports,
  ProgressEvent,
  ProgressInput,
  ProgressStore,
  RunStore,
  WhereAnswer,
} from '@cynow/po-core';
import { Container } from 'inversify';
import { coreModule } from './coreModule.ts';
import { pgModule } from './pgModule.ts';
import { tokens } from './tokens.ts';

/** What commands ask of the program. */
export interface Application {
  backfill(input: BackfillInput): AsyncGenerator<BackfillEvent, void>;
  where(docNos: readonly string[]): Promise<readonly WhereAnswer[]>;
  importPos(
    rows: () => AsyncIterable<ImportRow>,
    options: Omit<ImportOptions, 'rules'>,
  ): AsyncGenerator<ImportedRow, void>;
  /** Brings progress up to FCMS's histories if that is due. */
  refreshProgress(input: ProgressInput): AsyncGenerator<ProgressEvent, void>;
  /** How fresh FCMS's data is at this moment. */
  freshness(): Promise<CdcFreshness>;
  readonly reports: PoReports;
  readonly progress: Pick<ProgressStore, 'readAt'>;
  readonly runs: RunStore;
  readonly flags: FlagStore;
  readonly accounts: Accounts;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Puts the program together over one database.
 * @throws PoError `NO_CONNECTION`, `NOT_MIGRATED`, `SCHEMA_NEWER`
 */
export const compose = async (
  pgSettings: PgSettings,
  backfillSettings: BackfillSettings,
  accountSettings: AccountSettings,
  clock: Clock,
): Promise<Application> => {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(tokens.pgSettings).toConstantValue(pgSettings);
  container.bind(tokens.backfillSettings).toConstantValue(backfillSettings);
  container.bind(tokens.accountSettings).toConstantValue(accountSettings);
  container.bind(tokens.clock).toConstantValue(clock);
  container.load(pgModule, coreModule);
  // Opens the database; what is resolved after it waits for nothing.
  const pg = await container.getAsync(tokens.pg);
  const [ports, reports, progress, backfill, where, importPos, refreshProgress, freshness, accounts] =
    await Promise.all([
      container.getAsync(tokens.ports),
      container.getAsync(tokens.reports),
      container.getAsync(tokens.progress),
      container.getAsync(tokens.backfill),
      container.getAsync(tokens.where),
      container.getAsync(tokens.importPos),
      container.getAsync(tokens.refreshProgress),
      container.getAsync(tokens.freshness),
      container.getAsync(tokens.accounts),
    ]);
  return {
    backfill,
    where,
    importPos,
    refreshProgress,
    freshness,
    reports,
    progress,
    runs: ports.runs,
    flags: pg.flags,
    accounts,
    close: () => pg.close(),
  };
};
