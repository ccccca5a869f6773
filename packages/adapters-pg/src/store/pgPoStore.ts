import {
  type BatchDecisions,
  type Changes,
  type FcmsDocument,
  type KnownPos,
  needsDecision,
  PoError,
  type PoIdentity,
  type PoStore,
  type PoWithDeliveries,
  type RecordedDocument,
} from '@cynow/po-core';
import pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { lockKey } from '../connection/lockKey.ts';
import { arraysOf, insertRows, qualified, replaceOn } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { decisionColumns } from './decisionRows.ts';
import { type DocumentRow, deliveryFrom, type ItemRow, itemFrom, type PoRow, poFrom } from './poRows.ts';
import { createBatchWriter } from './writeChanges.ts';

/** Errors that tell of another transaction, not of this one: it may be repeated. */
const passing = new Set(['40001', '40P01', '55P03']);
const attempts = 5;

/**
 * Errors that concern a row: data exceptions, constraint violations, what a trigger raises, and rows too large for a
 * page or an index.
 */
const concernsARow = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && /^(22|23|54)|^P0001$/.test(error.code ?? '');

/** POs in our schema. A batch costs the same few statements whatever its size. */
export const pgPoStore = (pool: Pool, schema: string): PoStore => {
  const table = (name: string): string => qualified(schema, name);
  const [po, item, document, reason] = [table('po'), table('item'), table('document'), table('reason')];
  const writeChanges = createBatchWriter(schema);
  const writeLock = lockKey('write', schema);

  /** One writer of POs at a time in the schema, for the length of its transaction. */
  const lockWriters = (client: pg.ClientBase) => client.query('SELECT pg_advisory_xact_lock($1)', [writeLock]);

  const repeatedly = async <T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.transaction(work);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError && passing.has(error.code ?? '')) || attempt === attempts) throw error;
      }
    }
  };

  /** The POs of these ids, with their deliveries in decision order and their items. */
  const load = async (client: pg.ClientBase, rows: readonly PoRow[]): Promise<readonly PoWithDeliveries[]> => {
    if (rows.length === 0) return [];
    const ids = [rows.map(({ id }) => id)];
    const documents = await client.query<DocumentRow>(
      // A PO without a priority has no open reason to look for.
      `SELECT d.*, CASE WHEN p.priority IS NOT NULL THEN
          (SELECT json_agg(json_build_object('code', r.code, 'facts', r.facts))
           FROM ${reason} r WHERE r.doc_no = d.doc_no AND r.closed_at IS NULL) END AS reasons
       FROM ${po} p JOIN ${document} d ON d.po_id = p.id WHERE p.id = ANY($1)
       ORDER BY d.effective_on NULLS LAST, d.doc_year NULLS LAST, d.doc_sequence, d.doc_no`,
      ids,
    );
    const items = await client.query<ItemRow>(`SELECT * FROM ${item} WHERE po_id = ANY($1) ORDER BY po_id, line`, ids);
    const deliveriesOf = Map.groupBy(documents.rows, (row) => row.po_id);
    const itemsOf = Map.groupBy(items.rows, (row) => row.po_id);
    return rows.map((row) => ({
      po: poFrom(row, (itemsOf.get(row.id) ?? []).map(itemFrom)),
      deliveries: (deliveriesOf.get(row.id) ?? []).map(deliveryFrom),
    }));
  };

  const keysOf = (identities: readonly PoIdentity[]): [string[], string[], string[]] => {
    const numbered = identities.filter((identity) => identity.poKey !== null);
    return [
      numbered.map(({ customerKey }) => customerKey),
      numbered.map(({ poKey }) => poKey!),
      identities.flatMap((identity) => (identity.poKey === null ? [identity.docNo] : [])),
    ];
  };

  /** The POs that have one of the identities, or one of the documents. */
  const find = async (client: pg.ClientBase, identities: readonly PoIdentity[], docNos: readonly string[]) => {
    const { rows } = await client.query<PoRow>(
      `SELECT * FROM ${po} WHERE id IN (
         SELECT p.id FROM unnest($1::text[], $2::text[]) AS k (customer_key, po_key)
         JOIN ${po} p ON p.customer_key = k.customer_key AND p.po_key = k.po_key
         UNION ALL SELECT id FROM ${po} WHERE identity_doc_no = ANY($3)
         UNION ALL SELECT po_id FROM ${document} WHERE doc_no = ANY($4))`,
      [...keysOf(identities), docNos],
    );
    return load(client, rows);
  };

  const lookUp = async (client: pg.ClientBase, batch: readonly FcmsDocument[], force: boolean): Promise<KnownPos> => {
    const { rows } = await client.query<{ doc_no: string; hash: string; held: boolean }>(
      `SELECT d.doc_no, d.hash, p.manual OR p.reviewed AS held
       FROM ${document} d JOIN ${po} p ON p.id = d.po_id WHERE d.doc_no = ANY($1)`,
      [batch.map(({ docNo }) => docNo)],
    );
    const recorded = new Map(
      rows.map(({ doc_no, hash, held }): [string, RecordedDocument] => [doc_no, { hash, held }]),
    );
    const open = batch.filter((each) => needsDecision(each, recorded.get(each.docNo), force));
    const toFind = open.filter(({ docNo, content }) => !content.cancelled || recorded.has(docNo));
    if (toFind.length === 0) return { recorded, pos: [] };
    return {
      recorded,
      pos: await find(
        client,
        toFind.map(({ identity }) => identity),
        toFind.map(({ docNo }) => docNo),
      ),
    };
  };

  /** Decisions on documents that were not recorded before are new; others may have been decided by this run already. */
  const writeDecisions = async (client: pg.ClientBase, runId: string, { decisions, changes }: BatchDecisions) => {
    const recorded = new Set(changes.recorded.map(({ docNo }) => docNo));
    const accepted = decisions.flatMap((decision) => (decision.outcome === 'skipped' ? [] : [{ runId, decision }]));
    const again = accepted.filter(({ decision }) => !recorded.has(decision.docNo));
    await copyRows(
      client,
      table('decision'),
      decisionColumns,
      accepted.filter(({ decision }) => recorded.has(decision.docNo)),
    );
    if (again.length === 0) return;
    await client.query(
      insertRows(table('decision'), decisionColumns, replaceOn(['run_id', 'doc_no'], decisionColumns)),
      arraysOf(decisionColumns, again),
    );
  };

  return {
    lookUp: (batch, force) => pool.use((client) => lookUp(client, batch, force)),

    async record(batch, force, decide) {
      try {
        await repeatedly(async (client) => {
          await lockWriters(client);
          const { decided, checkpoint } = decide(await lookUp(client, batch, force));
          const { fence, tally, cursor, at } = checkpoint;
          await writeChanges(client, decided.changes, at);
          await writeDecisions(client, fence.runId, decided);
          const { rowCount } = await client.query(
            `UPDATE ${table('run')} SET tally = $3, cursor_effective_on = $4, cursor_doc_no = $5
             WHERE id = $1 AND epoch = $2 AND state = 'running'`,
            [fence.runId, fence.epoch, JSON.stringify(tally), cursor.effectiveOn, cursor.docNo],
          );
          if (rowCount === 0) throw new PoError('RUN_TAKEN_OVER', { runId: fence.runId });
        });
        return { outcome: 'recorded' };
      } catch (error) {
        if (!concernsARow(error)) throw error;
        return { outcome: 'refused', error: error.message };
      }
    },

    change: (identities, at, change: (known: readonly PoWithDeliveries[]) => Changes) =>
      repeatedly(async (client) => {
        await lockWriters(client);
        await writeChanges(client, change(await find(client, identities, [])), at);
      }),

    findDocuments: (docNos) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ doc_no: string; recorded_at: Date }>(
          `SELECT doc_no, recorded_at FROM ${document} WHERE doc_no = ANY($1)`,
          [docNos],
        );
        const recordedAt = new Map(rows.map((row) => [row.doc_no, row.recorded_at]));
        return (await find(client, [], [...recordedAt.keys()])).flatMap(({ po: home, deliveries }) =>
          deliveries.flatMap((delivery) => {
            const at = recordedAt.get(delivery.docNo);
            return at === undefined ? [] : [{ delivery, po: home, recordedAt: at }];
          }),
        );
      }),
  };
};
