import { Client, type ClientBase } from 'pg';
import type { Migration } from './Migration.ts';

/** Two migrations with everything that `zero` has to drop: circles of foreign keys, types, sequences, indexes, rows. */
export const sampleMigrations: readonly Migration[] = [
  {
    number: 1,
    name: 'orders',
    sql: `CREATE TYPE :schema.kind AS ENUM ('new', 'linked');
CREATE DOMAIN :schema.code AS text CHECK (VALUE <> '');
CREATE TABLE :schema.purchase_order (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code :schema.code NOT NULL,
  kind :schema.kind NOT NULL DEFAULT 'new',
  noted_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE :schema.delivery (
  id serial PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES :schema.purchase_order (id)
);
CREATE SEQUENCE :schema.reserved_number;
CREATE INDEX purchase_order_code ON :schema.purchase_order (lower(code));
COMMENT ON TABLE :schema.purchase_order IS '수주';
INSERT INTO :schema.purchase_order (code) VALUES ('FP240001'), ('FP240002');`,
  },
  {
    number: 2,
    name: 'first_delivery',
    sql: `ALTER TABLE :schema.purchase_order ADD COLUMN first_delivery integer REFERENCES :schema.delivery (id);
CREATE INDEX delivery_order ON :schema.delivery (order_id);`,
  },
];

/** What already lives in the database: tables with rows, keys and a trigger that are nobody's business but theirs. */
export async function createHost(client: ClientBase): Promise<void> {
  await client.query(`
    CREATE TABLE public.auth_user (id int PRIMARY KEY, username text NOT NULL);
    INSERT INTO public.auth_user SELECT n, 'user ' || n FROM generate_series(1, 100) n;
    CREATE VIEW public.user_names AS SELECT username FROM public.auth_user;
    CREATE SCHEMA fcms_cdc;
    CREATE TABLE fcms_cdc.tr_orders (order_no text PRIMARY KEY, owner int REFERENCES public.auth_user, product text);
    INSERT INTO fcms_cdc.tr_orders SELECT 'FP' || n, n, 'N2' FROM generate_series(1, 100) n;
    CREATE FUNCTION fcms_cdc.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER touched BEFORE UPDATE ON fcms_cdc.tr_orders FOR EACH ROW EXECUTE FUNCTION fcms_cdc.touch();`);
}

/** A connection that is closed by `await using`. */
export async function open(url: string, applicationName = 'spec'): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url, application_name: applicationName });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** What a schema consists of in words, so that it can be compared after being made anew under other numbers. */
export async function describeSchema(client: ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(
    `WITH relation AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1)
     SELECT relkind::text || ' ' || relname || coalesce(' ' || relacl::text, '') AS line FROM relation
     UNION ALL SELECT r.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
         || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
       FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
         LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
     UNION ALL SELECT r.relname || ' ' || pg_get_constraintdef(k.oid) FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
     UNION ALL SELECT pg_get_indexdef(oid) FROM relation WHERE relkind = 'i'
     UNION ALL SELECT t.typname || ' ' || t.typtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE n.nspname = $1
     ORDER BY line`,
    [schema],
  );
  return rows.map(({ line }) => line);
}
