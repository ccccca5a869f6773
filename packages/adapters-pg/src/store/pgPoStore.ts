import {
  askingFeatures,
  type BatchDecisions,
  type Changes,
  type Checkpoint,
  compareCodePoints,
  docNo as docNoKey,
  type FcmsDocument,
  type Found,
  type IndexChanges,
  indexChangesOf,
  isEmpty,
  type Keeps,
  type KnownPos,
  type NamedQuery,
  needsDecision,
  noCandidates,
  type Orphan,
  PoError,
  type PoId,
  type PoIdentity,
  type PoQuery,
  type PoStore,
  type PoWithDeliveries,
  prepareSought,
  type RecordedDocument,
  type RecordResult,
  type ReservedFor,
  type Revision,
  soughtBy,
  soughtWith,
  unknown,
  type WriteResult,
} from '@cynow/po-core';
import pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { type AliasRow, aliasFrom } from './aliasRows.ts';
import { inForceAfter, isUndone } from './auditRows.ts';
import { createCandidateReader, createKeyWriter } from './candidateRows.ts';
import { candidatesOfNames } from './candidatesOfNames.ts';
import { arraysOf, insertRows, qualified, replaceOn } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { decisionColumns } from './decisionRows.ts';
import { inTurn, query, type Statement } from './inTurn.ts';
import { isUuid } from './isUuid.ts';
import { type OrphanRow, orphanFrom } from './orphanRows.ts';
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
import { keepEarlier, readDocumentsOfRun, readRunTraces } from './runTraces.ts';
import { writeAmendment } from './writeAmendment.ts';
import { createBatchWriter } from './writeChanges.ts';

/** Errors that tell of another transaction, not of this one: it may be repeated. */
const passing = new Set(['40001', '40P01', '55P03']);
const attempts = 5;
const concernsAnother = (error: unknown): boolean => error instanceof pg.DatabaseError && passing.has(error.code ?? '');

/** A PO as it is held. */
interface HeldRow extends PoRow {
  readonly version: Revision;
  readonly created_at: Date;
}

interface ReservationRow extends Omit<ReservedFor, 'poId'> {
  readonly doc_no: string;
  readonly po_id: string;
}

/** POs that are made findable in one transaction. */
const indexedAtOnce = 1000;

/** What changes of POs change in blocking keys. */
const indexOf = (before: readonly PoWithDeliveries[], { touched, removed }: Changes): IndexChanges => {
  const byId = new Map(before.map((entry) => [entry.po.id, entry]));
  return indexChangesOf((id) => byId.get(id), touched, removed);
};

/** What to roll back for. */
class Stale extends Error {}

/**
 * Errors that concern a row: data exceptions, constraint violations, what a trigger raises, and rows too large for a
 * page or an index.
 */
const concernsARow = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && /^(22|23|54)|^P0001$/.test(error.code ?? '');

/** What other stores of the same schema may do with POs. */
export interface PgPoStore extends PoStore {
  /** Looks POs up within a transaction, or beside one. */
  findWith(client: pg.ClientBase, query: PoQuery): Promise<Found>;
  /**
   * Runs `work` in a transaction as the only writer of POs; again when another transaction got in its way. `queue`: the key
   * of an advisory lock where those of a kind wait first. They are let in as they came; at a row, some would wait for ever.
   */
  exclusively<T>(work: (client: pg.ClientBase) => Promise<T>, queue?: string): Promise<T>;
}

