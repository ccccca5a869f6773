import { type ProgressEvent, refreshProgress } from '@cynow/po-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../connection/createPool.ts';
import { fcmsColumns } from '../source/fcmsColumns.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';
import { moveChangeOf } from './moveChange.spec.support.ts';
import { passSizes } from './passSizes.ts';
import { pgProgressStore } from './pgProgressStore.ts';
import { type PgProgressWorld, pgProgressWorld, smallSizes } from './progressWorld.spec.support.ts';
import { at, differences, refresh } from './recount.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

let world: PgProgressWorld;
beforeEach(async () => {
  world = await pgProgressWorld(template, smallSizes);
});
afterEach(() => world.close());

const histories = 'fcms_cdc.tr_cylinder_status_histories';

/** Ends every connection of ours, as the death of the process would. */
const killAll = () =>
  world.client.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1`,
    [world.settings.applicationName],
  );

/** Documents whose counts are not those of the cylinders that we keep for them. */
const inconsistent = async (): Promise<unknown[]> =>
  (
    await world.client.query(`
      SELECT doc_no FROM po.progress p FULL JOIN (
        SELECT doc_no, count(*) FILTER (WHERE stages & 1 > 0) AS filled, count(*) FILTER (WHERE stages & 2 > 0) AS warehoused,
               count(*) FILTER (WHERE stages & 4 > 0) AS shipped FROM po.progress_cylinder GROUP BY doc_no) c USING (doc_no)
      WHERE (p.filled, p.warehoused, p.shipped) IS DISTINCT FROM (c.filled, c.warehoused, c.shipped)`)
  ).rows;

const kinds = (events: readonly ProgressEvent[]): unknown => {
  const [first] = events;
  return first?.type === 'started' ? [first.pass, first.because] : first?.type;
};

/** Takes steps of a refresh, then kills the process; whether the pass had not ended by then. */
const killedAfter = async (steps: number, minutes: number, full: boolean): Promise<boolean> => {
  const mortal = world.another(smallSizes);
  const events = refreshProgress({ progress: mortal.progress }, { at: at(minutes), everyMs: 0, full });
  try {
    for (let step = 0; step <= steps; step += 1) {
      const { value } = await events.next();
      if (value === undefined || value.type === 'finished') return false;
    }
    await killAll();
    await expect(events.next()).rejects.toMatchObject({ code: 'NO_CONNECTION' });
    return true;
  } finally {
    await events.return();
    await mortal.close();
  }
};

describe('a killed process', () => {
  it('leaves a full pass that another goes on with', async () => {
    await world.change({ put: moveChangeOf(40, 0) });
    let kills = 0;
    while (await killedAfter(3, 0, true)) {
      kills += 1;
      if (kills === 2) await world.change({ put: moveChangeOf(5, 100) });
    }
    expect(kills).toBeGreaterThan(3);
    expect(kinds(await refresh(world.progress, 10))).toEqual(['changes', 'moved']);
    expect(await differences(world.client)).toEqual([]);
  });

  it('leaves nothing half done of a pass over the changes', async () => {
    await world.change({ put: moveChangeOf(40, 0) });
    await refresh(world.progress, 0);
    await world.change({ put: moveChangeOf(40, 1) });
    for (const steps of [1, 2, 4]) {
      expect(await killedAfter(steps, 10, false)).toBe(true);
      expect(await inconsistent()).toEqual([]);
    }
    expect(await world.progress.readAt()).toEqual(at(0));
    expect(kinds(await refresh(world.progress, 20))).toEqual(['changes', 'moved']);
    expect(await differences(world.client)).toEqual([]);
  });
});

it('two processes at once do not disturb each other', async () => {
  const other = world.another(smallSizes);
  try {
    for (let round = 0; round < 4; round += 1) {
      await world.change({ put: moveChangeOf(15, round) });
      const both = await Promise.all([
        refresh(world.progress, 10 * round, round === 2),
        refresh(other.progress, 10 * round, round === 2),
      ]);
      expect(both.flat().filter(({ type }) => type === 'finished').length).toBeGreaterThan(0);
    }
    await refresh(world.progress, 100);
    expect(await differences(world.client)).toEqual([]);
    expect(await inconsistent()).toEqual([]);
  } finally {
    await other.close();
  }
});

it('reads as little as it needs', async () => {
  const { client } = world;
  // A vacuum would spare some of the reads.
  await client.query(`ALTER TABLE ${histories} SET (autovacuum_enabled = false)`);
  await client.query(`
    INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO")
    SELECT 'C' || n % 4000, n / 4000, '22', 'FP26' || lpad((n % 500)::text, 6, '0') FROM generate_series(1, 40000) AS n`);
  await client.query(
    `INSERT INTO fcms_cdc.tr_move_report_details SELECT 'FP26000007', 'C' || n FROM unnest('{7,507}'::integer[]) AS n`,
  );
  await client.query(`ANALYZE ${histories}, fcms_cdc.tr_move_report_details`);
  const usual = world.another(passSizes);
  await refresh(usual.progress, 0);
  /** Histories read by key, as far as the server has been told; a connection tells at the latest when it is closed. */
  const readSoFar = async (): Promise<number> => {
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query<{ n: number }>(
      `SELECT idx_tup_fetch::integer AS n FROM pg_stat_user_tables WHERE relname = 'tr_cylinder_status_histories'`,
    );
    return rows[0]!.n;
  };
  // All of them once, and one of each cylinder to see that it is still there.
  await expect.poll(readSoFar).toBe(44_000);

  await world.change({ put: [{ cylinderNo: 'C7', seq: '99', code: '50', docNo: 'FP26000007', movedAt: null }] });
  const [, ...events] = await refresh(usual.progress, 10);
  expect(events.at(-1)).toMatchObject({ type: 'finished', work: { cylinders: 1, histories: 11, documents: 1 } });
  expect(await usual.progress.evidence('FP26000007')).toMatchObject({ cylinders: { filled: 8, warehoused: 1 } });
  await usual.close();
  await expect.poll(readSoFar).toBeGreaterThan(44_000);
  expect(await readSoFar()).toBeLessThan(44_200);
});

describe('what only a full pass can find is found by one', () => {
  it('when the table was emptied and filled again', async () => {
    await world.change({ put: moveChangeOf(10, 0) });
    await refresh(world.progress, 0);
    await world.client.query(`TRUNCATE ${histories}`);
    await world.change({ put: moveChangeOf(10, 3) });
    expect(kinds(await refresh(world.progress, 10))).toEqual(['full', 'lost']);
    expect(await differences(world.client)).toEqual([]);
    expect(kinds(await refresh(world.progress, 20))).toBe('not-due');
  });

  it('when the table was replaced while a pass was interrupted', async () => {
    await world.change({ put: moveChangeOf(10, 0) });
    expect(await killedAfter(2, 0, true)).toBe(true);
    await world.client.query(`ALTER TABLE ${histories} RENAME TO old_histories`);
    await world.client.query(`CREATE TABLE ${histories} (LIKE fcms_cdc.old_histories INCLUDING ALL)`);
    await world.change({ put: moveChangeOf(10, 3) });
    expect(kinds(await refresh(world.progress, 10))).toEqual(['full', 'interrupted']);
    expect(await differences(world.client)).toEqual([]);
  });

  it('when a cylinder is another one now', async () => {
    await world.change({ put: moveChangeOf(10, 0) });
    await refresh(world.progress, 0);
    await world.client.query(`UPDATE ${histories} SET "CYLINDER_NO" = 'X' || "HISTORY_SEQ" WHERE "HISTORY_SEQ" = 3`);
    await refresh(world.progress, 24 * 60);
    expect(await differences(world.client)).toEqual([]);
  });

  it('when the histories are a view, which leaves no trace of its changes', async () => {
    await world.client.query(`ALTER TABLE ${histories} RENAME TO stored_histories`);
    await world.client.query(`CREATE VIEW ${histories} AS SELECT * FROM fcms_cdc.stored_histories`);
    await world.client.query(
      `INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO") VALUES ('A', 1, '22', 'FP1')`,
    );
    expect(kinds(await refresh(world.progress, 0))).toEqual(['full', 'first']);
    await world.client.query(`UPDATE ${histories} SET "MOVE_CODE" = '60'`);
    expect(kinds(await refresh(world.progress, 10))).toEqual(['full', 'lost']);
    expect(await differences(world.client)).toEqual([]);
  });
});

