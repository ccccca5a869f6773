import { type CylinderMove, countCylinders, type Evidence, type LotParts, lotNo } from '@cynow/po-core';
import pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { sourceTimeoutMs } from '../source/shortly.ts';
import { byKeyOnly, inspectedQueries } from './ProgressSession.ts';

/** Given up after its time, or while waiting for a lock. */
const givenUp = new Set(['57014', '55P03']);

const shortAndByKey = `SELECT ${byKeyOnly.map((name) => `set_config('${name}', 'off', true), `).join('')}
  set_config('statement_timeout', '${sourceTimeoutMs}ms', true), set_config('lock_timeout', '1s', true)`;

/** Looks up the rows behind a document's counts, once and within the time that a look at the source may take. */
export const readEvidence = async (
  pool: Pool,
  settings: Pick<PgSettings, 'fcmsSchema' | 'schema'>,
  docNo: string,
): Promise<Evidence> => {
  try {
    return await pool.transaction(async (client) => {
      await client.query('SET TRANSACTION READ ONLY');
      await client.query(shortAndByKey);
      const { cylindersOf, evidence, lotOf } = await inspectedQueries(client, settings);
      const { rows: known } = await client.query<{ cylinders: string[] | null }>(cylindersOf, [docNo]);
      const { rows: moves } = await client.query<CylinderMove>(evidence, [docNo, known[0]?.cylinders ?? []]);
      const { rows: lots } = lotOf === null ? { rows: [] } : await client.query<LotParts>(lotOf, [docNo]);
      const [lot] = lots;
      return { outcome: 'read', lotNo: lot === undefined ? null : lotNo(lot), moves, cylinders: countCylinders(moves) };
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && givenUp.has(error.code ?? '')) return { outcome: 'timed-out' };
    throw error;
  }
};