/** POs in our schema. A batch costs the same few statements whatever its size. */
export const pgPoStore = (pool: Pool, schema: string): PgPoStore => {
  const table = (name: string): string => qualified(schema, name);
  const [po, item, document, reason] = [table('po'), table('item'), table('document'), table('reason')];
  const [alias, merged, reservation] = [table('alias'), table('merged'), table('reservation')];
  const orphan = table('orphan');
  const candidates = candidatesOfNames(po);
  const writeChanges = createBatchWriter(schema);
  const seek = createCandidateReader(schema);
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

  const writeKeys = createKeyWriter(schema);

  const countUnindexed = async (client: pg.ClientBase): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${po} WHERE NOT indexed`,
    );
    return rows[0]!.count;
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
    const aliases = await client.query<AliasRow>(
      `SELECT * FROM ${alias} WHERE po_id = ANY($1) ORDER BY customer_key, po_key`,
      ids,
    );
    const aliasesOf = Map.groupBy(aliases.rows, (row) => row.po_id);
    const deliveriesOf = Map.groupBy(documents.rows, (row) => row.po_id);
    const itemsOf = Map.groupBy(items.rows, (row) => row.po_id);
    return rows.map((row) => ({
      po: poFrom(row, (itemsOf.get(row.id) ?? []).map(itemFrom), (aliasesOf.get(row.id) ?? []).map(aliasFrom)),
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

  /** The POs that have, or had, one of the identities, or have one of the documents or addresses. */
  const select = async (
    client: pg.ClientBase,
    identities: readonly PoIdentity[],
    docNos: readonly string[],
    ids: readonly PoId[],
  ): Promise<readonly HeldRow[]> => {
    const { rows } = await client.query<HeldRow>(
      `SELECT ${poRead}, version, created_at FROM ${po} WHERE id IN (
         SELECT p.id FROM unnest($1::text[], $2::text[]) AS k (customer_key, po_key)
         JOIN ${po} p ON p.customer_key = k.customer_key AND p.po_key = k.po_key
         UNION ALL SELECT a.po_id FROM unnest($1::text[], $2::text[]) AS k (customer_key, po_key)
         JOIN ${alias} a ON a.customer_key = k.customer_key AND a.po_key = k.po_key
         UNION ALL SELECT id FROM ${po} WHERE identity_doc_no = ANY($3)
         UNION ALL SELECT po_id FROM ${document} WHERE doc_no = ANY($4)
         UNION ALL SELECT unnest($5::uuid[]))`,
      [...keysOf(identities), docNos, ids],
    );
    return rows;
  };

  /** Where addresses lead that are not those of a PO any more. */
  const waysOf = async (client: pg.ClientBase, addresses: readonly PoId[]): Promise<Map<PoId, PoId>> => {
    const { rows } = await client.query<{ po_id: string; into_po_id: string }>(
      `WITH RECURSIVE way AS (
         SELECT po_id, into_po_id FROM ${merged} WHERE po_id = ANY($1)
         UNION ALL SELECT way.po_id, m.into_po_id FROM way JOIN ${merged} m ON m.po_id = way.into_po_id)
       SELECT po_id, into_po_id FROM way WHERE NOT EXISTS (SELECT FROM ${merged} m WHERE m.po_id = way.into_po_id)`,
      [addresses],
    );
    return new Map(rows.map((row) => [row.po_id, row.into_po_id]));
  };

  /** Orphans by number, and those that people put on the POs or on what was merged into them. */
  const findOrphans = async (
    client: pg.ClientBase,
    docNos: readonly string[],
    pos: readonly PoId[],
  ): Promise<readonly Orphan[]> => {
    const homes = await client.query<{ id: string }>(
      `WITH RECURSIVE home AS (
         SELECT unnest($1::uuid[]) AS id
         UNION ALL SELECT m.po_id FROM home JOIN ${merged} m ON m.into_po_id = home.id)
       SELECT id FROM home`,
      [pos],
    );
    const asked = await client.query<OrphanRow>(`SELECT * FROM ${orphan} WHERE doc_no = ANY($1)`, [docNos]);
    const onPos = await client.query<OrphanRow>(
      `SELECT * FROM ${orphan} WHERE po_id = ANY($1) AND state = decided_as AND doc_no <> ALL($2)`,
      [homes.rows.map(({ id }) => id), docNos],
    );
    return [...asked.rows, ...onPos.rows]
      .map(orphanFrom)
      .sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));
  };

  const find = async (
    client: pg.ClientBase,
    { ids = [], identities = [], docNos = [], orphans: asked, after, run }: PoQuery,
  ): Promise<Found> => {
    const addresses = ids.filter(isUuid);
    const ways = await waysOf(client, addresses);
    const rows = await select(client, identities, docNos, [...new Set(addresses.map((id) => ways.get(id) ?? id))]);
    const entries = await load(client, rows);
    const held = rows.map(({ id }) => id);
    const reserved = await client.query<ReservationRow>(
      `SELECT doc_no, po_id, state FROM ${reservation} WHERE po_id = ANY($1) ORDER BY doc_no`,
      [held],
    );
    const orphans = asked === undefined ? [] : await findOrphans(client, asked, held);
    const named = orphans.flatMap(({ decision }) => decision?.poId ?? []).filter((id) => !held.includes(id));
    const further = named.length === 0 ? new Map<PoId, PoId>() : await waysOf(client, named);
    return {
      pos: entries.map((entry, i) => ({ ...entry, version: rows[i]!.version, createdAt: rows[i]!.created_at })),
      merged: new Map([...ways, ...further]),
      reservations: new Map(reserved.rows.map((row) => [row.doc_no, { poId: row.po_id, state: row.state }])),
      orphans,
      undone: after !== undefined && (await isUndone(client, schema, after.id)),
      later: after === undefined ? [] : await inForceAfter(client, schema, after),
      ...(run !== undefined && { run: await readRunTraces(client, schema, run, { ids: addresses, docNos }, entries) }),
    };
  };

  /** Keeps the orphans as they are until the transaction ends: runs write them without waiting for the right to write POs. */
  const holdOrphans = async (client: pg.ClientBase, docNos: readonly string[]): Promise<void> => {
    if (docNos.length === 0) return;
    await client.query(`SELECT FROM ${orphan} WHERE doc_no = ANY($1) ORDER BY doc_no FOR UPDATE`, [docNos]);
  };

  const ofCustomersNamed = async (
    client: pg.ClientBase,
    { names, since, until, near, most }: NamedQuery,
  ): Promise<readonly PoWithDeliveries[]> => {
    const { rows } = await client.query<PoRow>(`SELECT ${poRead} FROM ${po} WHERE id IN (${candidates})`, [
      ...[names, since, until, near, most, unknown],
    ]);
    return load(client, rows);
  };

  const lookUpHomes = async (
    client: pg.ClientBase,
    batch: readonly FcmsDocument[],
    force: boolean,
  ): Promise<Omit<KnownPos, 'candidates'>> => {
    // Of documents that are as they were nothing comes back; whether one is held matters to a forced run only.
    const { rows } = await client.query<[n: number, hash: string | null, held: boolean]>({
      text: `SELECT k.n::integer, d.hash, ${force ? 'p.manual OR p.reviewed' : 'false'}
        FROM ROWS FROM (json_array_elements_text($1), json_array_elements_text($2)) WITH ORDINALITY AS k (doc_no, hash, n)
        LEFT JOIN ${document} d ON d.doc_no = k.doc_no
        ${force ? `LEFT JOIN ${po} p ON p.id = d.po_id` : 'WHERE d.hash IS DISTINCT FROM k.hash'}`,
      values: [batch.map(({ docNo }) => docNo), batch.map(({ hash }) => hash)].map((values) => JSON.stringify(values)),
      rowMode: 'array',
    });
    const recorded = new Map<string, RecordedDocument>();
    for (const { docNo, hash } of batch) recorded.set(docNo, { hash, held: false });
    for (const [n, hash, held] of rows) {
      const { docNo } = batch[n - 1]!;
      if (hash === null) recorded.delete(docNo);
      else recorded.set(docNo, { hash, held });
    }
    const open = batch.filter((each) => needsDecision(each, recorded.get(each.docNo), force));
    const toFind = open.filter(({ docNo, content }) => !content.cancelled || recorded.has(docNo));
    if (toFind.length === 0) return { recorded, reservations: new Map(), pos: [] };
    const numbers = toFind.map((each) => docNoKey(each.docNo)).filter((no) => no !== null);
    const reserved = await client.query<ReservationRow>(
      `SELECT doc_no, po_id, state FROM ${reservation} WHERE doc_no = ANY($1)`,
      [numbers],
    );
    const held = await select(
      client,
      toFind.map(({ identity }) => identity),
      toFind.map(({ docNo }) => docNo),
      reserved.rows.map((row) => row.po_id),
    );
    return {
      recorded,
      reservations: new Map(reserved.rows.map((row) => [row.doc_no, { poId: row.po_id, state: row.state }])),
      pos: await load(client, held),
    };
  };

  const lookUp = async (
    client: pg.ClientBase,
    batch: readonly FcmsDocument[],
    force: boolean,
    keeps?: Keeps | null,
  ): Promise<KnownPos> => {
    const known = await lookUpHomes(client, batch, force);
    if (keeps === null) return { ...known, candidates: noCandidates };
    await prepareSought(batch, known, force);
    return { ...known, candidates: await seek(client, soughtBy(batch, known, force), keeps) };
  };

  const lookUpPos = async (client: pg.ClientBase, ids: readonly PoId[], keeps?: Keeps): Promise<KnownPos> => {
    const pos = await load(client, await select(client, [], [], ids));
    const sought = soughtWith(pos.flatMap(askingFeatures), pos);
    return { recorded: new Map(), reservations: new Map(), pos, candidates: await seek(client, sought, keeps) };
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

  const moveRun = (also: string): string => `UPDATE ${table('run')}
    SET tally = $3, cursor_effective_on = $4, cursor_doc_no = $5 ${also}
    WHERE id = $1 AND epoch = $2 AND state = 'running' AND undone_at IS NULL`;
  const moveRunOn = moveRun('');
  const moveRunToRevision = moveRun(`, first_revision = coalesce(first_revision, $6), last_revision = $6,
      audit_seq = coalesce(audit_seq, (SELECT coalesce(max(seq), 0) FROM ${table('audit')}))`);
  const checkpointValues = ({ fence, tally, cursor }: Checkpoint): unknown[] => [
    fence.runId,
    fence.epoch,
    JSON.stringify(tally),
    cursor.effectiveOn,
    cursor.docNo,
  ];
  const takenOver = ({ fence }: Checkpoint) => new PoError('RUN_TAKEN_OVER', { runId: fence.runId });

  /** Moves the run on, unless another process has taken its place. */
  const writeCheckpoint =
    (checkpoint: Checkpoint, version: Revision): Statement =>
    async (client) => {
      const { rowCount } = await client.query(moveRunToRevision, [...checkpointValues(checkpoint), version]);
      if (rowCount === 0) throw takenOver(checkpoint);
    };

  /**
   * Moves the run on over a batch that changes nothing: one statement, and no waiting for the disk. Should the server die
   * now, those documents are checked once more.
   */
  const passOver = (checkpoint: Checkpoint, revision: Revision): Promise<WriteResult> =>
    pool.use(async (client) => {
      const { rows } = await client.query<{ valid: boolean; moved: boolean }>(
        `WITH now AS (SELECT coalesce((SELECT revision FROM ${revisionTable}), 0) = $6 AS valid,
                             set_config('synchronous_commit', 'off', true)),
              moved AS (${moveRunOn} AND (SELECT valid FROM now) RETURNING id)
         SELECT valid, EXISTS (SELECT FROM moved) AS moved FROM now`,
        [...checkpointValues(checkpoint), revision],
      );
      const { valid, moved } = rows[0]!;
      if (!valid) return { outcome: 'stale' };
      if (!moved) throw takenOver(checkpoint);
      return { outcome: 'recorded' };
    });

  function* writeBatch(
    decided: BatchDecisions,
    checkpoint: Checkpoint,
    version: Revision,
  ): Generator<Statement | null> {
    yield keepEarlier(schema, checkpoint.fence.runId, decided.earlier);
    yield* writeChanges(decided.changes, { at: checkpoint.at, version, index: decided.index });
    yield* writeDecisions(checkpoint.fence.runId, decided);
    yield writeCheckpoint(checkpoint, version);
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
    lookUp: (batch, force, keeps) =>
      pool.use(async (client) => {
        // Asked first: what is written while the rest is looked up makes it stale.
        const revision = await currentRevision(client);
        return { known: await lookUp(client, batch, force, keeps), revision };
      }),

    seek: (sought, keeps) => pool.use((client) => seek(client, sought, keeps)),

    async write(decided, checkpoint, revision) {
      if (isEmpty(decided.changes)) return passOver(checkpoint, revision);
      try {
        return await recording(
          pool.transaction(async (client) => {
            if ((await beginWriting(client)) !== revision) throw new Stale();
            await inTurn(client, writeBatch(decided, checkpoint, revision + 1));
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
          const before = await beginWriting(client);
          const { decided, checkpoint } = decide(await lookUp(client, batch, force));
          await inTurn(client, writeBatch(decided, checkpoint, before + 1));
        }),
      ),

    ofCustomersNamed: (query) => pool.use((client) => ofCustomersNamed(client, query)),

    async newPosAfter(customerKey) {
      return pool.use(async (client) => {
        const asking = `NOT p.manual AND NOT p.reviewed
          AND EXISTS (SELECT FROM ${document} d WHERE d.po_id = p.id AND d.link = 'new' AND d.delivery IS NOT NULL)`;
        const next = await client.query<{ customer_key: string }>(
          `SELECT p.customer_key FROM ${po} p WHERE ($1::text IS NULL OR p.customer_key > $1) AND ${asking}
           ORDER BY p.customer_key LIMIT 1`,
          [customerKey],
        );
        const customer = next.rows[0]?.customer_key;
        if (customer === undefined) return null;
        const { rows } = await client.query<{ id: PoId }>(
          `SELECT p.id FROM ${po} p JOIN ${document} f ON f.po_id = p.id AND f.delivery = 1
           WHERE p.customer_key = $1 AND ${asking}
           ORDER BY f.effective_on NULLS LAST, f.doc_year NULLS LAST, f.doc_sequence, f.doc_no`,
          [customer],
        );
        return { customerKey: customer, ids: rows.map(({ id }) => id) };
      });
    },

    lookUpPos: (ids, keeps) =>
      pool.use(async (client) => {
        const revision = await currentRevision(client);
        return { known: await lookUpPos(client, ids, keeps), revision };
      }),

    rewrite: (ids, at, decide) =>
      repeatedly(async (client) => {
        const before = await beginWriting(client);
        const known = await lookUpPos(client, ids);
        const changes = decide(known);
        await inTurn(client, writeChanges(changes, { at, version: before + 1, index: indexOf(known.pos, changes) }));
      }),

    unindexed: () => pool.use(countUnindexed),

    indexMore: () =>
      repeatedly(async (client) => {
        await beginWriting(client);
        const { rows } = await client.query<HeldRow>(
          `SELECT ${poRead}, version, created_at FROM ${po} WHERE NOT indexed ORDER BY id LIMIT ${indexedAtOnce}`,
        );
        const entries = await load(client, rows);
        await inTurn(
          client,
          writeKeys(
            indexChangesOf(() => undefined, entries, []),
            new Set(),
          ),
        );
        await client.query(`UPDATE ${po} SET indexed = true WHERE id = ANY($1)`, [rows.map(({ id }) => id)]);
        return countUnindexed(client);
      }),

    find: (query) => pool.use((client) => find(client, query)),

    findWith: find,

    exclusively: (work, queue) =>
      repeatedly(async (client) => {
        if (queue !== undefined) await client.query('SELECT pg_advisory_xact_lock($1)', [queue]);
        await beginWriting(client);
        return work(client);
      }),

    change: (query, at, change) =>
      repeatedly(async (client) => {
        const before = await beginWriting(client);
        await holdOrphans(client, query.orphans ?? []);
        const found = await find(client, query);
        const amendment = change(found, before + 1);
        const { changes, createdAt } = amendment;
        const index = indexOf(found.pos, changes);
        await inTurn(client, writeChanges(changes, { at, version: before + 1, index, createdAt }));
        await writeAmendment(client, schema, amendment);
        return amendment.result;
      }),

    ofRun: (runId, limit, after) => pool.use((client) => readDocumentsOfRun(client, schema, runId, limit, after)),

    findDocuments: (docNos) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ doc_no: string; recorded_at: Date }>(
          `SELECT doc_no, recorded_at FROM ${document} WHERE doc_no = ANY($1)`,
          [docNos],
        );
        const recordedAt = new Map(rows.map((row) => [row.doc_no, row.recorded_at]));
        const entries = await load(client, await select(client, [], [...recordedAt.keys()], []));
        return entries.flatMap(({ po: home, deliveries }) =>
          deliveries.flatMap((delivery) => {
            const at = recordedAt.get(delivery.docNo);
            return at === undefined ? [] : [{ delivery, po: home, recordedAt: at }];
          }),
        );
      }),
  };
};
