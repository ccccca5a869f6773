import type { AuthMethod } from '@cynow/po-core';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCynowStandIn } from '../demo/createCynowStandIn.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { checkAccounts } from './checkAccounts.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.query('RESET ROLE');
  await client.query('DROP OWNED BY acc_doctor; DROP ROLE acc_doctor');
  await client.end();
  await database.drop();
});

const both: readonly AuthMethod[] = ['own', 'django-session', 'django-password'];
const wrong = async (methods: readonly AuthMethod[]) =>
  (await checkAccounts(client, methods)).filter(({ state }) => state !== 'ok');

it('looks at nothing while there are only our own accounts', async () => {
  expect(await checkAccounts(client, ['own'])).toEqual([]);
});

it('names tables that are missing', async () => {
  expect((await wrong(both)).map(({ problem, facts }) => `${problem} ${facts.table}`)).toEqual([
    'table-missing public.auth_user',
    'table-missing public.auth_group',
    'table-missing public.auth_user_groups',
    'table-missing public.django_session',
  ]);
});

it('gives GRANTs that are enough, and of no password unless passwords are checked', async () => {
  await createCynowStandIn(client);
  expect(await wrong(both)).toEqual([]);
  await client.query('CREATE ROLE acc_doctor');
  for (const methods of [['django-session'], ['django-password']] as const) {
    await client.query('SET ROLE acc_doctor');
    const grants = (await wrong(methods)).map(({ facts }) => String(facts.grant));
    expect(grants.join(' ').includes('password')).toBe(methods[0] === 'django-password');
    await client.query('RESET ROLE');
    await client.query(grants.join(' '));
    await client.query('SET ROLE acc_doctor');
    expect(await wrong(methods)).toEqual([]);
    await client.query('RESET ROLE');
  }
});

it('counts the hashers that cannot be checked, and tells no hash', async () => {
  await client.query(`UPDATE public.auth_user SET password = 'argon2$argon2id$secret' WHERE id = 2`);
  await client.query(`UPDATE public.auth_user SET password = 'baresecret' WHERE id = 3`);
  expect(await wrong(['django-session'])).toEqual([]);
  expect(await wrong(both)).toMatchObject([
    { state: 'warning', problem: 'other-hashers', facts: { hashers: ['? (1)', 'argon2 (1)'] } },
  ]);
});
