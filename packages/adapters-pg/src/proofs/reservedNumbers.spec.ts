import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { reserveNumbers } from '@cynow/po-core';
import { enterManualPos, manualPo, reservationSettings, somebody, sourceDocument } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrateUp } from '../migrate/migrateUp.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { openPg } from '../openPg.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { full } from './fullSize.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import type { ReservedByProcess, ReserveProcessRequest } from './reserveProcess.spec.support.ts';

const program = fileURLToPath(new URL('./reserveProcess.spec.support.ts', import.meta.url));
const identity = { customerKey: 'KDKK', poKey: 'PO-001' };
const [numbers, connections] = full ? [2000, 50] : [200, 20];
const processes = 4;

let template: TestDatabase;
let world: Awaited<ReturnType<typeof pgWorld>>;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());
beforeEach(async () => {
  world = await pgWorld(template);
  await enterManualPos(world, [manualPo()]);
  await world.setSource({ put: ['FP25000667', 'FP25000668'].map((docNo) => sourceDocument({ docNo })) });
});
afterEach(() => world.close());

const reserve = (settings = reservationSettings()) =>
  reserveNumbers({ ...world.ports, reservations: world.reservations, audit: world.audit }, settings, {
    po: { identity },
    count: 1,
    acceptStale: false,
    by: somebody,
  });

const heldNumbers = async (): Promise<readonly string[]> => [
  ...(await world.reservations.find({ pos: { identities: [identity] } })).reservations.keys(),
];

