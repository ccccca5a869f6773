import { setTimeout } from 'node:timers/promises';
import { type ClientBase, DatabaseError } from 'pg';

/** A statement that PostgreSQL refused. */
export interface StatementFailure {
  readonly sqlState: string;
  /** PostgreSQL's words. */
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Of the failing text the line, from 1, where PostgreSQL names it. */
  readonly line?: number;
  /** The migration's number; absent when the failure is not in a migration's text. */
  readonly migration?: number;
}

export type TransactionOutcome<T> =
  | { readonly kind: 'ended'; readonly value: T }
  /** A lock was not to be had in time, or two transactions waited for each other. Nothing was changed. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly failure: StatementFailure };

interface SentText {
  readonly text: string;
  /** The number of the migration whose text it is. */
  readonly migration?: number;
}

/** Says what is sent, so that an error can be found in it. */
export type Send = (sent: SentText) => Promise<void>;

/** Five tries for a lock, with pauses of 0.1 to 0.8 s: with the default wait of 200 ms a try some 2 s in all. */
const lockTries = 5;
const firstPauseMs = 100;

/**
 * Runs `body` in one transaction and ends it as the body says; an error of PostgreSQL rolls back and is an answer. Any
 * other error (the connection is gone, say) is thrown, and the server rolls back by itself. When a lock is not to be
 * had within `lockTimeoutMs`, nobody is kept waiting behind us: all is rolled back and tried again, a few times.
 *
 * The settings make a text mean the same for every role and database: only pg_catalog is searched for bare names, and
 * strings, dates and zones are read in one way.
 */
export async function inTransaction<T>(
  client: ClientBase,
  lockTimeoutMs: number,
  body: (send: Send) => Promise<{ readonly end: 'COMMIT' | 'ROLLBACK'; readonly value: T }>,
): Promise<TransactionOutcome<T>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(client, lockTimeoutMs, body);
    if (outcome.kind !== 'locked' || tries === lockTries) return outcome;
    await setTimeout(firstPauseMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
  }
}

async function attempt<T>(
  client: ClientBase,
  lockTimeoutMs: number,
  body: (send: Send) => Promise<{ readonly end: 'COMMIT' | 'ROLLBACK'; readonly value: T }>,
): Promise<TransactionOutcome<T>> {
  let current: SentText | undefined;
  const send: Send = async (sent) => {
    current = sent;
    await client.query(sent.text);
    current = undefined;
  };
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
  try {
    await client.query(setLocal, [`${lockTimeoutMs}ms`]);
    const { end, value } = await body(send);
    await client.query(end);
    return { kind: 'ended', value };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query('ROLLBACK');
    if (error.code === lockNotAvailable || error.code === deadlockDetected) return { kind: 'locked' };
    return { kind: 'failed', failure: describe(error, current) };
  }
}

const lockNotAvailable = '55P03';
const deadlockDetected = '40P01';

const setLocal = `SELECT pg_catalog.set_config('lock_timeout', $1, true), ${[
  ['search_path', 'pg_catalog'],
  ['standard_conforming_strings', 'on'],
  ['transform_null_equals', 'off'],
  ['default_tablespace', ''],
  ['default_table_access_method', 'heap'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  ['TimeZone', 'UTC'],
]
  .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
  .join(', ')}`;

function describe(error: DatabaseError, sent: SentText | undefined): StatementFailure {
  // PostgreSQL counts characters from the beginning of the text that it was sent.
  const before = sent && error.position ? [...sent.text].slice(0, Number(error.position) - 1).join('') : undefined;
  return {
    sqlState: error.code ?? 'XX000',
    message: error.message,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(before !== undefined && { line: before.split('\n').length }),
    ...(sent?.migration !== undefined && { migration: sent.migration }),
  };
}
