import type {
  DocumentSource,
  FoundReservations,
  ReservationAmendment,
  ReservationQuery,
  ReservationStore,
} from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { lockKey } from '../connection/lockKey.ts';
import { bookkeepingTable } from '../migrate/inspect/checks.ts';
import { writeAudit } from './auditRows.ts';
import { arraysOf, insertRows, qualified, updateRows } from './columns.ts';
import { isUuid } from './isUuid.ts';
import type { PgPoStore } from './pgPoStore.ts';
import { type ReservationRow, reservationColumns, reservationFrom } from './reservationRows.ts';

/** The schema of an installation that nobody has named otherwise. */
const usualSchema = 'po';

/** Whatever is numbered in there is practice. */
const saysRehearsal = /rehears/i;

/**
 * Reserved numbers in our schema. They are written by the one who may write POs, so that no other process gives a number,
 * moves a PO, or decides a document meanwhile.
 */
export const pgReservationStore = (
  pool: Pool,
  schema: string,
  source: Pick<DocumentSource, 'sequencesOf'>,
  pos: PgPoStore,
): ReservationStore => {
  const reservation = qualified(schema, 'reservation');

  const find = async (
    client: pg.ClientBase,
    { numbers = [], pos: wanted = {} }: ReservationQuery,
  ): Promise<FoundReservations> => {
    const asked = await pos.findWith(client, wanted);
    const ids = new Set([...asked.pos.map(({ po }) => po.id), ...(wanted.ids ?? []).filter(isUuid)]);
    const { rows } = await client.query<ReservationRow>(
      `SELECT * FROM ${reservation} WHERE po_id = ANY(
         $1::uuid[] || ARRAY(SELECT po_id FROM ${reservation} WHERE doc_no = ANY($2))) ORDER BY doc_no`,
      [[...ids], numbers],
    );
    for (const { po_id } of rows) ids.add(po_id);
    const found = await pos.findWith(client, { ids: [...ids], docNos: rows.map(({ doc_no }) => doc_no) });
    return {
      reservations: new Map(rows.map((row) => [row.doc_no, reservationFrom(row)])),
      pos: found.pos,
      merged: asked.merged,
    };
  };

  const write = async <T>(
    client: pg.ClientBase,
    { added = [], changed = [], audit = [], result }: ReservationAmendment<T>,
  ): Promise<T> => {
    if (added.length > 0) {
      await client.query(insertRows(reservation, reservationColumns), arraysOf(reservationColumns, added));
    }
    if (changed.length > 0) {
      await client.query(updateRows(reservation, 'doc_no', reservationColumns), arraysOf(reservationColumns, changed));
    }
    await writeAudit(client, schema, audit);
    return result;
  };

  /** Names of other schemas of this database in which this program is installed. The catalog tells everybody. */
  const otherInstallations = async (client: pg.ClientBase): Promise<readonly string[]> => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT n.nspname AS name FROM pg_namespace n
       WHERE n.nspname <> $1 AND (
         SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = ANY($2) AND c.relkind = 'r') = 2`,
      [schema, [bookkeepingTable, 'reservation']],
    );
    return rows.map(({ name }) => name);
  };

  return {
    isRehearsal: async () =>
      saysRehearsal.test(schema) ||
      (schema !== usualSchema && (await pool.use(otherInstallations)).some((name) => !saysRehearsal.test(name))),
    give: (wanted, year, give) =>
      pos.exclusively(
        async (client) => {
          // On a connection of its own: nothing of FCMS is held until this transaction ends.
          const inFcms = await source.sequencesOf(year);
          const { rows } = await client.query<{ greatest: number | null }>(
            `SELECT max(sequence) AS greatest FROM ${reservation} WHERE year = $1`,
            [year],
          );
          const { pos: found, merged } = await pos.findWith(client, wanted);
          return write(client, give({ pos: found, merged, inFcms, reserved: rows[0]?.greatest ?? null }));
        },
        lockKey('reserve', schema),
      ),
    change: (query, change) => pos.exclusively(async (client) => write(client, change(await find(client, query)))),
    find: (query) => pool.use((client) => find(client, query)),
    list: ({ state, po }, limit, after) =>
      pool.use(async (client) => {
        if (po !== undefined && !isUuid(po)) return [];
        const values: unknown[] = [limit];
        const conditions = [
          { text: 'state =', value: state },
          { text: 'po_id =', value: po },
          { text: 'doc_no <', value: after ?? undefined },
        ].flatMap(({ text, value }) => (value === undefined ? [] : [`${text} $${values.push(value)}`]));
        const { rows } = await client.query<ReservationRow>(
          `SELECT * FROM ${reservation} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
           ORDER BY doc_no DESC LIMIT $1`,
          values,
        );
        return rows.map(reservationFrom);
      }),
    posToMatch: (limit, after) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ po_id: string }>(
          `SELECT DISTINCT po_id FROM ${reservation}
           WHERE state <> 'RELEASED' AND matched_by IS NULL AND ($2::uuid IS NULL OR po_id > $2)
           ORDER BY po_id LIMIT $1`,
          [limit, after],
        );
        return rows.map(({ po_id }) => po_id);
      }),
  };
};
