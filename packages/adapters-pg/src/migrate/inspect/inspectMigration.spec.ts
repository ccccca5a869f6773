import { describe, expect, it } from 'vitest';
import { inspectMigration } from './inspectMigration.ts';

const codes = async (sql: string, mode?: 'up' | 'zero') =>
  (await inspectMigration(sql, 'po', mode)).map(({ code, subject }) => `${code} ${subject}`);

describe('what a migration may do', () => {
  it.each([
    [
      'tables with every kind of column and constraint that stays inside',
      `CREATE TABLE po.customer (
         id bigint GENERATED ALWAYS AS IDENTITY (START 10 CACHE 5) PRIMARY KEY,
         code varchar(20) COLLATE "C" NOT NULL CHECK (btrim(code) <> '' AND code IS NFC NORMALIZED),
         folded text GENERATED ALWAYS AS (lower(pg_catalog.btrim(code))) STORED,
         aliases text[] NOT NULL DEFAULT ARRAY[]::text[],
         facts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(facts) = 'object'),
         qty numeric(12, 3) CHECK (qty >= 0 AND qty BETWEEN 0 AND 1e6),
         kind po.kind NOT NULL DEFAULT 'a',
         valid tstzrange,
         made_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
         state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed') OR state LIKE 'x%' ESCAPE '!'),
         parent bigint REFERENCES po.customer (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
         CONSTRAINT one UNIQUE NULLS NOT DISTINCT (code, kind) INCLUDE (qty) WITH (fillfactor = 90),
         CONSTRAINT elsewhere FOREIGN KEY (parent) REFERENCES po.customer (id) MATCH FULL,
         EXCLUDE USING gist (valid WITH &&) WHERE (state = 'open')
       ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)`,
    ],
    [
      'indexes',
      `CREATE UNIQUE INDEX i ON po.t USING btree (lower(a) text_pattern_ops DESC, b) INCLUDE (c) WHERE d IS NULL`,
    ],
    ['a GIN index', `CREATE INDEX i ON po.t USING gin (facts jsonb_path_ops) WITH (fastupdate = off)`],
    ['sequences', `CREATE SEQUENCE po.s AS int START 5 OWNED BY po.t.id; CREATE SEQUENCE po.r OWNED BY NONE`],
    ['enums', `CREATE TYPE po.kind AS ENUM ('a', 'b'); ALTER TYPE po.kind ADD VALUE 'c' AFTER 'a'`],
    [
      'domains and composite types',
      `CREATE DOMAIN po.code AS text CHECK (VALUE ~ '^[A-Z]'); CREATE TYPE po.pair AS (a int, b po.code)`,
    ],
    [
      'additions',
      `ALTER TABLE po.t ADD COLUMN z int DEFAULT 1 NOT NULL, ADD CONSTRAINT f FOREIGN KEY (z) REFERENCES po.u NOT VALID`,
    ],
    [
      'alterations that keep the data',
      `ALTER TABLE ONLY po.t ALTER a SET DEFAULT now(), ALTER a DROP NOT NULL, VALIDATE CONSTRAINT f`,
    ],
    [
      'comments',
      `COMMENT ON TABLE po.t IS 'x'; COMMENT ON COLUMN po.t.a IS NULL; COMMENT ON CONSTRAINT c ON DOMAIN po.code IS 'y'`,
    ],
    ['constant rows', `INSERT INTO po.t (a, b, c) VALUES (1, 'x'::jsonb, DEFAULT), (NULL, '{}', -3)`],
    [
      'quoted names, strings and comments with SQL in them',
      `-- DROP TABLE public.x;\nCREATE TABLE "po"."; DROP SCHEMA x" (a text DEFAULT $q$; DROP TABLE y; $q$) /* ; GRANT */;`,
    ],
  ])('%s', async (_what, sql) => {
    expect(await codes(sql)).toEqual([]);
  });
});

