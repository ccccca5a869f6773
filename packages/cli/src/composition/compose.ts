// What inversify builds upon, and wants to be there before it.
import 'reflect-metadata';
import { type FlagListener, type FlagWatch, type Pg, type PgSettings, watchFlag } from '@cynow/po-adapters-pg';
import type {
  AccountSettings,
  Accounts,
  BackfillEvent,
  BackfillInput,
  CdcFreshness,
  Clock,
  createReviewDetails,
  Doer,
  FlagStore,
  FoundPo,
  ImportedRow,
  ImportOptions,
  ImportRow,
  MatchEvent,
  MatchInput,
  MatchRequest,
  MatchResult,
  MatchSettings,
  NumberRequest,
  NumberResult,
  OrphanListing,
  OrphanPage,
  OrphanRequest,
  OrphanResult,
  OrphanStore,
  OrphanUndoResult,
  PoId,
  PoReference,
  PoReports,
  ProgressEvent,
  ProgressInput,
  ProgressStore,
  ReserveRequest,
  ReserveResult,
  ReviewDecision,
  ReviewQueue,
  ReviewRequest,
  ReviewResult,
  ReviewRow,
  RunStore,
  UndoResult,
  UndoRunEvent,
  UndoRunInput,
  WhereAnswer,
} from '@cynow/po-core';
import type { OrdersPorts } from '@cynow/po-http';
import { Container } from 'inversify';
import { coreModule } from './coreModule.ts';
import { pgModule } from './pgModule.ts';
import { tokens } from './tokens.ts';

/** What commands ask of reviews. */
export interface Reviewing {
  readonly queue: ReviewQueue;
  findPo(reference: PoReference): Promise<FoundPo>;
  readonly details: ReturnType<typeof createReviewDetails>;
  decide(request: ReviewRequest): Promise<ReviewResult>;
  /** Takes one decision about many POs; together they are undone by `batchId`. */
  decideAll(request: {
    readonly poIds: readonly PoId[];
    readonly decision: ReviewDecision;
    readonly by: Doer;
    readonly signal: AbortSignal;
  }): { readonly batchId: string; readonly rows: AsyncGenerator<ReviewRow, void> };
  undo(request: { readonly auditId: string; readonly by: Doer }): Promise<UndoResult>;
  undoBatch(request: { readonly batchId: string; readonly by: Doer }): AsyncGenerator<UndoResult, void>;
}

/** What commands ask about orphans. */
export interface OrphanUseCases extends Pick<OrphanStore, 'find'> {
  list(listing: OrphanListing): Promise<OrphanPage>;
  decide(request: OrphanRequest): Promise<OrphanResult>;
  /** Takes back the decision of this entry of the audit trail. */
  undo(request: { readonly auditId: string; readonly by: Doer }): Promise<OrphanUndoResult>;
}

/** What commands ask of the program. */
export interface Application {
  backfill(input: BackfillInput): AsyncGenerator<BackfillEvent, void>;
  /** Takes back what a run made. */
  undoRun(input: UndoRunInput): AsyncGenerator<UndoRunEvent, void>;
  where(docNos: readonly string[]): Promise<readonly WhereAnswer[]>;
  importPos(
    rows: () => AsyncIterable<ImportRow>,
    options: Omit<ImportOptions, 'rules'>,
  ): AsyncGenerator<ImportedRow, void>;
  /** Brings progress up to FCMS's histories if that is due. */
  refreshProgress(input: ProgressInput): AsyncGenerator<ProgressEvent, void>;
  /** Reserved numbers. */
  readonly reservations: {
    reserve(request: ReserveRequest): Promise<ReserveResult>;
    release(request: NumberRequest): Promise<NumberResult>;
    extend(request: NumberRequest): Promise<NumberResult>;
    undo(request: NumberRequest): Promise<NumberResult>;
    matchByHand(request: MatchRequest): Promise<MatchResult>;
    unmatch(request: NumberRequest): Promise<NumberResult>;
  };
  /** The matching batch. */
  match(input: MatchInput): AsyncGenerator<MatchEvent, void>;
  readonly orphans: OrphanUseCases;
  /** How fresh FCMS's data is at this moment. */
  freshness(): Promise<CdcFreshness>;
  readonly reports: PoReports;
  readonly reviewing: Reviewing;
  readonly progress: Pick<ProgressStore, 'readAt'>;
  readonly runs: RunStore;
  readonly flags: FlagStore;
  /** What pages and API work with. */
  readonly orders: OrdersPorts;
  /** Watches the flag until it is closed. */
  watchFlag(listener: FlagListener): Promise<FlagWatch>;
  readonly schemaState: Pg['schemaState'];
  readonly pools: Pg['pools'];
  readonly giveBack: Pg['giveBack'];
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
  backfillSettings: MatchSettings,
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
  const [
    ports,
    reports,
    reviewing,
    progress,
    backfill,
    undoRun,
    where,
    importPos,
    refreshProgress,
    reservations,
    match,
    orphans,
    freshness,
    accounts,
  ] = await Promise.all([
    container.getAsync(tokens.ports),
    container.getAsync(tokens.reports),
    container.getAsync(tokens.reviewing),
    container.getAsync(tokens.progress),
    container.getAsync(tokens.backfill),
    container.getAsync(tokens.undoRun),
    container.getAsync(tokens.where),
    container.getAsync(tokens.importPos),
    container.getAsync(tokens.refreshProgress),
    container.getAsync(tokens.reservations),
    container.getAsync(tokens.match),
    container.getAsync(tokens.orphans),
    container.getAsync(tokens.freshness),
    container.getAsync(tokens.accounts),
  ]);
  return {
    backfill,
    undoRun,
    where,
    importPos,
    refreshProgress,
    reservations,
    match,
    orphans,
    freshness,
    reports,
    reviewing,
    progress,
    runs: ports.runs,
    flags: pg.flags,
    accounts,
    orders: {
      ...ports,
      audit: pg.audit,
      idempotency: pg.idempotency,
      runRequests: pg.runRequests,
      flags: pg.flags,
      reviews: pg.reviews,
      directory: pg.directory,
      reservations: pg.reservations,
      reports,
      progress,
      accounts,
    },
    watchFlag: (listener) => watchFlag(pgSettings, listener),
    schemaState: pg.schemaState,
    pools: pg.pools,
    giveBack: pg.giveBack,
    close: () => pg.close(),
  };
};
