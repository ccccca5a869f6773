import type pg from 'pg';
import { inspectSource, type SourceProblem } from '../source/inspectSource.ts';
import { qualified } from '../store/columns.ts';
import { type Finding, failed, ok } from './Finding.ts';

/** The GRANT that the DBA runs, where one helps. */
const grantFor = (problem: SourceProblem, schema: string, role: string, client: pg.ClientBase): string | undefined => {
  const to = client.escapeIdentifier(role);
  const table = (name: string): string => qualified(schema, name.slice(schema.length + 1));
  switch (problem.problem) {
    case 'schema-forbidden':
      return `GRANT USAGE ON SCHEMA ${client.escapeIdentifier(schema)} TO ${to};`;
    case 'table-forbidden':
      return `GRANT SELECT ON ${table(problem.table)} TO ${to};`;
    case 'column-forbidden':
      return `GRANT SELECT (${problem.columns.map((column) => client.escapeIdentifier(column)).join(', ')}) ON ${table(problem.table)} TO ${to};`;
    default:
      return undefined;
  }
};

/** FCMS: every table and column that we read, there and readable. One finding a problem. */
export const checkSource = async (client: pg.ClientBase, schema: string): Promise<readonly Finding[]> => {
  const { problems } = await inspectSource(client, schema);
  if (problems.length === 0) return [ok('source', { schema })];
  const { rows } = await client.query<{ role: string; database: string; databases: string[] }>(
    `SELECT current_user AS role, current_database() AS database,
       (SELECT coalesce(json_agg(datname ORDER BY datname), '[]') FROM pg_database WHERE datallowconn AND NOT datistemplate) AS databases`,
  );
  const { role, database, databases } = rows[0]!;
  return problems.map(({ problem, ...facts }) => {
    const grant = grantFor({ problem, ...facts } as SourceProblem, schema, role, client);
    return failed('source', problem, { ...facts, role, database, databases, ...(grant !== undefined && { grant }) });
  });
};
