import {
  type BatchDecisions,
  type Changes,
  type Checkpoint,
  type FcmsDocument,
  type KnownPos,
  needsDecision,
  PoError,
  type PoIdentity,
  type PoStore,
  type PoWithDeliveries,
  type RecordedDocument,
  type RecordResult,
  type Revision,
} from '@cynow/po-core';
import pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { arraysOf, insertRows, qualified, replaceOn } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { decisionColumns } from './decisionRows.ts';
import { inTurn, query, type Statement } from './inTurn.ts';
import {
  type DocumentRow,
  deliveryFrom,
  documentRead,
  type ItemRow,
  itemFrom,
  type PoRow,
  poFrom,
  poRead,
} from './poRows.ts';
import { createBatchWriter } from './writeChanges.ts';

/** Errors that tell of another transaction, not of this one: it may be repeated. */
const passing = new Set(['40001', '40P01', '55P03']);
const attempts = 5;
const concernsAnother = (error: unknown): boolean => error instanceof pg.DatabaseError && passing.has(error.code ?? '');

/** What to roll back for. */
class Stale extends Error {}

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
  const revisionTable = table('revision');

  const currentRevision = async (client: pg.ClientBase): Promise<Revision> => {
    const { rows } = await client.query<{ revision: number }>(`SELECT revision FROM ${revisionTable}`);
    return rows[0]?.revision ?? 0;
  };

  /**
   * Moves the revision on, and with it waits for the right to write: one writer of POs at a time in the schema, for the
   * length of its transaction. Gives the revision before.
   */
  const beginWriting = async (client: pg.ClientBase): Promise<Revision> => {
    const { rows } = await client.query<{ revision: number }>(
      `INSERT INTO ${revisionTable} AS held (revision) VALUES (1)
       ON CONFLICT (one) DO UPDATE SET revision = held.revision + 1 RETURNING revision - 1 AS revision`,
    );
    return rows[0]!.revision;
  };

  const repeatedly = async <T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.transaction(work);
      } catch (error) {
        if (!concernsAnother(error) || attempt === attempts) throw error;
      }
    }
  };

  /** The POs of these ids, with their deliveries in decision order and their items. */
  const load = async (client: pg.ClientBase, rows: readonly PoRow[]): Promise<readonly PoWithDeliveries[]> => {
    if (rows.length === 0) return [];
    const ids = [rows.map(({ id }) => id)];
    const documents = await client.query<DocumentRow>(
      // A PO without a priority has no open reason to look for.
      `SELECT ${documentRead}, CASE WHEN p.priority IS NOT NULL THEN
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
      `SELECT ${poRead} FROM ${po} WHERE id IN (
         SELECT p.id FROM unnest($1::text[], $2::text[]) AS k (customer_key, po_key)
         JOIN ${po} p ON p.customer_key = k.customer_key AND p.po_key = k.po_key
         UNION ALL SELECT id FROM ${po} WHERE identity_doc_no = ANY($3)
         UNION ALL SELECT po_id FROM ${document} WHERE doc_no = ANY($4))`,
      [...keysOf(identities), docNos],
    );
    return load(client, rows);
  };

  const lookUp = async (client: pg.ClientBase, batch: readonly FcmsDocument[], force: boolean): Promise<KnownPos> => {
    // Whether a document is held matters to a forced run only; the rest need not look at its PO for that.
    const { rows } = await client.query<[docNo: string, hash: string, held: boolean]>({
      text: force
        ? `SELECT d.doc_no, d.hash, p.manual OR p.reviewed FROM json_array_elements_text($1) AS k (doc_no)
           JOIN ${document} d ON d.doc_no = k.doc_no JOIN ${po} p ON p.id = d.po_id`
        : `SELECT d.doc_no, d.hash, false FROM json_array_elements_text($1) AS k (doc_no)
           JOIN ${document} d ON d.doc_no = k.doc_no`,
      values: [JSON.stringify(batch.map(({ docNo }) => docNo))],
      rowMode: 'array',
    });
    const recorded = new Map<string, RecordedDocument>();
    for (const [docNo, hash, held] of rows) recorded.set(docNo, { hash, held });
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
  function* writeDecisions(runId: string, { decisions, changes }: BatchDecisions): Generator<Statement | null> {
    const recorded = new Set(changes.recorded.map(({ docNo }) => docNo));
    const accepted = decisions.flatMap((decision) => (decision.outcome === 'skipped' ? [] : [{ runId, decision }]));
    const again = accepted.filter(({ decision }) => !recorded.has(decision.docNo));
    yield copyRows(
      table('decision'),
      decisionColumns,
      accepted.filter(({ decision }) => recorded.has(decision.docNo)),
    );
    if (again.length > 0) {
      yield query(
        insertRows(table('decision'), decisionColumns, replaceOn(['run_id', 'doc_no'], decisionColumns)),
        arraysOf(decisionColumns, again),
      );
    }
  }

  /** Moves the run on, unless another process has taken its place. */
  const writeCheckpoint =
    ({ fence, tally, cursor }: Checkpoint): Statement =>
    async (client) => {
      const { rowCount } = await client.query(
        `UPDATE ${table('run')} SET tally = $3, cursor_effective_on = $4, cursor_doc_no = $5
         WHERE id = $1 AND epoch = $2 AND state = 'running'`,
        [fence.runId, fence.epoch, JSON.stringify(tally), cursor.effectiveOn, cursor.docNo],
      );
      if (rowCount === 0) throw new PoError('RUN_TAKEN_OVER', { runId: fence.runId });
    };

  function* writeBatch(decided: BatchDecisions, checkpoint: Checkpoint): Generator<Statement | null> {
    yield* writeChanges(decided.changes, checkpoint.at);
    yield* writeDecisions(checkpoint.fence.runId, decided);
    yield writeCheckpoint(checkpoint);
  }

  /** The outcome of writing a batch, as a value when the store cannot hold one of its rows. */
  const recording = async (written: Promise<void>): Promise<RecordResult> => {
    try {
      await written;
      return { outcome: 'recorded' };
    } catch (error) {
      if (!concernsARow(error)) throw error;
      return { outcome: 'refused', error: error.message };
    }
  };

  return {
    lookUp: (batch, force) =>
      pool.use(async (client) => {
        // Asked first: what is written while the rest is looked up makes it stale.
        const revision = await currentRevision(client);
        return { known: await lookUp(client, batch, force), revision };
      }),

    async write(decided, checkpoint, revision) {
      try {
        return await recording(
          pool.transaction(async (client) => {
            if ((await beginWriting(client)) !== revision) throw new Stale();
            await inTurn(client, writeBatch(decided, checkpoint));
          }),
        );
      } catch (error) {
        if (error instanceof Stale || concernsAnother(error)) return { outcome: 'stale' };
        throw error;
      }
    },

    record: (batch, force, decide) =>
      recording(
        repeatedly(async (client) => {
          await beginWriting(client);
          const { decided, checkpoint } = decide(await lookUp(client, batch, force));
          await inTurn(client, writeBatch(decided, checkpoint));
        }),
      ),

    change: (identities, at, change: (known: readonly PoWithDeliveries[]) => Changes) =>
      repeatedly(async (client) => {
        await beginWriting(client);
        await inTurn(client, writeChanges(change(await find(client, identities, [])), at));
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
