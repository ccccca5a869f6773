import type { ClientBase } from 'pg';

/** One catalog entry outside our schema. */
export interface CatalogObject {
  /** `table`, `column`, `constraint`, `trigger`, … */
  readonly kind: string;
  /** Empty for what lies in no schema, an extension for one. */
  readonly schema: string;
  /** Its name within the schema; `*` for all of a kind in a schema that PostgreSQL brings along. */
  readonly object: string;
  /** The owning role; empty where there is none. */
  readonly owner: string;
  /** Of everything the catalog says about it but statistics. */
  readonly digest: string;
}

/** How an entry differs between two readings. */
export interface CatalogDifference {
  /** Qualified by its schema, where it has one. */
  readonly object: string;
  readonly kind: string;
  readonly owner: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/**
 * Describes the catalog of every schema but `ourSchema`, and what lies in no schema; of the whole database when it is
 * undefined. Temporary and TOAST schemas are left out. Needs no privilege beyond connecting. Under READ COMMITTED it
 * sees what other sessions committed, so a difference between two readings may be somebody else's.
 */
export async function readCatalogFingerprint(
  client: ClientBase,
  ourSchema: string | undefined,
): Promise<readonly CatalogObject[]> {
  const { rows } = await client.query<CatalogObject>(fingerprintQuery, [ourSchema ?? null]);
  return rows;
}

/** What is not the same in two fingerprints, ordered by object. */
export function compareFingerprints(
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
): readonly CatalogDifference[] {
  const then = byIdentity(before);
  const now = byIdentity(after);
  const differences: CatalogDifference[] = [];
  for (const [identity, entry] of then) {
    const current = now.get(identity);
    if (current === undefined) differences.push(difference(entry, 'removed'));
    else if (current.digest !== entry.digest) differences.push(difference(current, 'changed'));
  }
  for (const [identity, entry] of now) if (!then.has(identity)) differences.push(difference(entry, 'added'));
  return differences.sort((a, b) => (a.object === b.object ? compare(a.kind, b.kind) : compare(a.object, b.object)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Entries of one name and kind (constraints of domains, say) count as one. */
function byIdentity(entries: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  const found = new Map<string, CatalogObject>();
  for (const entry of entries) {
    const identity = JSON.stringify([entry.kind, entry.schema, entry.object]);
    const same = found.get(identity);
    found.set(identity, same ? { ...entry, digest: [same.digest, entry.digest].sort().join() } : entry);
  }
  return found;
}

const difference = (
  { kind, schema, object, owner }: CatalogObject,
  change: CatalogDifference['change'],
): CatalogDifference => ({
  object: schema === '' || kind === 'schema' ? object : `${schema}.${object}`,
  kind,
  owner,
  change,
});

interface Part {
  readonly kind: string;
  readonly from: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: string;
  /** The row's text; that of the whole row `p` is five times faster than one made of JSON. */
  readonly row?: string;
}

/** A catalog whose rows name their schema and owner. */
const inSchema = (kind: string, catalog: string, prefix: string, name = `p.${prefix}name::text`): Part => ({
  kind: `'${kind}'`,
  from: `pg_catalog.${catalog} p`,
  namespace: `p.${prefix}namespace`,
  name,
  owner: `p.${prefix}owner`,
});

/** A catalog whose rows belong to a relation. */
const ofRelation = (kind: string, catalog: string, relation: string, name?: string): Part => ({
  kind: `'${kind}'`,
  from: `pg_catalog.${catalog} p JOIN pg_catalog.pg_class c ON c.oid = p.${relation}`,
  namespace: 'c.relnamespace',
  name: name ? `c.relname || '.' || ${name}` : 'c.relname::text',
  owner: 'c.relowner',
});

const ofType = (kind: string, catalog: string, type: string, name?: string): Part => ({
  kind: `'${kind}'`,
  from: `pg_catalog.${catalog} p JOIN pg_catalog.pg_type t ON t.oid = p.${type}`,
  namespace: 't.typnamespace',
  name: name ? `t.typname || '.' || ${name}` : 't.typname::text',
  owner: 't.typowner',
});

/** A catalog whose rows lie in no schema. */
const ofDatabase = (kind: string, from: string, name: string, owner = '0'): Part => ({
  kind: `'${kind}'`,
  from: `pg_catalog.${from}`,
  namespace: '0',
  name,
  owner,
});

const thisDatabase = '(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())';

const without = (...columns: readonly string[]): string =>
  `(pg_catalog.to_jsonb(p) - '{${columns.join()}}'::text[])::text`;

const relationKind = `CASE p.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'i' THEN 'index'
  WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
  WHEN 'f' THEN 'foreign table' ELSE 'composite type' END`;

const parts: readonly Part[] = [
  { ...inSchema('schema', 'pg_namespace', 'nsp'), namespace: 'p.oid' },
  {
    ...inSchema('relation', 'pg_class', 'rel'),
    kind: relationKind,
    row: without('relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid'),
  },
  {
    ...ofRelation('column', 'pg_attribute', 'attrelid', 'p.attname'),
    from: 'pg_catalog.pg_attribute p JOIN pg_catalog.pg_class c ON c.oid = p.attrelid AND p.attnum > 0',
  },
  {
    ...ofRelation('default', 'pg_attrdef', 'adrelid', 'a.attname'),
    from: `pg_catalog.pg_attrdef p JOIN pg_catalog.pg_class c ON c.oid = p.adrelid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = p.adrelid AND a.attnum = p.adnum`,
  },
  {
    ...inSchema('constraint', 'pg_constraint', 'con'),
    from: 'pg_catalog.pg_constraint p LEFT JOIN pg_catalog.pg_class c ON c.oid = p.conrelid',
    name: `coalesce(c.relname || '.', '') || p.conname`,
    owner: 'c.relowner',
  },
  ofRelation('trigger', 'pg_trigger', 'tgrelid', 'p.tgname'),
  ofRelation('index definition', 'pg_index', 'indexrelid'),
  ofRelation('rule', 'pg_rewrite', 'ev_class', 'p.rulename'),
  ofRelation('policy', 'pg_policy', 'polrelid', 'p.polname'),
  ofRelation('sequence definition', 'pg_sequence', 'seqrelid'),
  ofRelation('inheritance', 'pg_inherits', 'inhrelid', 'p.inhseqno'),
  ofRelation('partitioning', 'pg_partitioned_table', 'partrelid'),
  ofRelation('foreign table options', 'pg_foreign_table', 'ftrelid'),
  ofRelation('publication of table', 'pg_publication_rel', 'prrelid', 'p.prpubid'),
  {
    ...ofRelation('comment', 'pg_description', 'objoid'),
    from: `pg_catalog.pg_description p
      JOIN pg_catalog.pg_class c ON c.oid = p.objoid AND p.classoid = 'pg_catalog.pg_class'::regclass
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.objsubid`,
    name: `c.relname || coalesce('.' || a.attname, '')`,
  },
  inSchema('type', 'pg_type', 'typ'),
  ofType('enum value', 'pg_enum', 'enumtypid', 'p.enumlabel'),
  ofType('range', 'pg_range', 'rngtypid'),
  inSchema('function', 'pg_proc', 'pro', `p.proname || '(' || p.proargtypes::text || ')'`),
  inSchema('operator', 'pg_operator', 'opr'),
  inSchema('operator class', 'pg_opclass', 'opc'),
  inSchema('operator family', 'pg_opfamily', 'opf'),
  inSchema('collation', 'pg_collation', 'coll'),
  inSchema('conversion', 'pg_conversion', 'con'),
  inSchema('statistics', 'pg_statistic_ext', 'stx'),
  inSchema('text search configuration', 'pg_ts_config', 'cfg'),
  inSchema('text search dictionary', 'pg_ts_dict', 'dict'),
  {
    ...inSchema('default privileges', 'pg_default_acl', 'defacl'),
    name: 'p.defaclobjtype::text',
    owner: 'p.defaclrole',
  },
  {
    ...ofDatabase('publication of schema', 'pg_publication_namespace p', 'p.pnpubid::text'),
    namespace: 'p.pnnspid',
  },
  ofDatabase('extension', 'pg_extension p', 'p.extname::text', 'p.extowner'),
  ofDatabase('language', 'pg_language p', 'p.lanname::text', 'p.lanowner'),
  ofDatabase('cast', 'pg_cast p', `p.castsource || ' ' || p.casttarget`),
  ofDatabase('access method', 'pg_am p', 'p.amname::text'),
  ofDatabase('event trigger', 'pg_event_trigger p', 'p.evtname::text', 'p.evtowner'),
  ofDatabase('publication', 'pg_publication p', 'p.pubname::text', 'p.pubowner'),
  ofDatabase('foreign server', 'pg_foreign_server p', 'p.srvname::text', 'p.srvowner'),
  ofDatabase('foreign data wrapper', 'pg_foreign_data_wrapper p', 'p.fdwname::text', 'p.fdwowner'),
  ofDatabase(
    'role setting',
    `pg_db_role_setting p WHERE p.setdatabase IN (0, ${thisDatabase})`,
    `p.setdatabase || ' ' || p.setrole`,
    'p.setrole',
  ),
  {
    ...ofDatabase('database', `pg_database p WHERE p.oid = ${thisDatabase}`, 'p.datname::text', 'p.datdba'),
    row: without('datfrozenxid', 'datminmxid'),
  },
];

const rowsOf = ({ kind, from, namespace, name, owner, row = 'p::text' }: Part): string =>
  `SELECT ${kind} AS kind, ${namespace} AS namespace, ${name} AS object, ${owner} AS owner, ${row} AS content FROM ${from}`;

/** What PostgreSQL brings along is some 10,000 rows that nobody alters: one digest a kind keeps the answer short. */
const fingerprintQuery = `
WITH entry AS (
  SELECT e.kind, coalesce(n.nspname, '') AS schema, e.object, e.owner, e.content,
         n.nspname IN ('pg_catalog', 'information_schema') AS bundled
  FROM (${parts.map(rowsOf).join('\n    UNION ALL ')}) e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.namespace
  WHERE ($1::text IS NULL OR n.nspname IS DISTINCT FROM $1::text)
    AND (n.nspname IS NULL OR n.nspname !~ '^pg_(toast|temp_|toast_temp_)')
)
SELECT kind, schema, object, coalesce(nullif(pg_catalog.pg_get_userbyid(owner), 'unknown (OID=0)'), '') AS owner,
       pg_catalog.md5(content) AS digest
FROM entry WHERE bundled IS NOT TRUE
UNION ALL
SELECT kind, schema, '*', '', pg_catalog.sum(pg_catalog.hashtextextended(content, 0))::text
FROM entry WHERE bundled GROUP BY kind, schema`;