describe('what a migration may not do', () => {
  it.each([
    [
      'a foreign key to the host, inline',
      `CREATE TABLE po.t (u int REFERENCES public.auth_user (id))`,
      'outside public.auth_user',
    ],
    [
      'a foreign key to the host, as a table constraint',
      `CREATE TABLE po.t (u int, FOREIGN KEY (u) REFERENCES public.auth_user)`,
      'outside public.auth_user',
    ],
    [
      'a foreign key to the host, added NOT VALID',
      `ALTER TABLE po.t ADD FOREIGN KEY (u) REFERENCES public.auth_user NOT VALID`,
      'outside public.auth_user',
    ],
    [
      'a foreign key to the host, with a new column',
      `ALTER TABLE po.t ADD COLUMN u int REFERENCES public.auth_user`,
      'outside public.auth_user',
    ],
    ['a foreign key to a bare name', `CREATE TABLE po.t (u int REFERENCES auth_user)`, 'unqualified auth_user'],
    ['a view over a host table', `CREATE VIEW po.v AS SELECT * FROM public.auth_user`, 'statement ViewStmt'],
    ['a materialized view', `CREATE MATERIALIZED VIEW po.v AS SELECT 1`, 'statement CreateTableAsStmt'],
    ['a trigger', `CREATE TRIGGER g AFTER INSERT ON public.t EXECUTE FUNCTION po.f()`, 'statement CreateTrigStmt'],
    [
      'an event trigger',
      `CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION po.f()`,
      'statement CreateEventTrigStmt',
    ],
    ['a rule', `CREATE RULE r AS ON INSERT TO public.t DO ALSO NOTHING`, 'statement RuleStmt'],
    ['a policy', `CREATE POLICY p ON public.t USING (true)`, 'statement CreatePolicyStmt'],
    ['GRANT', `GRANT SELECT ON public.t TO po`, 'statement GrantStmt'],
    ['GRANT of what is ours', `GRANT SELECT ON po.t TO PUBLIC`, 'statement GrantStmt'],
    [
      'default privileges',
      `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC`,
      'statement AlterDefaultPrivilegesStmt',
    ],
    ['dropping a schema', `DROP SCHEMA fcms_cdc CASCADE`, 'statement DropStmt'],
    ['dropping our own', `DROP TABLE po.t`, 'statement DropStmt'],
    ['TRUNCATE', `TRUNCATE public.t`, 'statement TruncateStmt'],
    ['DO', `DO $$ BEGIN EXECUTE 'DROP TABLE public.t'; END $$`, 'statement DoStmt'],
    ['a function', `CREATE FUNCTION po.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`, 'statement CreateFunctionStmt'],
    ['CALL', `CALL public.p()`, 'statement CallStmt'],
    ['a table elsewhere', `CREATE TABLE public.x (a int)`, 'outside public.x'],
    ['a table in another database', `CREATE TABLE other.po.x (a int)`, 'outside other.po.x'],
    ['a table without a schema', `CREATE TABLE x (a int)`, 'unqualified x'],
    ['a temporary table', `CREATE TEMP TABLE x (a int)`, 'unqualified x'],
    ['an unlogged table', `CREATE UNLOGGED TABLE po.x (a int)`, 'clause relpersistence u'],
    ['IF NOT EXISTS', `CREATE TABLE IF NOT EXISTS po.x (a int)`, 'clause CreateStmt.if_not_exists'],
    ['a copy of a host table', `CREATE TABLE po.x (LIKE public.auth_user INCLUDING ALL)`, 'clause TableLikeClause'],
    ['a child of a host table', `CREATE TABLE po.x () INHERITS (public.auth_user)`, 'clause CreateStmt.inhRelations'],
    [
      'a partition of a host table',
      `CREATE TABLE po.x PARTITION OF public.t DEFAULT`,
      'clause CreateStmt.inhRelations',
    ],
    ['a table of a host type', `CREATE TABLE po.x OF public.c`, 'clause CreateStmt.ofTypename'],
    ['a query as a table', `CREATE TABLE po.x AS SELECT * FROM public.auth_user`, 'statement CreateTableAsStmt'],
    ['SELECT INTO', `SELECT * INTO po.x FROM public.auth_user`, 'statement SelectStmt'],
    ['a tablespace', `CREATE TABLE po.x (a int) TABLESPACE t`, 'clause CreateStmt.tablespacename'],
    ['a tablespace of an index', `CREATE INDEX i ON po.x (a) TABLESPACE t`, 'clause IndexStmt.tableSpace'],
    [
      'a tablespace of a constraint',
      `CREATE TABLE po.x (a int UNIQUE USING INDEX TABLESPACE t)`,
      'clause Constraint.indexspace',
    ],
    ['another access method', `CREATE TABLE po.x (a int) USING columnar`, 'clause CreateStmt.accessMethod'],
    ['an access method of an extension', `CREATE INDEX i ON po.x USING bloom (a)`, 'access-method bloom'],
    [
      'an operator class of the host',
      `CREATE INDEX i ON po.x (a public.gin_trgm_ops)`,
      'operator-class public.gin_trgm_ops',
    ],
    ['a collation of the host', `CREATE TABLE po.x (a text COLLATE public.ko)`, 'collation public.ko'],
    ['an operator of the host', `CREATE TABLE po.x (a int CHECK (a OPERATOR(public.=) 1))`, 'operator public.='],
    ['a type of the host', `CREATE TABLE po.x (a public.citext)`, 'type public.citext'],
    ['a type that is not built in', `CREATE TABLE po.x (a citext)`, 'type citext'],
    ['a cast to what looks objects up', `CREATE TABLE po.x (a text DEFAULT 'public.t'::regclass)`, 'type regclass'],
    ['a function of the host', `CREATE TABLE po.x (a int DEFAULT public.f())`, 'function public.f'],
    [
      'a function that runs SQL',
      `CREATE TABLE po.x (a text DEFAULT query_to_xml('DROP TABLE public.t', true, true, ''))`,
      'function query_to_xml',
    ],
    [
      'a built-in function with effects',
      `ALTER TABLE po.x ADD COLUMN a int DEFAULT pg_catalog.pg_terminate_backend(1)`,
      'function pg_catalog.pg_terminate_backend',
    ],
    ['nextval of a host sequence', `CREATE TABLE po.x (a bigint DEFAULT nextval('public.s'))`, 'function nextval'],
    ['a subquery', `CREATE TABLE po.x (a int CHECK (a > (SELECT max(id) FROM public.t)))`, 'expression SubLink'],
    ['an index on a host table', `CREATE INDEX i ON public.auth_user (id)`, 'outside public.auth_user'],
    ['an index without a name', `CREATE INDEX ON po.x (a)`, 'unnamed-index x'],
    ['an index built concurrently', `CREATE INDEX CONCURRENTLY i ON po.x (a)`, 'clause IndexStmt.concurrent'],
    ['a sequence owned by a host column', `CREATE SEQUENCE po.s OWNED BY public.t.id`, 'outside public.t.id'],
    ['a sequence owned by a bare column', `CREATE SEQUENCE po.s OWNED BY t.id`, 'unqualified t.id'],
    [
      'an identity sequence elsewhere',
      `CREATE TABLE po.x (a int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.s))`,
      'option sequence_name',
    ],
    ['altering a host table', `ALTER TABLE fcms_cdc.tr_orders ADD COLUMN po_id int`, 'outside fcms_cdc.tr_orders'],
    ['moving a table', `ALTER TABLE po.t SET SCHEMA public`, 'statement AlterObjectSchemaStmt'],
    ['renaming', `ALTER TABLE public.t RENAME TO u`, 'statement RenameStmt'],
    ['giving away', `ALTER TABLE po.t OWNER TO postgres`, 'clause AT_ChangeOwner'],
    ['dropping a column', `ALTER TABLE po.t DROP COLUMN a`, 'clause AT_DropColumn'],
    ['attaching a host table', `ALTER TABLE po.t ATTACH PARTITION public.t DEFAULT`, 'clause AT_AttachPartition'],
    ['inheriting later', `ALTER TABLE po.t INHERIT public.t`, 'clause AT_AddInherit'],
    ['disabling triggers', `ALTER TABLE po.t DISABLE TRIGGER ALL`, 'clause AT_DisableTrigAll'],
    [
      'altering all of a tablespace',
      `ALTER TABLE ALL IN TABLESPACE x SET TABLESPACE y`,
      'statement AlterTableMoveAllStmt',
    ],
    ['a comment on a host table', `COMMENT ON TABLE public.auth_user IS 'x'`, 'outside public.auth_user'],
    ['a comment on a host column', `COMMENT ON COLUMN auth_user.id IS 'x'`, 'unqualified auth_user.id'],
    ['a comment on the database', `COMMENT ON DATABASE cycy_db IS 'x'`, 'clause CommentStmt OBJECT_DATABASE'],
    ['a comment on our schema', `COMMENT ON SCHEMA po IS 'x'`, 'clause CommentStmt OBJECT_SCHEMA'],
    ['an extension', `CREATE EXTENSION pgcrypto SCHEMA po`, 'statement CreateExtensionStmt'],
    ['a schema', `CREATE SCHEMA elsewhere`, 'statement CreateSchemaStmt'],
    ['SET', `SET search_path = public`, 'statement VariableSetStmt'],
    ['set_config', `SELECT set_config('search_path', 'public', false)`, 'statement SelectStmt'],
    ['ALTER SYSTEM', `ALTER SYSTEM SET fsync = off`, 'statement AlterSystemStmt'],
    ['a setting of a role', `ALTER ROLE postgres SET search_path = po`, 'statement AlterRoleSetStmt'],
    ['a role', `CREATE ROLE x`, 'statement CreateRoleStmt'],
    ['a publication', `CREATE PUBLICATION p FOR ALL TABLES`, 'statement CreatePublicationStmt'],
    ['COPY', `COPY po.t FROM PROGRAM 'id'`, 'statement CopyStmt'],
    ['LOCK', `LOCK TABLE public.t`, 'statement LockStmt'],
    ['VACUUM', `VACUUM`, 'statement VacuumStmt'],
    ['ending the transaction', `COMMIT`, 'statement TransactionStmt'],
    ['rows from a query', `INSERT INTO po.t SELECT * FROM public.auth_user`, 'clause SelectStmt.targetList'],
    ['rows with calls', `INSERT INTO po.t VALUES (pg_sleep(9))`, 'expression FuncCall'],
    [
      'rows behind WITH',
      `WITH x AS (DELETE FROM public.t RETURNING 1) INSERT INTO po.t VALUES (1)`,
      'clause InsertStmt.withClause',
    ],
    ['rows elsewhere', `INSERT INTO public.t VALUES (1)`, 'outside public.t'],
    ['upserting', `INSERT INTO po.t VALUES (1) ON CONFLICT DO NOTHING`, 'clause InsertStmt.onConflictClause'],
    ['UPDATE', `UPDATE public.t SET a = 1`, 'statement UpdateStmt'],
    ['DELETE', `DELETE FROM po.t`, 'statement DeleteStmt'],
    ['the record of what was applied', `INSERT INTO po.schema_version VALUES (1)`, 'bookkeeping po.schema_version'],
    ['upper case that is another name', `CREATE TABLE "PO".x (a int)`, 'outside PO.x'],
    ['a letter that only looks the same', `CREATE TABLE pо.x (a int)`, 'outside pо.x'],
    ['a name in Unicode escapes', `CREATE TABLE U&"\\0070ublic".x (a int)`, 'outside public.x'],
    [
      'a statement behind a string that does not end there',
      `COMMENT ON TABLE po.t IS 'a\\'; DROP SCHEMA public; --'`,
      'statement DropStmt',
    ],
    [
      'a statement behind dollar quotes',
      `COMMENT ON TABLE po.t IS $a$ $b$ $a$; DROP SCHEMA public; --$b$`,
      'statement DropStmt',
    ],
  ])('%s', async (_what, sql, reason) => {
    expect(await codes(sql)).toContain(reason);
  });

  it.each([
    ['an empty text', '', 'empty'],
    ['comments only', '-- nothing\n', 'empty'],
    ['what is not SQL', 'CREATE TABLE po.t (a b c d)', 'syntax'],
    ['a quote without end', `CREATE TABLE po.t (a text DEFAULT 'x`, 'syntax'],
    ['a NUL, behind which the parser sees nothing', 'CREATE TABLE po.t ();\0 DROP SCHEMA public', 'control-character'],
    ['the placeholder unreplaced', 'CREATE TABLE :schema.t ()', 'syntax'],
  ])('%s', async (_what, sql, code) => {
    expect((await inspectMigration(sql, 'po')).map((refusal) => refusal.code)).toEqual([code]);
  });
});

