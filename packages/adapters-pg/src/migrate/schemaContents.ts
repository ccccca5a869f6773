import type { ClientBase } from 'pg';
import type { CreatedObject } from './inspect/createdObjects.ts';

/** Something that lies in a schema. */
export interface FoundObject {
  readonly kind: CreatedObject['kind'] | 'other';
  /** By bare name; of a column `table.column`; of other kinds PostgreSQL's description. */
  readonly name: string;
  /** Of a column the table; null of everything else. */
  readonly table: string | null;
  /** PostgreSQL's description, `table po.purchase_order` for one. */
  readonly description: string;
}

/**
 * Everything in a schema that somebody made: not the indexes behind constraints, the sequences of identity columns, the
 * row types of tables and the default privileges, which live and die with their owner.
 */
export async function readSchemaContents(client: ClientBase, schema: string): Promise<readonly FoundObject[]> {
  const { rows } = await client.query<FoundObject>(contentsQuery, [schema]);
  return rows;
}

const contentsQuery = `
WITH ours AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1),
relation AS (
  SELECT c.* FROM pg_catalog.pg_class c JOIN ours ON c.relnamespace = ours.oid
  WHERE c.relkind <> 'c'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                    WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> c.oid
                      AND d.deptype IN ('a', 'i'))
), found AS (
  SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
                      WHEN 'S' THEN 'sequence' ELSE 'other' END AS kind,
         relname::text AS name, NULL AS of_table, 'pg_catalog.pg_class'::regclass::oid AS class, oid AS object, 0 AS part
  FROM relation
  UNION ALL
  SELECT 'column', r.relname || '.' || a.attname, r.relname::text, 'pg_catalog.pg_class'::regclass, r.oid, a.attnum
  FROM relation r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
  WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT CASE WHEN t.typtype IN ('e', 'd', 'c') THEN 'type' ELSE 'other' END, t.typname::text, NULL, d.classid, d.objid, 0
  FROM ours JOIN pg_catalog.pg_depend d
         ON d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = ours.oid
       LEFT JOIN pg_catalog.pg_type t ON d.classid = 'pg_catalog.pg_type'::regclass AND t.oid = d.objid
  WHERE d.classid NOT IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_default_acl'::regclass)
  UNION ALL
  SELECT 'other', NULL, NULL, 'pg_catalog.pg_trigger'::regclass, g.oid, 0
  FROM pg_catalog.pg_trigger g JOIN relation r ON g.tgrelid = r.oid WHERE NOT g.tgisinternal
  UNION ALL
  SELECT 'other', NULL, NULL, 'pg_catalog.pg_rewrite'::regclass, w.oid, 0
  FROM pg_catalog.pg_rewrite w JOIN relation r ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'other', NULL, NULL, 'pg_catalog.pg_policy'::regclass, p.oid, 0
  FROM pg_catalog.pg_policy p JOIN relation r ON p.polrelid = r.oid
)
SELECT kind, coalesce(name, pg_catalog.pg_describe_object(class, object, part)) AS name,
       of_table AS table, pg_catalog.pg_describe_object(class, object, part) AS description
FROM found ORDER BY kind, name`;

/**
 * What lies outside a schema and depends on something inside it, by PostgreSQL's description: a foreign key, a view or
 * a publication that somebody else made. Dropping would fail on it, or drop a part of it.
 */
export async function readOutsideDependents(client: ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ description: string }>(dependentsQuery, [schema]);
  return rows.map(({ description }) => description);
}

const dependentsQuery = `
WITH ours AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1),
relation AS (
  SELECT c.oid, c.reltoastrelid FROM pg_catalog.pg_class c JOIN ours ON c.relnamespace = ours.oid
), inside AS (
  SELECT 'pg_catalog.pg_class'::regclass::oid AS class, oid AS object FROM relation
  UNION ALL SELECT 'pg_catalog.pg_class'::regclass, reltoastrelid FROM relation WHERE reltoastrelid <> 0
  UNION ALL SELECT 'pg_catalog.pg_class'::regclass, i.indexrelid
    FROM relation r JOIN pg_catalog.pg_index i ON i.indrelid = r.reltoastrelid
  UNION ALL SELECT 'pg_catalog.pg_type'::regclass, t.oid FROM pg_catalog.pg_type t JOIN ours ON t.typnamespace = ours.oid
  UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, p.oid FROM pg_catalog.pg_proc p JOIN ours ON p.pronamespace = ours.oid
  UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass, k.oid
    FROM pg_catalog.pg_constraint k JOIN ours ON k.connamespace = ours.oid
  UNION ALL SELECT 'pg_catalog.pg_attrdef'::regclass, d.oid FROM pg_catalog.pg_attrdef d JOIN relation r ON d.adrelid = r.oid
  UNION ALL SELECT 'pg_catalog.pg_trigger'::regclass, g.oid FROM pg_catalog.pg_trigger g JOIN relation r ON g.tgrelid = r.oid
  UNION ALL SELECT 'pg_catalog.pg_rewrite'::regclass, w.oid FROM pg_catalog.pg_rewrite w JOIN relation r ON w.ev_class = r.oid
  UNION ALL SELECT 'pg_catalog.pg_policy'::regclass, p.oid FROM pg_catalog.pg_policy p JOIN relation r ON p.polrelid = r.oid
  UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::regclass, s.oid
    FROM pg_catalog.pg_statistic_ext s JOIN relation r ON s.stxrelid = r.oid
)
SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS description
FROM inside JOIN pg_catalog.pg_depend d ON d.refclassid = inside.class AND d.refobjid = inside.object
WHERE NOT EXISTS (SELECT FROM inside i WHERE i.class = d.classid AND i.object = d.objid)
ORDER BY description`;
