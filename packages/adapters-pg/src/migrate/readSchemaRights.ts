import type { ClientBase } from 'pg';

/** What the connected role may do about our schema. */
export interface SchemaRights {
  readonly role: string;
  readonly database: string;
  /** Whether the role may create schemas in this database. */
  readonly mayCreateSchemas: boolean;
  /** The schema's owner; null when there is no such schema. */
  readonly owner: string | null;
  /**
   * Whether the schema is the role's own, or that of a role it acts for. A superuser acts for nobody here: what it
   * created in another role's schema would not be that role's to drop.
   */
  readonly owned: boolean;
}

export async function readSchemaRights(client: ClientBase, schema: string): Promise<SchemaRights> {
  const { rows } = await client.query<SchemaRights>(
    `SELECT r.rolname AS role, d.datname AS database,
            pg_catalog.has_database_privilege(d.oid, 'CREATE') AS "mayCreateSchemas",
            pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
            coalesce(n.nspowner = r.oid OR (NOT r.rolsuper AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')), false) AS owned
     FROM pg_catalog.pg_roles r
       JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
       LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1
     WHERE r.rolname = current_user`,
    [schema],
  );
  const [rights] = rows;
  if (rights === undefined) throw new Error('PostgreSQL does not know the role that this connection has signed in as.');
  return rights;
}
