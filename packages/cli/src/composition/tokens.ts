import type { Pg, PgSettings } from '@cynow/po-adapters-pg';
import type { AccountSettings, BackfillPorts, BackfillSettings, Clock, PoReports, ProgressStore } from '@cynow/po-core';
import type { ServiceIdentifier } from 'inversify';
import type { Application } from './compose.ts';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol.for(`@cynow/po-cli/${name}`);

/** What the container holds, each by a symbol that knows its type. */
export const tokens = {
  pgSettings: token<PgSettings>('PgSettings'),
  backfillSettings: token<BackfillSettings>('BackfillSettings'),
  accountSettings: token<AccountSettings>('AccountSettings'),
  clock: token<Clock>('Clock'),
  pg: token<Pg>('Pg'),
  ports: token<BackfillPorts>('BackfillPorts'),
  progress: token<ProgressStore>('ProgressStore'),
  reports: token<PoReports>('PoReports'),
  backfill: token<Application['backfill']>('backfill'),
  accounts: token<Application['accounts']>('accounts'),
  where: token<Application['where']>('where'),
  importPos: token<Application['importPos']>('importPos'),
  refreshProgress: token<Application['refreshProgress']>('refreshProgress'),
  freshness: token<Application['freshness']>('freshness'),
};
