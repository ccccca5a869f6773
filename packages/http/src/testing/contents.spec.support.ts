import { createHash } from 'node:crypto';
import { connect, type PgSettings } from '@cynow/po-adapters-pg';

/** What changes by being looked at: claims of requests, tries to sign in, when sessions and tokens were used. */
const restless = ['keyed_request', 'sign_in_attempt', 'session', 'api_token', 'flag_process'];

/** A fingerprint of everything in our schema that somebody could have changed. */
export const contentsOf = async ({ url, schema }: PgSettings): Promise<string> => {
  const client = await connect({ url, applicationName: 'spec', statementTimeoutMs: 60_000 });
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND NOT tablename = ANY ($2) ORDER BY 1',
      [schema, restless],
    );
    const hash = createHash('sha256');
    for (const { name } of tables) {
      const { rows } = await client.query<{ rows: string | null }>(
        `SELECT string_agg(t::text, chr(10) ORDER BY t::text) AS rows FROM "${schema}"."${name}" AS t`,
      );
      hash.update(`${name}\n${rows[0]?.rows ?? ''}\n`);
    }
    return hash.digest('hex');
  } finally {
    await client.end();
  }
};
