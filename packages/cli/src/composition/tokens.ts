import type { Pg, PgSettings } from '@cynow/po-adapters-pg';
import type {
  AccountSettings,
  AuditTrail,
  BackfillPorts,
  Clock,
  MatchPorts,
  MatchSettings,
  PoReports,
  ProgressStore,
} from '@cynow/po-core';
import type { ServiceIdentifier } from 'inversify';
import type { Application, OrphanUseCases } from './compose.ts';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol.for(`@cynow/po-cli/${name}`);

/** What the container holds, each by a symbol that knows its type. */
export const tokens = {
  pgSettings: token<PgSettings>('PgSettings'),
  backfillSettings: token<MatchSettings>('BackfillSettings'),
  accountSettings: token<AccountSettings>('AccountSettings'),
  clock: token<Clock>('Clock'),
  pg: token<Pg>('Pg'),
  ports: token<BackfillPorts>('BackfillPorts'),
  matchPorts: token<MatchPorts>('MatchPorts'),
  audit: token<AuditTrail>('AuditTrail'),
  progress: token<ProgressStore>('ProgressStore'),
  reports: token<PoReports>('PoReports'),
  backfill: token<Application['backfill']>('backfill'),
  reviewing: token<Application['reviewing']>('reviewing'),
  undoRun: token<Application['undoRun']>('undoRun'),
  accounts: token<Application['accounts']>('accounts'),
  where: token<Application['where']>('where'),
  importPos: token<Application['importPos']>('importPos'),
  refreshProgress: token<Application['refreshProgress']>('refreshProgress'),
  reservations: token<Application['reservations']>('reservations'),
  match: token<Application['match']>('match'),
  orphans: token<OrphanUseCases>('orphans'),
  freshness: token<Application['freshness']>('freshness'),
};