/** Starts a process that reserves its share at a sign. */
const startReserving = (request: ReserveProcessRequest) => {
  const child = spawn(process.execPath, ['--conditions=@cynow/source', program, JSON.stringify(request)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value ?? '';
  return {
    ready: next,
    begin: () => void child.stdin.end('\n'),
    async ended(): Promise<ReservedByProcess> {
      const told = await next();
      if (child.exitCode === null) await once(child, 'exit');
      return JSON.parse(told);
    },
  };
};

const raced = async (): Promise<readonly ReservedByProcess[]> => {
  const all = Array.from({ length: processes }, (_, i) =>
    startReserving({
      settings: {
        ...world.settings,
        applicationName: 'cynow-po/proof',
        maxConnections: Math.floor(connections / processes) + (i < connections % processes ? 1 : 0),
      },
      identity,
      numbers: numbers / processes,
    }),
  );
  for (const each of all) expect(await each.ready()).toBe('ready');
  for (const each of all) each.begin();
  return Promise.all(all.map((each) => each.ended()));
};

/** The numbers from 669 on. */
const numbersFrom669 = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `FP25${String(669 + i).padStart(6, '0')}`);

const inOrder = (given: readonly string[]): boolean => given.every((each, i) => i === 0 || each > given[i - 1]!);

describe(`${numbers} numbers over ${connections} connections of ${processes} processes`, () => {
  it('are unique, increasing and without a gap', async () => {
    const all = await raced();
    const given = all.flatMap((each) => each.given);
    expect(all.flatMap(({ failures }) => failures)).toEqual([]);
    expect(given.flat().toSorted()).toEqual(numbersFrom669(numbers));
    expect(given.every(inOrder)).toBe(true);
    expect(await heldNumbers()).toEqual(numbersFrom669(numbers));
    await using client = await openClient(world.settings.url);
    const { rows } = await client.query(`SELECT count(DISTINCT s.subject) AS n FROM po.audit a
      JOIN po.audit_subject s ON s.audit_id = a.id WHERE a.action = 'reserve' AND s.subject LIKE 'reservation:%'`);
    expect(Number(rows[0].n)).toBe(numbers);
  });

  it('stay so when one transaction in five fails at its last statement: nobody is told a number that is not held', async () => {
    await using client = await openClient(world.settings.url);
    await client.query(`
      CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF random() < 0.2 THEN RAISE EXCEPTION 'injected'; END IF; RETURN NEW; END $$;
      CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON po.audit DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION public.fail()`);
    const all = await raced();
    const given = all.flatMap((each) => each.given);
    const failures = all.flatMap((each) => each.failures);
    expect(failures.length).toBeGreaterThan(0);
    expect(new Set(failures)).toEqual(new Set(['injected']));
    expect(given.flat().length + failures.length).toBe(numbers);
    expect(given.flat().toSorted()).toEqual(numbersFrom669(given.flat().length));
    expect(given.every(inOrder)).toBe(true);
    expect(await heldNumbers()).toEqual(given.flat().toSorted());
  });
});

describe('no number is given', () => {
  it.each([
    [
      'FCMS cannot be read',
      'ALTER TABLE fcms_cdc.tr_move_reports RENAME TO gone',
      'ALTER TABLE fcms_cdc.gone RENAME TO tr_move_reports',
    ],
    ['the audit trail cannot be written', 'ALTER TABLE po.audit RENAME TO gone', 'ALTER TABLE po.gone RENAME TO audit'],
    [
      'the number cannot be kept',
      'ALTER TABLE po.reservation ADD CHECK (sequence < 669) NOT VALID',
      'ALTER TABLE po.reservation DROP CONSTRAINT reservation_sequence_check1',
    ],
  ])('when %s; the next one is the same', async (_, breaks, mends) => {
    await using client = await openClient(world.settings.url);
    await client.query(breaks);
    await expect(reserve()).rejects.toThrow();
    await client.query(mends);
    expect(await heldNumbers()).toEqual([]);
    expect(await reserve()).toMatchObject({ outcome: 'reserved', reservations: [{ docNo: 'FP25000669' }] });
  });

  it('while somebody alters a table of FCMS, for longer than we wait', async () => {
    await using client = await openClient(world.settings.url);
    await client.query('BEGIN; LOCK TABLE fcms_cdc.tr_orders IN ACCESS EXCLUSIVE MODE');
    await expect(reserve()).rejects.toThrow('lock timeout');
    await client.query('ROLLBACK');
    expect(await heldNumbers()).toEqual([]);
  });

  it('when the connection is lost before the answer to COMMIT', async () => {
    await using client = await openClient(world.settings.url);
    await client.query(`
      CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
      CREATE CONSTRAINT TRIGGER die AFTER INSERT ON po.audit DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION public.die()`);
    await expect(reserve()).rejects.toMatchObject({ code: 'NO_CONNECTION' });
    expect(await heldNumbers()).toEqual([]);
  });

  it('while the replication is paused or stale', async () => {
    const settings = reservationSettings({ watch: true, pause: { from: 110, to: 150 } });
    world.setNow(new Date('2025-11-17T01:55:00+09:00'));
    expect(await reserve(settings)).toMatchObject({ outcome: 'not-fresh', cdc: { state: 'paused' } });
    world.setNow(new Date('2025-11-17T12:00:00+09:00'));
    expect(await reserve(settings)).toMatchObject({ outcome: 'not-fresh', cdc: { state: 'stale' } });
    expect(await heldNumbers()).toEqual([]);
  });

  it('in a schema to rehearse in: one that says so, or any beside the one that is used', async () => {
    const migrations = await ownMigrations();
    const isRehearsal = async (schema: string): Promise<boolean> => {
      await migrateUp(world.settings.url, { schema, migrations });
      const opened = await openPg({ ...world.settings, schema });
      try {
        return await opened.reservations.isRehearsal();
      } finally {
        await opened.close();
      }
    };
    expect(await isRehearsal('po_rehearsal')).toBe(true);
    expect(await isRehearsal('scratch')).toBe(true);
    expect(await world.reservations.isRehearsal()).toBe(false);
    await using client = await openClient(world.settings.url);
    await client.query('DROP SCHEMA po CASCADE');
    expect(await isRehearsal('scratch')).toBe(false);
    expect(await isRehearsal('po_rehearsal')).toBe(true);
  });
});

it('nothing of FCMS is held any more when a number is written', async () => {
  await using client = await openClient(world.settings.url);
  await client.query(`
    CREATE TABLE public.seen (locks integer);
    CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO public.seen SELECT count(*) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
          WHERE c.relnamespace = 'fcms_cdc'::regnamespace;
        RETURN NEW;
      END $$;
    CREATE TRIGGER look BEFORE INSERT ON po.reservation FOR EACH ROW EXECUTE FUNCTION public.look()`);
  expect(await reserve()).toMatchObject({ outcome: 'reserved' });
  expect((await client.query('SELECT locks FROM public.seen')).rows).toEqual([{ locks: 0 }]);
});
