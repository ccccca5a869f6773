import { expect, it } from 'vitest';
import { migrationSql } from './migrationSql.ts';

const inSchema = (schema: string, sql: string) => migrationSql({ sql }, schema);

it('puts the quoted schema where the placeholder stands, and nowhere else', async () => {
  const sql = `-- 수주 :schema
CREATE TABLE :schema.t (a text DEFAULT ':schema', ":schema" int, b text DEFAULT $$ :schema $$, c text[] CHECK (c[1:2] IS NULL));
COMMENT ON TABLE :schema.t IS 'x'; -- :schemas :schema`;
  expect(await inSchema('po', sql)).toBe(`-- 수주 :schema
CREATE TABLE "po".t (a text DEFAULT ':schema', ":schema" int, b text DEFAULT $$ :schema $$, c text[] CHECK (c[1:2] IS NULL));
COMMENT ON TABLE "po".t IS 'x'; -- :schemas :schema`);
});

it('quotes what needs it', async () => {
  expect(await inSchema('PO 한글 "x"', 'DROP TABLE :schema.t')).toBe('DROP TABLE "PO 한글 ""x""".t');
});

it('leaves casts, spaces and longer words alone', async () => {
  const sql = `SELECT 1::schema, x : schema, :schemas, :"schema"`;
  expect(await inSchema('po', sql)).toBe(sql);
});

it('leaves what is no SQL as it is, for the inspection to say so', async () => {
  expect(await inSchema('po', `CREATE TABLE :schema.t ('x`)).toBe(`CREATE TABLE :schema.t ('x`);
  expect(await inSchema('po', '')).toBe('');
});
