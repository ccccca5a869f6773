import { PoError } from '@cynow/po-core';
import pg from 'pg';
import type { PgTarget } from './PgSettings.ts';

/** Why the database cannot be used, by SQLSTATE of the refusal. */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'password',
  '28000': 'not-allowed',
  '3D000': 'no-database',
  '53300': 'too-many-connections',
  '57P01': 'shutting-down',
  '57P02': 'shutting-down',
  '57P03': 'starting-up',
  '57P05': 'broken',
  '25P03': 'broken',
  '25P04': 'broken',
  '42501': 'not-allowed',
};

/** By error code of the operating system. */
const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no-server',
  ENOENT: 'no-server',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ETIMEDOUT: 'no-answer',
  EHOSTUNREACH: 'no-answer',
  ENETUNREACH: 'no-answer',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
};

const codeOf = (error: unknown): string | undefined => {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
};

/** Errors that the server sends to a session that was open, and then ends it. */
const endings = new Set(['25P03', '25P04', '57P01', '57P02', '57P03', '57P05']);

/** The error of a statement as `NO_CONNECTION` when its connection is gone; null when the statement itself was refused. */
export const lostConnection = (error: unknown, target: PgTarget): PoError | null =>
  error instanceof pg.DatabaseError && !endings.has(error.code ?? '') ? null : connectionProblem(error, target);

/** The error as `NO_CONNECTION` with host, port, database, user and the problem; null when it is another kind of error. */
export const connectionProblem = (error: unknown, target: PgTarget): PoError | null => {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const problem =
    error instanceof pg.DatabaseError
      ? refusals[error.code ?? '']
      : (failures[code ?? ''] ??
        (/timeout|timed out/i.test(message) ? 'no-answer' : undefined) ??
        (/terminated|not queryable|closed/i.test(message) ? 'broken' : undefined) ??
        (/SASL|password/i.test(message) ? 'password' : undefined));
  return problem === undefined ? null : new PoError('NO_CONNECTION', { ...target, problem }, { cause: error });
};
