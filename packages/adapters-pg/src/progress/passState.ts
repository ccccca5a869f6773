import type { ProgressWork } from '@cynow/po-core';
import type pg from 'pg';
import { qualified } from '../store/columns.ts';
import { type Mark, type Trace, traceAfterAll } from './Mark.ts';

/** A full pass that has not come to its end. */
export interface UnfinishedPass {
  /** When it began, as an ISO 8601 text. */
  readonly at: string;
  readonly mark: Mark;
  /** What it reads at the moment: cylinders in key order, then those that a former pass knew, then documents. */
  readonly phase: 'histories' | 'vanished' | 'documents';
  /** The last key it has read of these; null at the beginning. */
  readonly after: string | null;
  readonly work: ProgressWork;
  readonly spentMs: number;
}

/** What the passes have left. */
export interface PassState {
  readonly complete: {
    readonly readAt: Date;
    readonly full: { readonly at: Date; readonly durationMs: number };
    readonly trace: Trace;
  } | null;
  readonly unfinished: UnfinishedPass | null;
}

interface StateRow {
  readonly read_at: Date | null;
  readonly full_at: Date;
  readonly full_ms: number;
  readonly trace: Trace;
  readonly unfinished: UnfinishedPass | null;
}

/** Reads and writes the one row that says what the passes have done. */
export const createPassState = (schema: string) => {
  const table = qualified(schema, 'progress_pass');
  return {
    read: `SELECT * FROM ${table}`,
    from: ([row]: readonly StateRow[]): PassState => ({
      complete:
        row === undefined || row.read_at === null
          ? null
          : {
              readAt: row.read_at,
              full: { at: row.full_at, durationMs: row.full_ms },
              trace: row.trace,
            },
      unfinished: row?.unfinished ?? null,
    }),
    /** How far a full pass has come. */
    keep: (client: pg.ClientBase, unfinished: UnfinishedPass) =>
      client.query(
        `INSERT INTO ${table} (unfinished) VALUES ($1) ON CONFLICT (one) DO UPDATE SET unfinished = EXCLUDED.unfinished`,
        [JSON.stringify(unfinished)],
      ),
    /** A full pass is complete. */
    completeFull: (client: pg.ClientBase, { at, mark, spentMs }: UnfinishedPass) =>
      client.query(`UPDATE ${table} SET read_at = $1, full_at = $1, full_ms = $2, trace = $3, unfinished = NULL`, [
        at,
        Math.round(spentMs),
        JSON.stringify(traceAfterAll(mark, mark.deleted, 0)),
      ]),
    /** A pass over the changes is complete. */
    completeChanges: (client: pg.ClientBase, at: Date, trace: Trace) =>
      client.query(`UPDATE ${table} SET read_at = $1, trace = $2`, [at, JSON.stringify(trace)]),
  };
};
