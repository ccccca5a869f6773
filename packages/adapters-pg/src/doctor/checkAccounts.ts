import type { AuthMethod } from '@cynow/po-core';
import type pg from 'pg';
import { cynowColumns, passwordColumn, sessionColumns } from '../accounts/cynowColumns.ts';
import { inspectTables, type SourceProblem } from '../source/inspectSource.ts';
import { type Finding, failed, ok, warning } from './Finding.ts';

const schema = 'public';

/** The tables and columns that these ways to sign in read. */
const neededFor = (methods: readonly AuthMethod[]): Readonly<Record<string, readonly string[]>> => ({
  ...cynowColumns,
  ...(methods.includes('django-session') && sessionColumns),
  ...(methods.includes('django-password') && { auth_user: [...cynowColumns.auth_user, passwordColumn] }),
});

/** The GRANT that the DBA runs, where one helps; always by columns, for beside them stand passwords. */
const grantFor = (
  problem: SourceProblem,
  needed: Readonly<Record<string, readonly string[]>>,
  role: string,
  client: pg.ClientBase,
): string | undefined => {
  const to = client.escapeIdentifier(role);
  if (problem.problem === 'schema-forbidden') return `GRANT USAGE ON SCHEMA ${schema} TO ${to};`;
  if (problem.problem !== 'table-forbidden' && problem.problem !== 'column-forbidden') return undefined;
  const columns = needed[problem.table.slice(schema.length + 1)] ?? [];
  return `GRANT SELECT (${columns.join(', ')}) ON ${problem.table} TO ${to};`;
};

/** How the passwords are hashed that cannot be checked, and how many: `argon2 (3)`. */
const otherHashers = async (client: pg.ClientBase): Promise<readonly string[]> => {
  const { rows } = await client.query<{ hasher: string; accounts: number }>(
    // Old hashers write the bare hash, which is not told.
    `SELECT CASE WHEN password LIKE '%$%' THEN split_part(password, '$', 1) ELSE '?' END AS hasher, count(*) AS accounts FROM public.auth_user
     WHERE is_active AND password NOT LIKE '!%' AND password NOT LIKE 'pbkdf2\\_sha256$%'
     GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ hasher, accounts }) => `${hasher} (${accounts})`);
};

/** CYNOW's accounts: every table and column that the ways to sign in read. Nothing to look at when there are only our own. */
export const checkAccounts = async (
  client: pg.ClientBase,
  methods: readonly AuthMethod[],
): Promise<readonly Finding[]> => {
  const cynows = methods.filter((method) => method !== 'own');
  if (cynows.length === 0) return [];
  const needed = neededFor(cynows);
  const { problems } = await inspectTables(client, schema, needed);
  if (problems.length > 0) {
    const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
    const role = rows[0]!.role;
    return problems.map((each) => {
      const { problem, ...facts } = each;
      const grant = grantFor(each, needed, role, client);
      return failed('accounts', problem, { ...facts, role, ...(grant !== undefined && { grant }) });
    });
  }
  const hashers = cynows.includes('django-password') ? await otherHashers(client) : [];
  return [
    hashers.length > 0
      ? warning('accounts', 'other-hashers', { methods: cynows, hashers })
      : ok('accounts', { methods: cynows }),
  ];
};