it('names the statement, its line and its kind, for all that is wrong at once', async () => {
  const sql = `-- 수주 테이블; nothing yet
CREATE TABLE po.t (
  a int
);

/* and now
   this */ CREATE TABLE x (b int REFERENCES public.auth_user);
DROP SCHEMA public`;
  expect(await inspectMigration(sql, 'po')).toEqual([
    { statement: 2, line: 7, kind: 'CreateStmt', code: 'unqualified', subject: 'x' },
    { statement: 2, line: 7, kind: 'CreateStmt', code: 'outside', subject: 'public.auth_user' },
    { statement: 3, line: 8, kind: 'DropStmt', code: 'statement', subject: 'DropStmt' },
  ]);
  expect(await inspectMigration('-- 수주\nCREATE TABLE po.t (\n a b c d)', 'po')).toMatchObject([
    { statement: 0, line: 3, code: 'syntax', subject: 'syntax error at or near "c"' },
  ]);
});

describe('what zero may do', () => {
  it('drops by name what is ours', async () => {
    const sql = 'DROP TABLE po.a, po.schema_version; DROP SEQUENCE po.s; DROP TYPE po.e; DROP SCHEMA po';
    expect(await codes(sql, 'zero')).toEqual([]);
  });

  it.each([
    ['DROP TABLE po.a CASCADE', 'clause DropStmt.behavior DROP_CASCADE'],
    ['DROP SCHEMA po CASCADE', 'clause DropStmt.behavior DROP_CASCADE'],
    ['DROP TABLE IF EXISTS po.a', 'clause DropStmt.missing_ok'],
    ['DROP TABLE po.a, public.b', 'outside public.b'],
    ['DROP TABLE a', 'unqualified a'],
    ['DROP TABLE x.po.a', 'outside x.po.a'],
    ['DROP TYPE public.e', 'outside public.e'],
    ['DROP SCHEMA public', 'outside public'],
    ['DROP SCHEMA po, public', 'outside public'],
    ['DROP VIEW po.v', 'clause DropStmt OBJECT_VIEW'],
    ['DROP EXTENSION pgcrypto', 'clause DropStmt OBJECT_EXTENSION'],
    ['DROP OWNED BY po', 'statement DropOwnedStmt'],
    ['DROP ROLE po', 'statement DropRoleStmt'],
    ['DROP DATABASE cycy_db', 'statement DropdbStmt'],
    ['CREATE TABLE po.t ()', 'statement CreateStmt'],
  ])('%s', async (sql, reason) => {
    expect(await codes(sql, 'zero')).toContain(reason);
  });
});
