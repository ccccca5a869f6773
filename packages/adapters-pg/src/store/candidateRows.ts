import {
  type CandidatePo,
  type Candidates,
  candidateOf,
  customersOf,
  type HeldKey,
  type IndexChanges,
  type Keeps,
  type MatchablePo,
  type PoId,
  type Sought,
} from '@cynow/po-core';
import type pg from 'pg';
import { arraysOf, type Column, qualified } from './columns.ts';
import { copyRows } from './copyRows.ts';
import { query, type Statement } from './inTurn.ts';
import { type DocumentRow, type ItemRow, type PoRow, poFrom, poRead } from './poRows.ts';

const keyColumns: readonly Column<HeldKey>[] = [
  { name: 'key', type: 'text', value: ({ key }) => key },
  { name: 'po_id', type: 'uuid', value: ({ poId }) => poId },
];

/** Writes what changes in blocking keys, for a transaction of the caller's. `added`: POs that were not there before. */
export const createKeyWriter = (schema: string) => {
  const table = qualified(schema, 'candidate_key');
  const given = 'unnest($1::text[], $2::uuid[]) AS given (key, po_id)';
  const lose = `DELETE FROM ${table} AS held USING ${given} WHERE held.key = given.key AND held.po_id = given.po_id`;
  // A PO whose keys were not there yet may be given them by somebody else meanwhile.
  const gain = `INSERT INTO ${table} (key, po_id) SELECT * FROM ${given} ON CONFLICT DO NOTHING`;
  return function* writeKeys(
    { keys: { lost, gained } }: IndexChanges,
    added: ReadonlySet<PoId>,
  ): Generator<Statement | null> {
    const known = gained.filter(({ poId }) => !added.has(poId));
    if (lost.length > 0) yield query(lose, arraysOf(keyColumns, lost));
    if (known.length > 0) yield query(gain, arraysOf(keyColumns, known));
    const fresh = gained.filter(({ poId }) => added.has(poId));
    // In the order of the index, in which neighbours are written together.
    yield copyRows(
      table,
      keyColumns,
      fresh.sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  };
};

/** A row of `po` as a candidate is made of it. */
interface CandidateRow extends PoRow {
  readonly version: number;
}

/** A live delivery as matching needs it. */
interface LiveRow
  extends Pick<
    DocumentRow,
    | 'po_id'
    | 'doc_no'
    | 'product_key'
    | 'qty'
    | 'delivery'
    | 'link'
    | 'effective_on'
    | 'delivery_on'
    | 'doc_year'
    | 'doc_sequence'
    | 'resolved'
  > {
  /** The POs that its open `PROBABLE_MATCH` names. */
  readonly named: readonly PoId[] | null;
}

const liveFrom = (row: LiveRow): MatchablePo['deliveries'][number] => ({
  productKey: row.product_key,
  qty: row.qty,
  number: row.delivery,
  link: row.link,
  content: { deliveryOn: row.delivery_on },
  position: {
    docNo: row.doc_no,
    effectiveOn: row.effective_on,
    parts:
      row.doc_year === null || row.doc_sequence === null ? null : { year: row.doc_year, sequence: row.doc_sequence },
  },
  reasons:
    row.named === null ? [] : [{ code: 'PROBABLE_MATCH', facts: { candidates: row.named.map((id) => ({ id })) } }],
  resolved: row.resolved ?? [],
});

/** A candidate, and the revision at which its PO was last written. */
interface Kept {
  readonly version: number;
  readonly candidate: CandidatePo;
}

/** Candidates that are kept between batches: those of a few batches are mostly the same. Some 3 KB each. */
const keptCandidates = 20_000;

/** Reads candidates; those that have not been written since are kept. */
export const createCandidateReader = (schema: string) => {
  const [key, po, item, document, reason] = ['candidate_key', 'po', 'item', 'document', 'reason'].map((name) =>
    qualified(schema, name),
  ) as [string, string, string, string, string];
  const kept = new Map<PoId, Kept>();

  const findByKey = async (client: pg.ClientBase, keys: Sought['keys']): Promise<Candidates['byKey']> => {
    const asked = [...keys.keys()];
    const byKey = new Map<string, readonly PoId[] | number>(asked.map((each) => [each, []]));
    if (asked.length === 0) return byKey;
    const { rows } = await client.query<[n: number, many: number, ids: string]>({
      text: `SELECT k.n::integer, f.many, f.ids
        FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS k (key, enough, n)
        CROSS JOIN LATERAL (
          SELECT count(*)::integer AS many, string_agg(h.po_id::text, ' ') AS ids
          FROM (SELECT po_id FROM ${key} WHERE key = k.key LIMIT k.enough) AS h) AS f
        WHERE f.many > 0`,
      values: [asked, [...keys.values()]],
      rowMode: 'array',
    });
    for (const [n, many, ids] of rows) {
      const each = asked[n - 1]!;
      byKey.set(each, many >= keys.get(each)! ? many : ids.split(' '));
    }
    return byKey;
  };

  const read = async (client: pg.ClientBase, ids: readonly PoId[]): Promise<ReadonlyMap<PoId, Kept>> => {
    const found = new Map<PoId, Kept>();
    if (ids.length === 0) return found;
    const { rows } = await client.query<CandidateRow>(`SELECT ${poRead}, version FROM ${po} WHERE id = ANY($1)`, [ids]);
    const live = await client.query<LiveRow>(
      // Reasons are looked for where the PO has any.
      `SELECT d.po_id, d.doc_no, d.product_key, d.qty, d.delivery, d.link, d.effective_on, d.delivery_on, d.doc_year,
          d.doc_sequence, d.resolved, CASE WHEN p.priority IS NOT NULL THEN
            (SELECT json_agg(c -> 'id') FROM ${reason} r, json_array_elements(r.facts -> 'candidates') c
             WHERE r.doc_no = d.doc_no AND r.code = 'PROBABLE_MATCH' AND r.closed_at IS NULL) END AS named
       FROM ${po} p JOIN ${document} d ON d.po_id = p.id
       WHERE p.id = ANY($1) AND d.delivery IS NOT NULL ORDER BY d.po_id, d.delivery`,
      [ids],
    );
    const items = await client.query<ItemRow>(
      `SELECT po_id, product_key, qty, delivery_on FROM ${item} WHERE po_id = ANY($1) ORDER BY po_id, line`,
      [rows.filter(({ manual }) => manual).map(({ id }) => id)],
    );
    const liveOf = Map.groupBy(live.rows, (row) => row.po_id);
    const itemsOf = Map.groupBy(items.rows, (row) => row.po_id);
    for (const row of rows) {
      const ordered = (itemsOf.get(row.id) ?? []).map((each) => ({
        productKey: each.product_key,
        qty: each.qty,
        deliveryOn: each.delivery_on,
      }));
      const candidate = candidateOf({
        po: { ...poFrom(row, [], []), items: ordered },
        deliveries: (liveOf.get(row.id) ?? []).map(liveFrom),
      });
      found.set(row.id, { version: row.version, candidate });
    }
    return found;
  };

  const candidatesOf = async (client: pg.ClientBase, ids: readonly PoId[]): Promise<Candidates['pos']> => {
    const pos = new Map<PoId, CandidatePo>();
    if (ids.length === 0) return pos;
    const versions = await client.query<[id: PoId, version: number]>({
      text: `SELECT id, version FROM ${po} WHERE id = ANY($1)`,
      values: [ids.filter((id) => kept.has(id))],
      rowMode: 'array',
    });
    for (const [id, version] of versions.rows) {
      const known = kept.get(id);
      if (known?.version === version) pos.set(id, known.candidate);
    }
    for (const [id, known] of await read(
      client,
      ids.filter((id) => !pos.has(id)),
    )) {
      kept.set(id, known);
      pos.set(id, known.candidate);
    }
    for (const id of pos.keys()) {
      const known = kept.get(id);
      // The latest used stand last.
      if (known !== undefined && kept.delete(id)) kept.set(id, known);
    }
    for (const id of kept.keys()) {
      if (kept.size <= keptCandidates) break;
      kept.delete(id);
    }
    return pos;
  };

  const numbersOf = async (client: pg.ClientBase, customers: readonly string[]): Promise<Candidates['numbers']> => {
    const numbers = new Map<string, readonly string[]>(customers.map((customer) => [customer, []]));
    if (customers.length === 0) return numbers;
    const { rows } = await client.query<[customer: string, poKeys: string]>({
      // A key holds no white space.
      text: `SELECT customer_key, string_agg(po_key, ' ' ORDER BY po_key) FROM ${po}
        WHERE customer_key = ANY($1) AND po_key IS NOT NULL GROUP BY customer_key`,
      values: [customers],
      rowMode: 'array',
    });
    for (const [customer, poKeys] of rows) numbers.set(customer, poKeys.split(' '));
    return numbers;
  };

  return async (client: pg.ClientBase, sought: Sought, keeps: Keeps = () => false): Promise<Candidates> => {
    const byKey = await findByKey(client, sought.keys);
    const ids = new Set<PoId>();
    for (const found of byKey.values()) if (typeof found !== 'number') for (const id of found) ids.add(id);
    const pos = await candidatesOf(client, [...ids]);
    return { byKey, pos, numbers: await numbersOf(client, customersOf(sought, pos.values(), keeps)) };
  };
};
