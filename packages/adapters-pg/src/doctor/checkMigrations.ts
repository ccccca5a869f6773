import type pg from 'pg';
import { bookkeepingTable } from '../migrate/inspect/checks.ts';
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

interface Rights {
  readonly role: string;
  /** What the role may not do with our tables, `UPDATE on po.document`. */
  readonly lacking: readonly string[];
}

/** What a role needs on our tables to work with them; of the record of migrations, only to read it. */
const readRights = async (client: pg.ClientBase, schema: string): Promise<Rights> => {
  const { rows } = await client.query<Rights>(
    `SELECT current_user AS role,
       (SELECT coalesce(json_agg(format('%s on %s.%s', needed, n.nspname, c.relname) ORDER BY c.relname, needed), '[]')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS needed
        WHERE n.nspname = $1 AND c.relkind = 'r' AND (needed = 'SELECT' OR c.relname <> $2)
          AND NOT has_table_privilege(c.oid, needed)) AS lacking`,
    [schema, bookkeepingTable],
  );
  return rows[0]!;
};

/** The GRANTs that the owner of our schema runs so that the role may work with it. */
const grants = (client: pg.ClientBase, schema: string, role: string): string => {
  const [ours, to] = [client.escapeIdentifier(schema), client.escapeIdentifier(role)];
  return `GRANT USAGE ON SCHEMA ${ours} TO ${to}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${ours} TO ${to};`;
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
    if (lost.length > 0) return failed('migrations', 'drift', { ...facts, lost });
    const { role, lacking } = await readRights(client, schema);
    if (lacking.length === 0) return ok('migrations', facts);
    return failed('migrations', 'forbidden', { ...facts, role, lacking, grant: grants(client, schema, role) });
  }
  if (status.state === 'unreadable') {
    const { role } = await readRights(client, schema);
    return failed('migrations', 'unreadable', { ...facts, role, grant: grants(client, schema, role) });
  }
  if (status.state === 'pending' && status.applied.length > 0) return failed('migrations', 'half-migrated', facts);
  return failed(
    'migrations',
    status.state === 'pending' || status.state === 'absent' ? 'not-migrated' : status.state,
    facts,
  );
};
