import {
  createDocumentReader,
  decideInOrder,
  defaultSiteRules,
  emptyTally,
  type KnownPos,
  tallied,
} from '@cynow/po-core';
import type pg from 'pg';
import { openPg } from '../../src/openPg.ts';
import type { Column } from '../../src/store/columns.ts';
import { decisionColumns } from '../../src/store/decisionRows.ts';
import {
  documentColumns,
  itemColumns,
  itemLines,
  poColumns,
  reasonColumns,
  reasonLines,
} from '../../src/store/poRows.ts';
import { session, timed } from './session.ts';

const tables = ['run', 'po', 'item', 'document', 'reason', 'review', 'decision', 'orphan'];

/** The columns that are written; the others the database works out. */
const written = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [`po.${table}`],
  );
  return rows[0]!.columns;
};

const empty = (client: pg.Client) =>
  client.query(`TRUNCATE ${tables.map((table) => `po.${table}`).join(', ')} CASCADE`);

/**
 * The least that writing the same result can cost, in seconds: all finished rows at once, from copies of the finished
 * tables into the same tables, emptied, with all their indexes and constraints. Leaves them as they were.
 */
export const finishedRowsAtOnce = (url: string): Promise<number> =>
  session(url, async (client) => {
    const columnsOf: string[] = [];
    for (const table of tables) columnsOf.push(await written(client, table));
    await client.query('CREATE SCHEMA finished');
    for (const table of tables) await client.query(`CREATE TABLE finished.${table} AS TABLE po.${table}`);
    await empty(client);
    await client.query('ANALYZE');
    await client.query('CHECKPOINT');
    return timed(async () => {
      await client.query('BEGIN');
      for (const [i, table] of tables.entries()) {
        await client.query(`INSERT INTO po.${table} (${columnsOf[i]}) SELECT ${columnsOf[i]} FROM finished.${table}`);
      }
      await client.query('COMMIT');
    });
  });

const columns = [
  ...['ARRIVAL_SHIPPING_NO', 'CUSTOMER_ORDER_NO', 'SUPPLIER_USER_CODE', 'SUPPLIER_USER_NAME', 'TRADE_CONDITION_CODE'],
  ...['ITEM_NAME', 'PACKING_NAME', 'INSTRUCTION_COUNT', 'ORDER_DATE', 'ADD_DATETIME', 'DELIVERY_DATE'],
].map((name) => `o."${name}"`);

/** Rows a fetch, as a query stream of pg takes them. */
const rowsAtOnce = 100;

/** Seconds to stream the columns that a run needs of every document, in its order, by one statement and a cursor. */
export const plainRead = (url: string): Promise<number> =>
  session(url, (client) =>
    timed(async () => {
      await client.query('BEGIN READ ONLY');
      await client.query(`DECLARE documents NO SCROLL CURSOR FOR
        SELECT ${columns.join(', ')}, r."PROGRESS_CODE" FROM fcms_cdc.tr_orders o
        LEFT JOIN fcms_cdc.tr_move_reports r ON r."MOVE_REPORT_NO" = o."ARRIVAL_SHIPPING_NO"
        ORDER BY coalesce(o."ORDER_DATE", o."ADD_DATETIME")::date, o."ARRIVAL_SHIPPING_NO"`);
      for (let read = -1; read !== 0; ) {
        read = (await client.query(`FETCH ${rowsAtOnce} FROM documents`)).rows.length;
      }
      await client.query('COMMIT');
    }),
  );

const insertOne = async <Row>(client: pg.Client, table: string, row: Row, given: readonly Column<Row>[]) => {
  const names = given.map(({ name }) => name).join(', ');
  const values = given.map((_, i) => `$${i + 1}`).join(', ');
  await client.query(
    `INSERT INTO po.${table} (${names}) VALUES (${values})`,
    given.map(({ value }) => value(row)),
  );
};

const updateOne = async <Row>(client: pg.Client, row: Row, given: readonly Column<Row>[]) => {
  await client.query(
    `UPDATE po.po SET ${given.map(({ name }, i) => `${name} = $${i + 1}`).join(', ')} WHERE id = $1`,
    given.map(({ value }) => value(row)),
  );
};

/**
 * Seconds a document of a plain implementation, as with an ORM: one transaction a document, which looks for the document and
 * its PO, decides, and writes row by row, into the same tables, emptied. What is known is kept in memory, for free.
 */
export const rowByRow = async (url: string, documents: number): Promise<number> => {
  const opened = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'cynow-po/bench',
    statementTimeoutMs: 60_000,
    maxConnections: 2,
    docPrefix: 'FP',
  });
  try {
    await session(url, empty);
    const { source, runs, newId } = opened.ports;
    const at = new Date();
    const start = await runs.start({
      owner: { actor: 'bench', host: 'bench', pid: process.pid },
      at,
      options: { window: { since: null, until: null }, limit: null, force: false },
      waitMs: 0,
    });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const read = createDocumentReader(defaultSiteRules);
    const listing = await source.list({ since: null, until: null }, null);
    const held = new Map<string, KnownPos['pos'][number]>();
    let tally = emptyTally;
    let done = 0;
    try {
      const seconds = await session(url, (client) =>
        timed(async () => {
          for await (const [listed] of listing.batches(1)) {
            if (listed === undefined) continue;
            const document = read(listed.document);
            const { identity } = document;
            await client.query('BEGIN');
            await client.query('SELECT * FROM po.document WHERE doc_no = $1', [document.docNo]);
            const found = await client.query<{ id: string }>(
              'SELECT * FROM po.po WHERE customer_key = $1 AND po_key = $2',
              [identity.customerKey, identity.poKey],
            );
            const id = found.rows[0]?.id;
            if (id !== undefined) {
              await client.query('SELECT * FROM po.document WHERE po_id = $1', [id]);
              await client.query('SELECT * FROM po.item WHERE po_id = $1', [id]);
            }
            const { decisions, changes } = decideInOrder(
              [document],
              { recorded: new Map(), reservations: new Map(), pos: id === undefined ? [] : [held.get(id)!] },
              { force: false, remaining: null, qtyTolerance: 0, runId: start.held.run.id, newPoId: newId, look: null },
            );
            tally = tallied(tally, decisions);
            for (const entry of changes.touched) {
              const row = { ...entry, at, createdAt: at, version: 0 };
              if (changes.added.has(entry.po.id)) {
                await insertOne(client, 'po', row, poColumns);
              } else {
                await updateOne(
                  client,
                  row,
                  poColumns.filter(({ name }) => name !== 'created_at'),
                );
                await client.query('DELETE FROM po.item WHERE po_id = $1', [entry.po.id]);
              }
              for (const line of itemLines([entry.po])) await insertOne(client, 'item', line, itemColumns);
              held.set(entry.po.id, entry);
            }
            for (const delivery of changes.recorded) {
              await insertOne(client, 'document', { delivery, at }, documentColumns);
            }
            for (const line of reasonLines(changes.recorded, at))
              await insertOne(client, 'reason', line, reasonColumns);
            for (const decision of decisions) {
              if (decision.outcome === 'skipped') continue;
              await insertOne(client, 'decision', { runId: start.held.run.id, decision }, decisionColumns);
            }
            await client.query('UPDATE po.run SET tally = $2 WHERE id = $1', [
              start.held.run.id,
              JSON.stringify(tally),
            ]);
            await client.query('COMMIT');
            done += 1;
            if (done === documents) break;
          }
        }),
      );
      return seconds / done;
    } finally {
      await listing.close();
    }
  } finally {
    await opened.close();
  }
};
