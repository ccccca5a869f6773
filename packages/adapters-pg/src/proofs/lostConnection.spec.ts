import { PoError } from '@cynow/po-core';
import { runToEnd, startRun } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgDocumentSource } from '../source/pgDocumentSource.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { type ComparableState, comparableState, expectSameState } from './comparableState.spec.support.ts';
import { openTcpProxy } from './crash/tcpProxy.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { stateAfterRun } from './stateAfterRun.spec.support.ts';

const documents = 600;
const batchSize = 50;

let template: TestDatabase;
let undisturbed: ComparableState;
let world: Awaited<ReturnType<typeof pgWorld>>;
let client: Awaited<ReturnType<typeof openClient>>;

beforeAll(async () => {
  template = await loadedTemplate(documents);
  undisturbed = (await stateAfterRun(template, { batchSize })).state;
});
afterAll(() => template.drop());
beforeEach(async () => {
  world = await pgWorld(template);
  client = await openClient(world.settings.url);
});
afterEach(async () => {
  await client.end();
  await world.close();
});

const holdsThePlace = `EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)`;
const readsTheSource = `a.query ~ 'cynow_po_documents|tr_orders'`;
const hasWritten = `a.query = 'COMMIT'`;

/** Has the server end those connections of ours, as its restart or an administrator does. */
const end = async (which: string): Promise<number> => {
  const { rows } = await client.query(
    `SELECT pg_terminate_backend(a.pid, 10000) FROM pg_stat_activity a
     WHERE a.application_name = $1 AND a.datname = current_database() AND ${which}`,
    [world.settings.applicationName],
  );
  return rows.length;
};

/** A run that loses these connections after its third batch. */
const runLosing = async (which: string): Promise<void> => {
  let batches = 0;
  for await (const event of startRun(world, { batchSize })) {
    if (event.type !== 'decided') continue;
    batches += 1;
    if (batches === 3) expect(await end(which)).toBeGreaterThan(0);
  }
};

const problemOf = async (run: Promise<void>): Promise<unknown> => {
  try {
    await run;
    return null;
  } catch (error) {
    return PoError.is(error) ? error.code : error;
  }
};

describe('a run whose connections the server ends', () => {
  it.each([
    ['all', 'true'],
    ['that to the source', readsTheSource],
  ])('stops, says that the connection is lost, and can be taken up again: %s', async (_, which) => {
    expect(await problemOf(runLosing(which))).toBe('NO_CONNECTION');
    const [run] = await world.ports.runs.latest(1);
    expect(run?.state).toBe('failed');
    await runToEnd(world, { resume: run!.id, batchSize });
    expectSameState(await comparableState(client), undisturbed);
  });

  it('goes on when it was one that it does not need', async () => {
    expect(await problemOf(runLosing(hasWritten))).toBeNull();
    expectSameState(await comparableState(client), undisturbed);
  });

  it('goes on when it lost its place and nobody else has taken it', async () => {
    expect(await problemOf(runLosing(holdsThePlace))).toBeNull();
    expectSameState(await comparableState(client), undisturbed);
  });

  it('keeps the counts of a batch that was written, though the answer was lost', async () => {
    const { pos } = world.ports;
    let batches = 0;
    const deaf: typeof pos = {
      ...pos,
      async write(...batch) {
        const result = await pos.write(...batch);
        batches += 1;
        if (batches === 3) throw new PoError('NO_CONNECTION', { problem: 'broken' });
        return result;
      },
    };
    const ports = { ...world.ports, pos: deaf };
    expect(await problemOf(runToEnd({ ...world, ports }, { batchSize }).then(() => undefined))).toBe('NO_CONNECTION');
    const [run] = await world.ports.runs.latest(1);
    expect(run).toMatchObject({ state: 'failed', tally: { checked: 3 * batchSize } });
    const { result } = await runToEnd(world, { resume: run!.id, batchSize });
    expect(result.tally.checked).toBe(documents);
    expectSameState(await comparableState(client), undisturbed);
  });

  it('says so, too, when one breaks while the source is being opened', async () => {
    const told: unknown[] = [];
    for (let opened = false; !opened; ) {
      const proxy = await openTcpProxy(world.settings.url);
      // One answer of the server later each time, until it is open before it would break.
      proxy.cutAt(told.length + 1);
      const source = pgDocumentSource({ ...world.settings, url: proxy.url });
      try {
        const listing = await source.list({ since: null, until: null }, null);
        opened = true;
        proxy.cutAt(Number.POSITIVE_INFINITY);
        await listing.close();
      } catch (error) {
        told.push(PoError.is(error) ? error.code : error);
      }
      await proxy.close();
    }
    expect(told.length).toBeGreaterThan(5);
    expect(new Set(told)).toEqual(new Set(['NO_CONNECTION']));
  });

  it('stops within a statement, too', async () => {
    await client.query(`
      CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM po.document) > 100 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL;
      END $$;
      CREATE TRIGGER cut BEFORE INSERT ON po.document FOR EACH STATEMENT EXECUTE FUNCTION public.cut()`);
    expect(await problemOf(runToEnd(world, { batchSize }).then(() => undefined))).toBe('NO_CONNECTION');
    await client.query('DROP TRIGGER cut ON po.document; DROP FUNCTION public.cut()');
    await runToEnd(world, { batchSize });
    expectSameState(await comparableState(client), undisturbed);
  });
});
