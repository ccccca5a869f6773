import { describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import type { OrphanCounts, RunOptions } from '../backfill/Run.ts';
import { emptyTally, type Tally } from '../backfill/tally.ts';
import { PoError } from '../errors.ts';
import { noIndexChanges } from '../matching/IndexChanges.ts';
import type { HeldRun, RunStart, RunStore } from '../ports/RunStore.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const at = (minute: number): Date => new Date(Date.UTC(2025, 10, 22, 3, minute));
const owner = { actor: '김반장', host: 'plant-1', pid: 4242 };
const options: RunOptions = { window: { since: '2025-11-16', until: null }, limit: 10, force: false };
const noOrphans: OrphanCounts = { open: 0, found: 0, resolved: 0 };

const someTally: Tally = {
  checked: 4,
  created: { total: 1, newPo: 1, attached: 0, refreshed: 0 },
  skipped: { total: 2, byReason: { CANCELLED: 1, ALREADY_RECORDED: 1 } },
  needsReview: { total: 1, newPo: 0, attached: 1, refreshed: 0, none: 0, byReason: { MISSING_CUSTOMER: 1 } },
  failed: { total: 1, documents: [{ docNo: 'FP25000009', error: 'value "가" too long' }] },
  reworked: { opened: 2, closed: 1 },
};

const held = (start: RunStart): HeldRun => {
  if (start.outcome !== 'started') throw new Error(`not started: ${start.outcome}`);
  return start.held;
};

const start = (runs: RunStore, given: Partial<Parameters<RunStore['start']>[0]> = {}): Promise<RunStart> =>
  runs.start({ owner, at: at(0), options, waitMs: 0, ...given });

const ended = { state: 'completed', at: at(5), tally: someTally, orphans: noOrphans, error: null } as const;

/** What every `RunStore` promises. `createWorld` gives each test a fresh, empty world. */
export const runStoreContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  /** Writes a checkpoint without any decision. */
  const checkpoint = ({ ports }: World, { fence }: HeldRun, tally: Tally, docNo: string): Promise<unknown> =>
    ports.pos.record([], false, () => ({
      decided: {
        decisions: [],
        changes: noChanges,
        reworks: [],
        earlier: [],
        index: noIndexChanges,
        limitReached: false,
      },
      checkpoint: { fence, tally, cursor: { effectiveOn: '2025-11-20', docNo }, at: at(2) },
    }));

  describe('RunStore contract', () => {
    it(
      'starts a run as it was asked for, and records it',
      inWorld(async ({ ports: { runs } }) => {
        expect(await runs.latest(10)).toEqual([]);
        const { run, fence } = held(await start(runs));
        expect(run).toEqual({
          id: expect.any(String),
          ...options,
          ...owner,
          state: 'running',
          startedAt: at(0),
          finishedAt: null,
          cursor: null,
          tally: emptyTally,
          orphans: noOrphans,
          missing: null,
          undone: null,
          error: null,
        });
        expect(fence.runId).toBe(run.id);
        expect(await runs.find(run.id)).toEqual(run);
        expect(await runs.latest(10)).toEqual([run]);
      }),
    );

    it(
      'gives a run the address that it is to have',
      inWorld(async ({ ports: { runs, newId } }) => {
        const id = newId();
        const { run } = held(await start(runs, { id }));
        expect(run.id).toBe(id);
        expect(await runs.find(id)).toEqual(run);
      }),
    );

    it(
      'keeps what a run saw before its first batch, unless another has taken its place',
      inWorld(async ({ ports: { runs } }) => {
        const run = held(await start(runs));
        expect(await runs.isRunning(run.run.id)).toBe(true);
        const missing = { total: 1, documents: [{ docNo: 'FP25000001', since: at(0).toISOString() }] };
        await run.looked(missing, someTally);
        expect(await runs.find(run.run.id)).toMatchObject({ missing, tally: someTally });
        await run.release(ended);
        expect(await runs.isRunning(run.run.id)).toBe(false);
        expect(await runs.isRunning('nobody')).toBe(false);
        const late = await run.looked(missing, emptyTally).catch((error: unknown) => error);
        expect(PoError.is(late) && late.code).toBe('RUN_TAKEN_OVER');
      }),
    );

    it.each([
      { window: { since: null, until: null }, limit: null, force: true },
      { window: { since: '2025-01-01', until: '2025-12-31' }, limit: 1, force: false },
      { window: { since: null, until: '2025-12-31' }, limit: 1000, force: false },
    ])('keeps the options %j', async (asked) => {
      await inWorld(async ({ ports: { runs } }) => {
        const { run } = held(await start(runs, { options: asked }));
        expect(await runs.find(run.id)).toMatchObject(asked);
      })();
    });

    it(
      'lets one run at a time, and tells who holds the place since when',
      inWorld(async ({ ports: { runs } }) => {
        const first = held(await start(runs));
        const other = { actor: 'other', host: 'plant-2', pid: 7 };
        expect(await start(runs, { owner: other, at: at(1) })).toEqual({
          outcome: 'busy',
          holder: { ...owner, runId: first.run.id, startedAt: at(0) },
        });
        expect(await start(runs, { options: { resume: first.run.id } })).toMatchObject({ outcome: 'busy' });
        expect(await runs.latest(10)).toHaveLength(1);
        await first.release(ended);
        expect(await start(runs, { owner: other, at: at(6) })).toMatchObject({ outcome: 'started' });
      }),
    );

    it(
      'waits for the place until it is free',
      inWorld(async ({ ports: { runs } }) => {
        const first = held(await start(runs));
        const waiting = start(runs, { waitMs: null, at: at(1) });
        await first.release(ended);
        const second = held(await waiting);
        expect(second.run.id).not.toBe(first.run.id);
        await second.release(ended);
      }),
    );

    it(
      'stops waiting when told to',
      inWorld(async ({ ports: { runs } }) => {
        const first = held(await start(runs));
        const waiting = start(runs, { waitMs: null, signal: AbortSignal.timeout(30) });
        expect(await waiting).toMatchObject({ outcome: 'busy', holder: { runId: first.run.id } });
        expect(await start(runs, { waitMs: 20 })).toMatchObject({ outcome: 'busy' });
        await first.release(ended);
      }),
    );

    it(
      'records how a run ended',
      inWorld(async ({ ports: { runs } }) => {
        const { run, release } = held(await start(runs));
        const orphans = { open: 3, found: 2, resolved: 1 };
        await release({ state: 'failed', at: at(7), tally: someTally, orphans, error: 'disk "full" 가득' });
        const after = await runs.find(run.id);
        expect(after).toEqual({
          ...run,
          state: 'failed',
          finishedAt: at(7),
          tally: someTally,
          orphans,
          error: 'disk "full" 가득',
        });
      }),
    );

    it(
      'lists the latest runs, newest first',
      inWorld(async ({ ports: { runs } }) => {
        const ids: string[] = [];
        for (const minute of [0, 10, 20]) {
          const { run, release } = held(await start(runs, { at: at(minute) }));
          ids.unshift(run.id);
          await release({ ...ended, at: at(minute + 1) });
        }
        expect((await runs.latest(10)).map(({ id }) => id)).toEqual(ids);
        expect((await runs.latest(2)).map(({ id }) => id)).toEqual(ids.slice(0, 2));
      }),
    );

    it(
      'goes on behind any run in pages of any size, those of the same moment as they were made',
      inWorld(async ({ ports: { runs } }) => {
        const ids: string[] = [];
        for (const minute of [0, 10, 10, 10, 20]) {
          const { run, release } = held(await start(runs, { at: at(minute) }));
          ids.unshift(run.id);
          await release({ ...ended, at: at(minute) });
        }
        for (const size of [1, 2, 3, 5, 9]) {
          const seen: string[] = [];
          for (let page = await runs.latest(size); page.length > 0; page = await runs.latest(size, page.at(-1))) {
            seen.push(...page.map(({ id }) => id));
          }
          expect([size, seen]).toEqual([size, ids]);
        }
        // A place where no run is leads on as well.
        const behind = async (startedAt: Date, id: string) =>
          (await runs.latest(9, { startedAt, id })).map((run) => run.id);
        expect(await behind(at(10), '~ none')).toEqual(ids.slice(1));
        expect(await behind(at(10), '')).toEqual(ids.slice(4));
        expect(await behind(at(30), '')).toEqual(ids);
        expect(await behind(at(-1), '~')).toEqual([]);
      }),
    );

    it(
      'takes up an interrupted or failed run where its last checkpoint left it',
      inWorld(async (world) => {
        const { runs } = world.ports;
        for (const state of ['interrupted', 'failed'] as const) {
          const before = held(await start(runs));
          await checkpoint(world, before, someTally, 'FP25000005');
          await before.release({ ...ended, state, error: state === 'failed' ? 'why' : null });
          const other = { actor: 'other', host: 'plant-2', pid: 7 };
          const again = held(await start(runs, { owner: other, at: at(9), options: { resume: before.run.id } }));
          expect(again.run).toEqual({
            ...before.run,
            ...other,
            state: 'running',
            cursor: { effectiveOn: '2025-11-20', docNo: 'FP25000005' },
            tally: someTally,
          });
          expect(await runs.find(before.run.id)).toEqual(again.run);
          await again.release({ ...ended, at: at(12) });
          expect(await runs.find(before.run.id)).toMatchObject({ state: 'completed', finishedAt: at(12) });
        }
      }),
    );

    it(
      'does not take up what is not there or is completed',
      inWorld(async ({ ports: { runs, newId } }) => {
        expect(await start(runs, { options: { resume: newId() } })).toEqual({ outcome: 'not-found' });
        expect(await start(runs, { options: { resume: 'no such run' } })).toEqual({ outcome: 'not-found' });
        const { run, release } = held(await start(runs));
        await release(ended);
        expect(await start(runs, { options: { resume: run.id } })).toEqual({
          outcome: 'not-resumable',
          state: 'completed',
        });
        expect(await runs.find(newId())).toBeNull();
        expect(await runs.find('no such run')).toBeNull();
        // A refusal holds nothing.
        await held(await start(runs, { at: at(3) })).release(ended);
      }),
    );

    it(
      'lets only the run that holds the place write a checkpoint',
      inWorld(async (world) => {
        const { runs } = world.ports;
        const first = held(await start(runs));
        await checkpoint(world, first, someTally, 'FP25000001');
        expect(await runs.find(first.run.id)).toMatchObject({
          tally: someTally,
          cursor: { effectiveOn: '2025-11-20', docNo: 'FP25000001' },
        });
        await first.release({ ...ended, state: 'interrupted' });
        const refused = await checkpoint(world, first, emptyTally, 'FP25000002').catch((error: unknown) => error);
        expect(PoError.is(refused) && refused.code).toBe('RUN_TAKEN_OVER');
        const again = held(await start(runs, { options: { resume: first.run.id } }));
        const stillRefused = await checkpoint(world, first, emptyTally, 'FP25000002').catch((error: unknown) => error);
        expect(PoError.is(stillRefused) && stillRefused.code).toBe('RUN_TAKEN_OVER');
        expect(await runs.find(first.run.id)).toMatchObject({
          tally: someTally,
          cursor: { effectiveOn: '2025-11-20', docNo: 'FP25000001' },
        });
        await checkpoint(world, again, someTally, 'FP25000003');
        await again.release(ended);
      }),
    );

    it('frees the place of a process that died, and marks its run interrupted at the next start', async ({ skip }) => {
      await inWorld(async (world) => {
        const { kill } = world;
        if (kill === undefined) return skip('this world cannot kill');
        const { runs } = world.ports;
        const dead = held(await start(runs));
        await checkpoint(world, dead, someTally, 'FP25000001');
        await kill();
        expect(await runs.find(dead.run.id)).toMatchObject({ state: 'running' });
        const next = held(await start(runs, { at: at(3), waitMs: 10_000 }));
        expect(await runs.find(dead.run.id)).toMatchObject({
          state: 'interrupted',
          tally: someTally,
          cursor: { effectiveOn: '2025-11-20', docNo: 'FP25000001' },
        });
        const refused = await checkpoint(world, dead, emptyTally, 'FP25000002').catch((error: unknown) => error);
        expect(PoError.is(refused) && refused.code).toBe('RUN_TAKEN_OVER');
        await next.release(ended);
        const again = held(await start(runs, { at: at(8), options: { resume: dead.run.id } }));
        expect(again.run).toMatchObject({ id: dead.run.id, state: 'running', tally: someTally });
        await again.release({ ...ended, at: at(9) });
      })();
    });

    it('does not let a dead run end the one that took its place', async ({ skip }) => {
      await inWorld(async (world) => {
        const { kill } = world;
        if (kill === undefined) return skip('this world cannot kill');
        const { runs } = world.ports;
        const dead = held(await start(runs));
        await kill();
        const again = held(await start(runs, { options: { resume: dead.run.id }, waitMs: 10_000 }));
        await dead.release(ended);
        expect(await runs.find(dead.run.id)).toMatchObject({ state: 'running', finishedAt: null });
        expect(await start(runs)).toMatchObject({ outcome: 'busy' });
        await checkpoint(world, again, someTally, 'FP25000003');
        await again.release({ ...ended, at: at(9) });
        expect(await runs.find(dead.run.id)).toMatchObject({ state: 'completed', finishedAt: at(9) });
      })();
    });
  });
};
