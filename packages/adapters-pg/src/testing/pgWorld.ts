import type { BackfillPorts, MoveReport, PoIdentity, PoWithDeliveries, SourceDocument } from '@cynow/po-core';
import { defaultNow, moveReport, snapshotOf, type World } from '@cynow/po-core/testing';
import pg from 'pg';
import type { PgSettings } from '../connection/PgSettings.ts';
import { createFcmsTables } from '../demo/createFcmsTables.ts';
import { migrateUp } from '../migrate/migrateUp.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { openPg } from '../openPg.ts';
import { createDatabase, type TestDatabase } from './createDatabase.ts';
import { replicateMoves } from './replicateMoves.ts';

/** Settings for a test's database. */
export const testSettings = (url: string): PgSettings => ({
  url,
  schema: 'po',
  fcmsSchema: 'fcms_cdc',
  applicationName: 'cynow-po/test',
  statementTimeoutMs: 30_000,
  maxConnections: 5,
  docPrefix: 'FP',
});

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A database with empty FCMS tables and our schema, to be copied for each test; on the test run's server by default. */
export const createTemplate = async (serverUrl?: string): Promise<TestDatabase> => {
  const database = await createDatabase(serverUrl === undefined ? {} : { serverUrl });
  await withClient(database.url, (client) => createFcmsTables(client));
  const { outcome, ...facts } = await migrateUp(database.url, { schema: 'po', migrations: await ownMigrations() });
  if (outcome !== 'applied') throw new Error(`migrate up: ${outcome} ${JSON.stringify(facts)}`);
  return database;
};

/** All POs of the database, with their deliveries. */
const allPos = async (client: pg.Client, pos: BackfillPorts['pos']): Promise<readonly PoWithDeliveries[]> => {
  const { rows } = await client.query<{ customer_key: string; po_key: string | null; identity_doc_no: string }>(
    'SELECT customer_key, po_key, identity_doc_no FROM po.po',
  );
  const identities = rows.map(
    ({ customer_key: customerKey, po_key: poKey, identity_doc_no: docNo }): PoIdentity =>
      poKey === null ? { customerKey, poKey, docNo } : { customerKey, poKey },
  );
  const found = await pos.find({ identities });
  return found.pos.map(({ po, deliveries }) => ({ po, deliveries }));
};

const putReport = (client: pg.Client, report: Omit<MoveReport, 'cylinders' | 'customerNames'>) =>
  client.query(
    `INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "FILLING_DATE", "SHIPPING_DATE", "ADD_DATETIME")
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ("MOVE_REPORT_NO") DO UPDATE SET "PROGRESS_CODE" = $2, "FILLING_DATE" = $3, "SHIPPING_DATE" = $4, "ADD_DATETIME" = $5`,
    [report.docNo, report.progressCode, report.fillingDate, report.shippingDate, report.addDatetime],
  );

/** Cylinders on the report, and a history of each that names a customer. */
const putCylinders = async (client: pg.Client, { docNo, cylinders, customerNames }: MoveReport): Promise<void> => {
  await client.query('DELETE FROM fcms_cdc.tr_move_report_details WHERE "MOVE_REPORT_NO" = $1', [docNo]);
  await client.query('DELETE FROM fcms_cdc.tr_cylinder_status_histories WHERE "MOVE_REPORT_NO" = $1', [docNo]);
  for (let i = 0; i < Math.max(cylinders, 0); i += 1) {
    const cylinder = `${docNo.slice(-8)}${i}`;
    await client.query(
      'INSERT INTO fcms_cdc.tr_move_report_details ("MOVE_REPORT_NO", "CYLINDER_NO") VALUES ($1, $2)',
      [docNo, cylinder],
    );
    for (const [seq, name] of customerNames.entries()) {
      await client.query(
        `INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_REPORT_NO", "SUPPLIER_USER_NAME")
         VALUES ($1, $2, $3, $4)`,
        [cylinder, seq, docNo, name],
      );
    }
  }
};

const putDocument = async (client: pg.Client, document: SourceDocument): Promise<void> => {
  await client.query(
    `INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "SUPPLIER_USER_NAME",
       "TRADE_CONDITION_CODE", "ITEM_NAME", "PACKING_NAME", "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME", "DELIVERY_DATE")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT ("ARRIVAL_SHIPPING_NO") DO UPDATE SET "CUSTOMER_ORDER_NO" = $2, "SUPPLIER_USER_CODE" = $3,
       "SUPPLIER_USER_NAME" = $4, "TRADE_CONDITION_CODE" = $5, "ITEM_NAME" = $6, "PACKING_NAME" = $7,
       "INSTRUCTION_COUNT" = $8, "ORDER_DATE" = $9, "ADD_DATETIME" = $10, "DELIVERY_DATE" = $11`,
    [
      document.docNo,
      document.poNo,
      document.customer,
      document.customerName,
      document.product,
      document.productName,
      document.packing,
      document.qty,
      document.orderDate,
      document.addDatetime,
      document.deliveryDate,
    ],
  );
  const { docNo, progressCode, addDatetime } = document;
  if (progressCode === null) {
    await client.query('DELETE FROM fcms_cdc.tr_move_reports WHERE "MOVE_REPORT_NO" = $1', [docNo]);
    return;
  }
  const { rows } = await client.query('SELECT FROM fcms_cdc.tr_move_reports WHERE "MOVE_REPORT_NO" = $1', [docNo]);
  if (rows.length === 0) await putReport(client, moveReport({ docNo, progressCode, addDatetime }));
  else {
    await client.query('UPDATE fcms_cdc.tr_move_reports SET "PROGRESS_CODE" = $2 WHERE "MOVE_REPORT_NO" = $1', [
      docNo,
      progressCode,
    ]);
  }
};

/** The PostgreSQL adapters as a world to test in, over a copy of the template. */
export const pgWorld = async (template: TestDatabase): Promise<World & { readonly settings: PgSettings }> => {
  const database = await createDatabase({ template: template.name });
  const settings = testSettings(database.url);
  let now = defaultNow;
  const opened = await openPg(settings);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const ports = { ...opened.ports, clock: { now: () => now } };
  return {
    settings,
    ports,
    audit: opened.audit,
    reservations: opened.reservations,
    reports: opened.reports,
    progress: opened.progress,
    reviews: opened.reviews,
    directory: opened.directory,
    async setSource({ remove = [], removeMoveReports = [], put = [], putMoveReports = [] }) {
      await client.query('BEGIN');
      await client.query('DELETE FROM fcms_cdc.tr_orders WHERE "ARRIVAL_SHIPPING_NO" = ANY($1::text[]::bpchar[])', [
        remove,
      ]);
      await client.query('DELETE FROM fcms_cdc.tr_move_reports WHERE "MOVE_REPORT_NO" = ANY($1::text[]::bpchar[])', [
        removeMoveReports,
      ]);
      for (const document of put) await putDocument(client, document);
      for (const report of putMoveReports) {
        await putReport(client, report);
        await putCylinders(client, report);
      }
      await client.query('COMMIT');
    },
    setMoves: (change) => replicateMoves(client, change),
    setNow(at) {
      now = at;
    },
    snapshot: async () => snapshotOf(await allPos(client, ports.pos)),
    /** Ends every connection of ours but this one, as the death of the process would. */
    async kill() {
      await client.query(
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = $1`,
        [settings.applicationName],
      );
    },
    async close() {
      await opened.close();
      await client.end();
      await database.drop();
    },
  };
};
