import type { MigrationStatus } from './migrationStatus.ts';
import type { SchemaRights } from './readSchemaRights.ts';

/** A migration by number and name. */
export interface MigrationName {
  readonly number: number;
  readonly name: string;
}

export const migrationName = ({ number, name }: MigrationName): MigrationName => ({ number, name });

/** What stands against touching a schema at all. */
export type HistoryRefusal =
  /** It holds objects that are not ours. */
  | { readonly code: 'foreign-schema'; readonly objects: readonly string[] }
  /** The role may not read our table of applied migrations. */
  | { readonly code: 'unreadable'; readonly role: string; readonly owner: string | null }
  | { readonly code: 'not-owner'; readonly role: string; readonly owner: string | null }
  /** A newer release has migrated it. */
  | { readonly code: 'newer'; readonly migrations: readonly MigrationName[] }
  /** These had another text when they were applied. */
  | { readonly code: 'changed'; readonly migrations: readonly MigrationName[] };

/** Why neither `up` nor `zero` may touch the schema; empty when they may. */
export function historyRefusals(
  status: MigrationStatus,
  { role, owner, owned }: SchemaRights,
): readonly HistoryRefusal[] {
  switch (status.state) {
    case 'foreign':
      return [{ code: 'foreign-schema', objects: status.foreign }];
    case 'unreadable':
      return [{ code: 'unreadable', role, owner }];
    case 'absent':
      return [];
    default:
      return [
        ...(owned ? [] : [{ code: 'not-owner' as const, role, owner }]),
        ...named('newer', status.unknown),
        ...named('changed', status.changed),
      ];
  }
}

const named = (code: 'newer' | 'changed', migrations: readonly MigrationName[]): readonly HistoryRefusal[] =>
  migrations.length === 0 ? [] : [{ code, migrations: migrations.map(migrationName) }];
