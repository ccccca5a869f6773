import type pg from 'pg';
import { createdObjects } from '../migrate/inspect/createdObjects.ts';
import { migrationSql } from '../migrate/migrationSql.ts';
import { migrationStatus } from '../migrate/migrationStatus.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { readSchemaContents } from '../migrate/schemaContents.ts';
import { type Finding, failed, ok } from './Finding.ts';

/** Objects that the applied migrations made and that are no longer there. */
const lostObjects = async (client: pg.ClientBase, schema: string): Promise<readonly string[]> => {
  const found = new Set((await readSchemaContents(client, schema)).map(({ kind, name }) => `${kind} ${name}`));
  const made = await Promise.all(
    (await ownMigrations()).map(async (migration) => createdObjects(await migrationSql(migration, schema))),
  );
  return made
    .flat()
    .map(({ kind, name }) => `${kind} ${name}`)
    .filter((name) => !found.has(name));
};

/** Our schema against the migrations of this release. */
export const checkMigrations = async (client: pg.ClientBase, schema: string): Promise<Finding> => {
  const status = await migrationStatus(client, schema, await ownMigrations());
  const names = (list: readonly { readonly number: number; readonly name: string }[]) =>
    list.map(({ number, name }) => `${String(number).padStart(6, '0')}_${name}`);
  const facts = {
    schema,
    applied: names(status.applied),
    pending: names(status.pending),
    unknown: names(status.unknown),
    changed: names(status.changed),
    foreign: status.foreign,
  };
  if (status.state === 'current') {
    const lost = await lostObjects(client, schema);
    return lost.length > 0 ? failed('migrations', 'drift', { ...facts, lost }) : ok('migrations', facts);
  }
  if (status.state === 'pending' && status.applied.length > 0) return failed('migrations', 'half-migrated', facts);
  return failed(
    'migrations',
    status.state === 'pending' || status.state === 'absent' ? 'not-migrated' : status.state,
    facts,
  );
};
