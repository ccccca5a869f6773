import { randomBytes } from 'node:crypto';
import { connect, migrateUp, ownMigrations } from '@cynow/po-adapters-pg';
import { createFcmsTables } from '@cynow/po-adapters-pg/demo';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrative address of the run's server. */
    postgresUrl: string;
  }
}

/** A document as a spec puts it into FCMS; what is not given is in order. */
interface TestDocument {
  readonly docNo: string;
  readonly poNo?: string | null;
  readonly customer?: string | null;
  readonly product?: string | null;
  readonly qty?: number | null;
  readonly orderDate?: string;
  readonly progressCode?: string;
}

/** A database that a spec has to itself. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  query(text: string, values?: unknown[]): Promise<readonly Record<string, unknown>[]>;
  put(...documents: readonly TestDocument[]): Promise<void>;
  /** Has cylinders go through these move codes under a document, each from the first code to the last. */
  move(docNo: string, cylinders: number, ...codes: readonly string[]): Promise<void>;
  drop(): Promise<void>;
}

const open = (url: string) => connect({ url, applicationName: 'spec', statementTimeoutMs: 60_000 });

const onServer = async (statement: string): Promise<void> => {
  const client = await open(inject('postgresUrl'));
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Makes a database with empty FCMS tables, and our schema unless it is not wanted. */
export const createTestDatabase = async ({ migrated = true, fcms = true } = {}): Promise<TestDatabase> => {
  const name = `cynow_cli_${randomBytes(8).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`);
  const address = new URL(inject('postgresUrl'));
  address.pathname = `/${name}`;
  const client = await open(address.href);
  if (fcms) await createFcmsTables(client);
  if (migrated) {
    const { outcome } = await migrateUp(address.href, { schema: 'po', migrations: await ownMigrations() });
    if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
  }
  const query: TestDatabase['query'] = async (text, values = []) => (await client.query(text, values)).rows;
  return {
    url: address.href,
    name,
    query,
    async put(...documents) {
      for (const each of documents) {
        const { docNo, poNo = `PO-${docNo}`, customer = 'KDKK', product = 'KF001', qty = 10 } = each;
        const at = each.orderDate ?? '2025-11-20';
        await query(
          `INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE",
             "SUPPLIER_USER_NAME", "TRADE_CONDITION_CODE", "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME")
           VALUES ($1, $2, $3, '관동화학', $4, $5, $6, $6)
           ON CONFLICT ("ARRIVAL_SHIPPING_NO") DO UPDATE SET "CUSTOMER_ORDER_NO" = $2, "SUPPLIER_USER_CODE" = $3,
             "TRADE_CONDITION_CODE" = $4, "INSTRUCTION_COUNT" = $5`,
          [docNo, poNo, customer, product, qty, at],
        );
        if (each.progressCode === undefined) continue;
        await query(
          `INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "ADD_DATETIME") VALUES ($1, $2, $3)`,
          [docNo, each.progressCode, at],
        );
      }
    },
    async move(docNo, cylinders, ...codes) {
      await query(
        `INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO")
         SELECT right($1, 6) || '-' || n, (SELECT count(*) FROM fcms_cdc.tr_cylinder_status_histories) + i, code, $1
         FROM generate_series(1, $2::integer) AS n, unnest($3::text[]) WITH ORDINALITY AS moves (code, i)`,
        [docNo, cylinders, codes],
      );
      await query('SELECT pg_stat_force_next_flush()');
    },
    async drop() {
      await client.end();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
};
