import fc from 'fast-check';
import { escapeIdentifier } from 'pg';
import { describe, expect, it } from 'vitest';
import { migrationSql } from '../migrationSql.ts';
import { inspectMigration } from './inspectMigration.ts';

describe('any name of a schema', () => {
  const text = {
    sql: `CREATE TYPE :schema.kind AS ENUM ('a');
      CREATE TABLE :schema.t (k :schema.kind, u int REFERENCES :schema.t (u)); -- :schema
      CREATE INDEX i ON :schema.t ((k = 'a'::text)); COMMENT ON TABLE :schema.t IS ':schema $ '' "'`,
  };
  const schemaArb = fc
    .string({ minLength: 1, maxLength: 15, unit: 'binary' })
    .filter((name) => !/[\p{Cc}\p{Cs}]/u.test(name));
  const hostile = ['po', 'PO 한글 "x"', 'po"; drop schema x', '"', "it's", ':schema', '$$', '--', '/*', 'po.public'];

  it('stays one name, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(schemaArb, async (schema) => {
        expect(await inspectMigration(await migrationSql(text, schema), schema)).toEqual([]);
      }),
      { examples: hostile.map((name) => [name]) },
    );
  });

  it('is no other one', async () => {
    await fc.assert(
      fc.asyncProperty(schemaArb, fc.constantFrom(...hostile), async (other, ours) => {
        fc.pre(other !== ours);
        const found = await inspectMigration(`CREATE TABLE ${escapeIdentifier(other)}.t (a int)`, ours);
        expect(found.map(({ code }) => code)).toEqual(['outside']);
      }),
    );
  });
});