describe('at another site', () => {
  it('takes a cylinder with and without padding for the same', async () => {
    const { client } = world;
    for (const [table, column] of [
      [histories, 'CYLINDER_NO'],
      [histories, 'MOVE_REPORT_NO'],
      [histories, 'MOVE_CODE'],
      ['fcms_cdc.tr_move_report_details', 'CYLINDER_NO'],
      ['fcms_cdc.tr_move_report_details', 'MOVE_REPORT_NO'],
    ]) {
      await client.query(`ALTER TABLE ${table} ALTER COLUMN "${column}" TYPE varchar(14)`);
    }
    const put = (seq: number, code: string) =>
      client.query(
        `INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO")
         SELECT CASE WHEN n % 2 = 0 THEN rpad('K' || n / 2, 12) ELSE 'K' || n / 2 END, $1 + n % 3, $2,
                CASE WHEN n % 3 = 0 THEN rpad('FP26000001', 12) ELSE 'FP26000001' END
         FROM generate_series(2, 31) AS n`,
        [seq, code],
      );
    await put(1, '22');
    await client.query(
      `INSERT INTO fcms_cdc.tr_move_report_details VALUES ('FP26000001', 'K3'), (rpad('FP26000001', 12), 'K4')`,
    );
    await client.query('SELECT pg_stat_force_next_flush()');
    await refresh(world.progress, 0);
    expect(await world.progress.find(['FP26000001'])).toMatchObject([{ filled: 15, warehoused: 0 }]);
    await put(11, '50 ');
    await client.query('SELECT pg_stat_force_next_flush()');
    expect(kinds(await refresh(world.progress, 10))).toEqual(['changes', 'moved']);
    expect(await world.progress.find(['FP26000001'])).toMatchObject([{ filled: 15, warehoused: 15 }]);
    expect(await differences(client)).toEqual([]);
    expect(await world.progress.evidence('FP26000001')).toMatchObject({ cylinders: { filled: 15, warehoused: 15 } });
  });

  it('gets by with the columns that are granted', async () => {
    const { client, settings } = world;
    const role = `progress_${process.pid}_${Date.now()}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'progress'`);
    const url = new URL(settings.url);
    url.username = role;
    url.password = 'progress';
    const pool = createPool({ ...settings, url: url.href });
    try {
      await client.query(`GRANT USAGE ON SCHEMA fcms_cdc, po TO ${role}`);
      await client.query(`GRANT ALL ON ALL TABLES IN SCHEMA po TO ${role}`);
      for (const table of ['tr_cylinder_status_histories', 'tr_move_report_details'] as const) {
        const columns = fcmsColumns[table].map((column) => `"${column}"`).join(', ');
        await client.query(`GRANT SELECT (${columns}) ON fcms_cdc.${table} TO ${role}`);
      }
      const progress = pgProgressStore(pool, { ...settings, url: url.href });
      await world.change({ put: moveChangeOf(10, 0) });
      await refresh(progress, 0);
      await world.change({ put: moveChangeOf(10, 1) });
      expect(kinds(await refresh(progress, 10))).toEqual(['full', 'lost']);
      expect(await differences(client)).toEqual([]);
    } finally {
      await pool.close();
      await client.query(`DROP OWNED BY ${role}`);
      await client.query(`DROP ROLE ${role}`);
    }
  });

  it('does not depend on the order that the key columns have', async () => {
    const { rows } = await world.client.query<{ name: string }>(
      `SELECT quote_ident(collname) AS name FROM pg_collation WHERE collprovider = 'i' AND collname = 'ko-x-icu'`,
    );
    const [korean] = rows;
    if (korean === undefined) return;
    await world.client.query(
      `ALTER TABLE ${histories} ALTER COLUMN "CYLINDER_NO" TYPE character(12) COLLATE ${korean.name}`,
    );
    await world.change({
      put: ['a-1', 'A1', 'a1', '가1', 'a 1', 'B', 'b'].map((cylinderNo) => ({
        cylinderNo,
        seq: '1',
        code: '22',
        docNo: 'FP1',
        movedAt: null,
      })),
    });
    await refresh(world.progress, 0);
    expect(await world.progress.find(['FP1'])).toMatchObject([{ filled: 7 }]);
    await world.change({
      remove: [{ cylinderNo: 'a-1', seq: '1' }],
      put: [{ cylinderNo: 'b', seq: '2', code: '60', docNo: 'FP1', movedAt: null }],
    });
    await refresh(world.progress, 60);
    expect(await world.progress.find(['FP1'])).toMatchObject([{ filled: 6, shipped: 1 }]);
  });
});

describe('a source that cannot be read', () => {
  it('is told of', async () => {
    await world.client.query(`DROP TABLE ${histories}`);
    await expect(refresh(world.progress, 0)).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
    await expect(world.progress.evidence('FP1')).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
  });

  it('does not keep a page waiting', async () => {
    await world.client.query('BEGIN');
    await world.client.query(`LOCK TABLE ${histories} IN ACCESS EXCLUSIVE MODE`);
    expect(await world.progress.evidence('FP1')).toEqual({ outcome: 'timed-out' });
    await world.client.query('ROLLBACK');
    expect(await world.progress.evidence('FP1')).toMatchObject({ outcome: 'read' });
  });
});
