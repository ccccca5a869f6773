import pg from 'pg';
import { expect, it } from 'vitest';
import { createDatabase } from './createDatabase.ts';

async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

it('gives a database of its own, in UTF-8 whatever the server prefers', async () => {
  const [one, other] = await Promise.all([createDatabase(), createDatabase()]);
  expect(one.name).not.toBe(other.name);
  const client = await connectTo(one.url);
  const { rows } = await client.query(
    `SELECT datname AS name, pg_encoding_to_char(encoding) AS encoding, datcollate AS collation
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(rows).toEqual([{ name: one.name, encoding: 'UTF8', collation: 'C' }]);
  await client.end();
  await Promise.all([one.drop(), other.drop()]);
});

it('copies a template', async () => {
  const template = await createDatabase();
  const client = await connectTo(template.url);
  await client.query(`CREATE TABLE cylinder AS SELECT '수주'::text AS name`);
  await client.end();

  const copy = await createDatabase({ template: template.name });
  const inCopy = await connectTo(copy.url);
  expect((await inCopy.query('SELECT name FROM cylinder')).rows).toEqual([{ name: '수주' }]);
  await inCopy.end();
  await Promise.all([copy.drop(), template.drop()]);
});

it('drops a database that is still in use', async () => {
  const database = await createDatabase();
  const client = await connectTo(database.url);
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  await database.drop();
  await expect(connectTo(database.url)).rejects.toMatchObject({ code: '3D000' });
  await expect.poll(() => errors).toContainEqual(expect.objectContaining({ code: '57P01' }));
});
