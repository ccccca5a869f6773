import type { PgSettings } from '@cynow/po-adapters-pg';
import type { AccountSettings, CdcSettings, MatchSettings } from '@cynow/po-core';
import type { Config } from '../config/readConfig.ts';
import type { CommandName } from './CommandName.ts';
import type { Database } from './openDatabase.ts';

/** One for the run's place, one for its batches, one for reports. */
const connectionsOfACommand = 3;

/** What is not as usual. `connections`: of its pool. `mayBeAway`: opens while the database does not answer, too. */
export interface Opening {
  readonly connections?: number;
  readonly mayBeAway?: boolean;
}

/** How the adapters reach the database. */
export const pgSettings = (
  config: Config,
  { url }: Database,
  command: CommandName,
  { connections, mayBeAway = false }: Opening = {},
): PgSettings => ({
  url,
  schema: config.PO_SCHEMA,
  fcmsSchema: config.FCMS_SCHEMA,
  applicationName: `cynow-po/${command.split(' ')[0]}`,
  statementTimeoutMs: config.PO_STATEMENT_TIMEOUT,
  maxConnections: connections ?? Math.min(connectionsOfACommand, config.PO_DB_MAX_CONNECTIONS),
  docPrefix: config.PO_DOC_PREFIX,
  mayBeAway,
});

/** How the replication is watched; without a database of one's own there is none to watch. */
export const cdcSettings = (config: Config, { embedded }: Database): CdcSettings => ({
  watch: (config.PO_CDC ?? (embedded === null ? 'watch' : 'none')) === 'watch',
  pause: config.PO_CDC_PAUSE,
  workingHours: { ...config.PO_WORKING_HOURS, holidays: config.holidays },
});

/** How people sign in, and who has which role. */
export const accountSettings = (config: Config): AccountSettings => ({
  methods: config.PO_AUTH,
  roleRules: config.PO_ROLE_MAP,
});

/** What the site has set for the backfill, reserved numbers and matching. */
export const backfillSettings = (config: Config, database: Database): MatchSettings => ({
  rules: {
    docPrefix: config.PO_DOC_PREFIX,
    qtyTolerance: config.PO_QTY_TOLERANCE,
    placeholders: config.PO_NO_PLACEHOLDERS,
  },
  cdc: cdcSettings(config, database),
  orphanAfterMinutes: config.PO_ORPHAN_MINUTES,
  reservationHours: config.PO_RESERVATION_HOURS,
});
