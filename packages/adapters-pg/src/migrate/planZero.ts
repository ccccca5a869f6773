import { escapeIdentifier } from 'pg';
import { type HistoryRefusal, historyRefusals } from './historyRefusals.ts';
import { bookkeepingTable } from './inspect/checks.ts';
import type { CreatedObject } from './inspect/createdObjects.ts';
import type { MigrationStatus } from './migrationStatus.ts';
import type { OtherProcess } from './readOtherProcesses.ts';
import type { SchemaRights } from './readSchemaRights.ts';
import type { FoundObject } from './schemaContents.ts';

/** What a decision about `zero` needs to know. */
export interface ZeroFacts {
  readonly status: MigrationStatus;
  readonly rights: SchemaRights;
  /** What the applied migrations made. */
  readonly made: readonly CreatedObject[];
  /** What lies in the schema now. */
  readonly contents: readonly FoundObject[];
  /** What lies outside and depends on it. */
  readonly dependents: readonly string[];
  /** Processes of ours that must have ended first. */
  readonly processes: readonly OtherProcess[];
}

/** Why `zero` may not be done (yet). */
export type ZeroPlanRefusal =
  | HistoryRefusal
  /** Objects in the schema that no migration made. */
  | { readonly code: 'not-made-by-up'; readonly objects: readonly string[] }
  /** Objects outside that somebody built on ours. */
  | { readonly code: 'depended-on'; readonly dependents: readonly string[] }
  | { readonly code: 'running'; readonly processes: readonly OtherProcess[] }
  /** The caller has to name what it drops; `given` is null when it named nothing. */
  | { readonly code: 'confirm'; readonly expected: string; readonly given: string | null };

/** What `zero` would do. */
export interface ZeroPlan {
  /** Every reason against it; empty when it may be done. */
  readonly refusals: readonly ZeroPlanRefusal[];
  /** The tables to be dropped, the bookkeeping aside. */
  readonly tables: readonly string[];
  /** The statements, one each; empty when there is nothing of ours. */
  readonly statements: readonly string[];
}

/** Decides what to drop, and by name: what lies in the schema and was made by `up`. */
export function planZero(facts: ZeroFacts, confirm: string | undefined): ZeroPlan {
  const { status, rights, made, contents, dependents, processes } = facts;
  const untouchable = historyRefusals(status, rights);
  const nothingOfOurs = status.applied.length === 0 && status.state !== 'foreign' && status.state !== 'unreadable';
  if (nothingOfOurs) return { refusals: [], tables: [], statements: [] };
  if (untouchable.length > 0) return { refusals: untouchable, tables: [], statements: [] };

  const refusals: ZeroPlanRefusal[] = [];
  const ours = new Set([...made, { kind: 'table', name: bookkeepingTable }].map(identity));
  const isOurs = (found: FoundObject): boolean => ours.has(identity(found));
  const ourTables = new Set(made.filter(({ kind }) => kind === 'table').map(({ name }) => name));
  const strangers = contents.filter((found) => !isOurs(found) && (found.table === null || ourTables.has(found.table)));
  if (strangers.length > 0) {
    refusals.push({ code: 'not-made-by-up', objects: strangers.map(({ description }) => description) });
  }
  if (dependents.length > 0) refusals.push({ code: 'depended-on', dependents });
  if (processes.length > 0) refusals.push({ code: 'running', processes });
  const expected = `${rights.database}/${status.schema}`;
  if (confirm !== expected) refusals.push({ code: 'confirm', expected, given: confirm ?? null });

  const found = (kind: FoundObject['kind']): readonly string[] =>
    contents.filter((object) => object.kind === kind && isOurs(object)).map(({ name }) => name);
  const tables = found('table');
  return {
    refusals,
    tables: tables.filter((name) => name !== bookkeepingTable),
    statements: [
      // One statement for all of a kind, so that they may refer to each other in a circle.
      ...drop('TABLE', status.schema, tables),
      ...drop('SEQUENCE', status.schema, found('sequence')),
      ...drop('TYPE', status.schema, found('type')),
      ...(status.createdByUp ? [`DROP SCHEMA ${escapeIdentifier(status.schema)}`] : []),
    ],
  };
}

const identity = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind} ${name}`;

function drop(kind: 'TABLE' | 'SEQUENCE' | 'TYPE', schema: string, names: readonly string[]): readonly string[] {
  const qualified = names.map((name) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`);
  return names.length === 0 ? [] : [`DROP ${kind} ${qualified.join(', ')}`];
}
