import { type CommonQueryMethods, sql } from 'slonik';

/**
 * Makes a transaction, at its beginning, one for sums over all POs: what it reads is of one moment. Sums by PO are kept in memory, and are
 * made once: with parallel workers each of them would make all of them.
 */
export const addingUp = async (transaction: CommonQueryMethods): Promise<void> => {
  await transaction.query(sql.unsafe`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
  await transaction.query(sql.unsafe`SET LOCAL work_mem = '64MB'`);
  await transaction.query(sql.unsafe`SET LOCAL max_parallel_workers_per_gather = 0`);
};
