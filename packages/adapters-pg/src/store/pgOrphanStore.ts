import { lastShownGroup, type Orphan, type OrphanStore } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { qualified } from './columns.ts';
import { type OrphanRow, orphanFrom, putOrphans } from './orphanRows.ts';

const pageSize = 1000;

/** Orphans in our schema. */
export const pgOrphanStore = (pool: Pool, schema: string): OrphanStore => {
  const table = qualified(schema, 'orphan');
  const select = (where: string, values: unknown[]): Promise<Orphan[]> =>
    pool.use(async (client) =>
      (await client.query<OrphanRow>(`SELECT * FROM ${table} WHERE ${where}`, values)).rows.map(orphanFrom),
    );
  return {
    find: (docNos) => select('doc_no = ANY($1)', [docNos]),
    async *unsettled() {
      let last = '';
      for (;;) {
        const page = await select(`state <> 'resolved' AND doc_no > $1 ORDER BY doc_no LIMIT ${pageSize}`, [last]);
        const end = page.at(-1);
        if (end === undefined) return;
        yield page;
        last = end.report.docNo;
      }
    },
    put: (orphans) => pool.use((client) => putOrphans(client, schema, orphans)),
    count: (state) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE state = $1`, [
          state,
        ]);
        return rows[0]?.n ?? 0;
      }),
    list: ({ state, since, until }, limit, after) => {
      const values: unknown[] = [limit];
      const given = (value: unknown): string => `$${values.push(value)}`;
      const filter = [
        state === undefined ? `place <= ${lastShownGroup}` : `state = ${given(state)}`,
        ...(since === undefined ? [] : [`aged_on >= ${given(since)}::date`]),
        ...(until === undefined ? [] : [`aged_on <= ${given(until)}::date`]),
      ];
      const order = 'ORDER BY place, aged_on DESC, doc_no LIMIT $1';
      // Each part goes along the index from where the page before ended.
      const part = (...behind: readonly string[]): string =>
        `(SELECT * FROM ${table} WHERE ${[...filter, ...behind].join(' AND ')} ${order})`;
      const parts = (): readonly string[] => {
        if (after === undefined) return [part()];
        const [group, day, docNo] = [given(after.group), `${given(after.day)}::date`, given(after.docNo)];
        return [
          part(`place = ${group}`, `aged_on = ${day}`, `doc_no > ${docNo}`),
          part(`place = ${group}`, `aged_on < ${day}`),
          part(`place > ${group}`),
        ];
      };
      const text = `SELECT * FROM (${parts().join(' UNION ALL ')}) AS page ${order}`;
      return pool.use(async (client) => (await client.query<OrphanRow>(text, values)).rows.map(orphanFrom));
    },
  };
};
