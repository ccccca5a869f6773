import {
  createPool,
  createTypeParserPreset,
  type DatabasePool,
  type Interceptor,
  type QueryResultRow,
  SchemaValidationError,
} from 'slonik';
import { connectionProblem } from '../connection/connectionProblem.ts';
import type { Pool } from '../connection/createPool.ts';
import { type PgSettings, targetOf } from '../connection/PgSettings.ts';

/** slonik checks the rows' types only with an interceptor. */
const checkedRows: Interceptor = {
  name: 'checked-rows',
  transformRow: (context, query, row) => {
    if (context.resultParser === undefined) return row;
    const result = context.resultParser['~standard'].validate(row);
    if (result instanceof Promise) throw new TypeError('a row is checked without waiting');
    if (result.issues !== undefined) throw new SchemaValidationError(query, row, result.issues);
    return result.value as QueryResultRow;
  },
};

/** Counts are numbers of ours, well below 2^53; `numeric` stays text. */
const typeParsers = [
  ...createTypeParserPreset().filter(({ name }) => name !== 'numeric' && name !== 'int8'),
  { name: 'int8', parse: Number },
  { name: 'numeric', parse: (value: string) => value },
];

/** Connections that people's reads may use at once. */
const connectionsOfReports = ({ maxConnections }: PgSettings): number => Math.max(1, Math.floor(maxConnections / 2));

export interface ReportPool {
  get(): Promise<DatabasePool>;
  figures(): ReturnType<Pool['figures']>;
  close(): Promise<void>;
}

/** The pool that people's reads use; opened with the first of them. */
export const createReportPool = (settings: PgSettings): ReportPool => {
  let pool: Promise<DatabasePool> | null = null;
  let opened: DatabasePool | null = null;
  const most = connectionsOfReports(settings);
  const url = new URL(settings.url);
  url.searchParams.set('application_name', settings.applicationName);
  const open = async (): Promise<DatabasePool> => {
    try {
      opened = await createPool(url.href, {
        interceptors: [checkedRows],
        typeParsers,
        maxPoolSize: most,
        statementTimeout: settings.statementTimeoutMs,
        connectionTimeout: 10_000,
      });
      return opened;
    } catch (error) {
      pool = null;
      throw (
        connectionProblem(
          error instanceof Error && error.cause !== undefined ? error.cause : error,
          targetOf(settings.url),
        ) ?? error
      );
    }
  };
  return {
    get() {
      pool ??= open();
      return pool;
    },
    figures() {
      const state = opened?.state();
      return {
        most,
        used: state?.acquiredConnections ?? 0,
        idle: state?.idleConnections ?? 0,
        waiting: state?.waitingClients ?? 0,
      };
    },
    async close() {
      if (pool !== null) await (await pool).end();
    },
  };
};
