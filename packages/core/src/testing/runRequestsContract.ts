import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Doer } from '../audit/AuditEntry.ts';
import { emptyTally } from '../backfill/tally.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { RunDecision } from '../ports/PoReports.ts';
import {
  heardWithinMs,
  mostOpenRequests,
  type NewRunRequest,
  type RunClaim,
  type RunRequests,
  requestKeptMs,
} from '../ports/RunRequests.ts';
import type { NumberedDecision, RunProgress } from '../runRequest/RunRequest.ts';
import { defaultNow } from './builders.ts';

/** Requests to test with the trail that they write, and addresses for them. */
export interface RunRequestsWorld {
  readonly requests: RunRequests;
  readonly audit: AuditTrail;
  readonly newId: () => string;
  close(): Promise<void>;
}

const later = (ms: number): Date => new Date(defaultNow.getTime() + ms);

const doer = (actor: string): Doer => ({ actor, channel: 'api', requestId: `r-${actor}` });

const here = { host: 'plant-1', pid: 11 };
const there = { host: 'plant-2', pid: 22 };

const progress: RunProgress = {
  indexing: 0,
  listed: 9,
  read: 4,
  tally: { ...emptyTally, checked: 4, failed: { total: 1, documents: [{ docNo: 'FP25000009', error: '"가"' }] } },
};

const result = {
  run: { id: 'x', dryRun: true, since: '2025-11-01', until: null, limit: 10, state: 'completed' as const },
  ...progress.tally,
  missing: 0,
  orphans: { open: 0, found: 0, resolved: 0 },
  durationMs: 5,
};

const decision = (seq: number, told = true): NumberedDecision => ({
  seq,
  told,
  decision: {
    docNo: `FP${25_000_000 + seq}`,
    outcome: 'needs-review',
    action: 'attached',
    link: 'exact',
    customer: 'KDKK',
    poNo: '수주-1',
    delivery: 2,
    reasons: ['QTY_MISMATCH'],
    undone: false,
  } satisfies RunDecision,
});

const nothing = (at: Date) => ({ at, progress: null, decisions: [] });

/** What every store of requested runs promises. */
export function runRequestsContract(open: () => Promise<RunRequestsWorld>): void {
  const using =
    (
      test: (
        requests: RunRequests,
        add: (over?: Partial<NewRunRequest>) => Promise<string>,
        claim: (dryRun: boolean, at?: Date, process?: typeof here) => Promise<RunClaim>,
        newId: () => string,
        audit: AuditTrail,
      ) => Promise<void>,
    ) =>
    async (): Promise<void> => {
      const { requests, audit, newId, close } = await open();
      try {
        await test(
          requests,
          async (over = {}) => {
            const request: NewRunRequest = {
              id: newId(),
              dryRun: true,
              options: { window: { since: '2025-11-01', until: null }, limit: 10, force: false },
              acceptMissing: null,
              by: doer('김반장'),
              at: defaultNow,
              ...over,
            };
            const added = await requests.add(request);
            expect(added?.id).toBe(request.id);
            return request.id;
          },
          async (dryRun, at = defaultNow, process = here) => {
            const claim = await requests.claim({ dryRun, process, at });
            if (claim === null) throw new Error('nothing to carry out');
            return claim;
          },
          newId,
          audit,
        );
      } finally {
        await close();
      }
    };
  const claimedId = async (requests: RunRequests, dryRun: boolean, at: Date): Promise<string | null> =>
    (await requests.claim({ dryRun, process: here, at }))?.request.id ?? null;

  describe('RunRequests contract', () => {
    it(
      'keeps what was asked for',
      using(async (requests, add) => {
        const id = await add();
        const other = await add({
          dryRun: false,
          at: later(1),
          acceptMissing: 25,
          options: { window: { since: null, until: '2025-11-20' }, limit: null, force: true },
        });
        expect(await requests.find(id)).toEqual({
          id,
          dryRun: true,
          options: { window: { since: '2025-11-01', until: null }, limit: 10, force: false },
          acceptMissing: null,
          actor: '김반장',
          state: 'queued',
          queuedAt: defaultNow,
          startedAt: null,
          endedAt: null,
          process: null,
          cancel: null,
          waitsFor: null,
          progress: null,
          result: null,
          failure: null,
          lost: 0,
          decided: 0,
          voidUpTo: 0,
        });
        expect(await requests.find(other)).toMatchObject({
          dryRun: false,
          acceptMissing: 25,
          options: { window: { since: null, until: '2025-11-20' }, limit: null, force: true },
        });
        expect((await requests.latest(10)).map((each) => each.id)).toEqual([other, id]);
        expect((await requests.latest(1)).map((each) => each.id)).toEqual([other]);
        expect((await requests.latest(10, (await requests.find(other))!)).map((each) => each.id)).toEqual([id]);
        expect(await requests.find('nobody')).toBe(null);
        expect(await requests.decisions('nobody', 0, 10, false)).toEqual([]);
        expect(await requests.cancel('nobody', { by: doer('kim'), at: defaultNow })).toBe(null);
      }),
    );

    it(
      'goes through all requests, the newest first, in pages of any size',
      using(async (requests, add) => {
        const made: { readonly ms: number; readonly id: string }[] = [];
        await fc.assert(
          fc.asyncProperty(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 6 }), async (ms, size) => {
            if (made.length < mostOpenRequests) made.push({ ms, id: await add({ at: later(ms) }) });
            const seen: string[] = [];
            let page = await requests.latest(size);
            while (page.length > 0) {
              seen.push(...page.map(({ id }) => id));
              const { queuedAt, id } = page.at(-1)!;
              page = await requests.latest(size, { queuedAt, id });
            }
            const inOrder = made.toSorted((a, b) => b.ms - a.ms || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
            expect(seen).toEqual(inOrder);
          }),
          { numRuns: 25 },
        );
      }),
    );

    it(
      'goes on behind a request that was forgotten meanwhile',
      using(async (requests, add) => {
        const [waits, over] = [await add({ at: later(0) }), await add({ at: later(1) })];
        const place = (await requests.cancel(over, { by: doer('kim'), at: later(2) }))!;
        const latest = await add({ at: later(requestKeptMs + 2) });
        expect((await requests.latest(9)).map(({ id }) => id)).toEqual([latest, waits]);
        expect((await requests.latest(9, place)).map(({ id }) => id)).toEqual([waits]);
        expect((await requests.latest(9, { queuedAt: later(0), id: 'none' })).map(({ id }) => id)).toEqual([waits]);
        expect(await requests.latest(9, { queuedAt: later(0), id: '' })).toEqual([]);
      }),
    );

    it(
      'keeps what is told, once, and how it ended',
      using(async (requests, add, claim) => {
        const id = await add();
        const held = await claim(true, later(5));
        expect(held.request).toMatchObject({ id, state: 'running', startedAt: later(5), process: here, lost: 0 });
        const told = { at: later(10), progress, decisions: [decision(1), decision(2, false)] };
        expect(await requests.report(held, told)).toBe('go-on');
        expect(await requests.report(held, told)).toBe('go-on');
        expect(await requests.report(held, { at: later(11), progress: null, decisions: [decision(3)] })).toBe('go-on');
        expect(await requests.find(id)).toMatchObject({ progress, decided: 3 });
        const all = [1, 2, 3].map((seq) => ({ seq, decision: decision(seq).decision }));
        expect(await requests.decisions(id, 0, 10, false)).toEqual(all);
        expect(await requests.decisions(id, 1, 10, false)).toEqual(all.slice(1));
        expect(await requests.decisions(id, 0, 1, false)).toEqual(all.slice(0, 1));
        expect(await requests.decisions(id, 0, 10, true)).toEqual([all[0], all[2]]);
        const end = { state: 'completed', result } as const;
        const rest = { at: later(20), progress: { ...progress, read: 9 }, decisions: [decision(4)] };
        expect(await requests.settle(held, end, rest)).toBe(true);
        expect(await requests.find(id)).toMatchObject({
          ...end,
          endedAt: later(20),
          decided: 4,
          progress: { ...progress, read: 9 },
        });
        expect(await requests.settle(held, end, rest)).toBe(false);
        expect(await requests.report(held, told)).toBe('lost');
        expect(await requests.claim({ dryRun: true, process: here, at: later(heardWithinMs * 2) })).toBe(null);
      }),
    );

    it(
      'gives each request to one of many who ask at once',
      using(async (requests, add) => {
        const ids = await Promise.all(Array.from({ length: 10 }, (_, i) => add({ at: later(i) })));
        const claims = await Promise.all(
          Array.from({ length: 20 }, () => requests.claim({ dryRun: true, process: here, at: later(50) })),
        );
        const given = claims.flatMap((each) => each?.request.id ?? []);
        // Whoever meets a row that another takes at that moment may come away with nothing, and asks again.
        let more = await claimedId(requests, true, later(50));
        while (more !== null) {
          given.push(more);
          more = await claimedId(requests, true, later(50));
        }
        expect(given.sort()).toEqual(ids.sort());
      }),
    );

    it(
      'lets one real run go after the other, in the order in which they were asked for, and dry runs beside them',
      using(async (requests, add, claim) => {
        const second = await add({ dryRun: false, at: later(2) });
        const first = await add({ dryRun: false, at: later(1) });
        const dry = await add({ at: later(3) });
        const held = await claim(false, later(10));
        expect(held.request.id).toBe(first);
        expect(await claimedId(requests, false, later(11))).toBe(null);
        expect(await claimedId(requests, true, later(11))).toBe(dry);
        expect((await requests.find(second))?.waitsFor).toEqual({
          runId: first,
          actor: '김반장',
          ...here,
          startedAt: later(10),
        });
        // Not even while the first one waits.
        await requests.giveBack(held, { notBefore: later(100), waitsFor: null }, nothing(later(12)));
        expect(await claimedId(requests, false, later(50))).toBe(null);
        expect(await claimedId(requests, false, later(100))).toBe(first);
        await requests.cancel(first, { by: doer('lee'), at: later(101) });
        expect(await claimedId(requests, false, later(102))).toBe(null);
      }),
    );

    it(
      'gives one back with whom it waits for, and where a dry run begins anew what was decided is void',
      using(async (requests, add, claim) => {
        const [dry, real] = [await add(), await add({ dryRun: false })];
        const [one, other] = [await claim(true), await claim(false)];
        const told = { at: later(1), progress, decisions: [decision(1), decision(2)] };
        expect(await requests.giveBack(one, { notBefore: later(5), waitsFor: null }, told)).toBe(true);
        const waitsFor = { runId: 'r', actor: 'lee', host: 'h', pid: 3, startedAt: later(-5) };
        await requests.giveBack(other, { notBefore: later(5), waitsFor }, told);
        expect(await requests.find(real)).toMatchObject({ state: 'queued', waitsFor, decided: 2 });
        expect(await requests.report(one, told)).toBe('lost');
        expect(await claimedId(requests, true, later(4))).toBe(null);

        const again = await claim(true, later(5), there);
        expect(again.request).toMatchObject({ id: dry, progress: null, decided: 3, voidUpTo: 3, lost: 0 });
        expect(again.request.startedAt).toEqual(defaultNow);
        expect(await requests.decisions(dry, 0, 10, false)).toEqual([]);
        await requests.report(again, { at: later(6), progress, decisions: [decision(4)] });
        expect((await requests.decisions(dry, 0, 10, true)).map(({ seq }) => seq)).toEqual([4]);

        const goesOn = await claim(false, later(5), there);
        expect(goesOn.request).toMatchObject({ id: real, progress, decided: 2, voidUpTo: 0, waitsFor: null });
        expect((await requests.decisions(real, 0, 10, true)).map(({ seq }) => seq)).toEqual([1, 2]);
      }),
    );

    it(
      'gives the request of a process that died to another, and hears no more from the first',
      using(async (requests, add, claim) => {
        const id = await add();
        const first = await claim(true);
        await requests.report(first, nothing(later(10)));
        expect(await claimedId(requests, true, later(10 + heardWithinMs - 1))).toBe(null);
        const second = await claim(true, later(10 + heardWithinMs), there);
        expect(second.request).toMatchObject({ id, lost: 1, process: there });
        expect(second.attempt).toBeGreaterThan(first.attempt);
        expect(await requests.report(first, nothing(later(heardWithinMs + 20)))).toBe('lost');
        const failed = { state: 'failed', failure: { code: 'X', facts: { n: 1 } } } as const;
        expect(await requests.settle(first, failed, nothing(later(heardWithinMs + 20)))).toBe(false);
        expect(
          await requests.giveBack(first, { notBefore: defaultNow, waitsFor: null }, nothing(later(heardWithinMs + 20))),
        ).toBe(false);
        expect(await requests.find(id)).toMatchObject({ state: 'running' });
        expect(await requests.settle(second, failed, nothing(later(heardWithinMs + 30)))).toBe(true);
        expect(await requests.find(id)).toMatchObject(failed);
      }),
    );

    it(
      'cancels what waits at once, and tells whoever carries it out',
      using(async (requests, add, claim) => {
        const [waits, runs, back] = [await add(), await add({ at: later(1) }), await add({ at: later(2) })];
        const [wish, kept] = [
          { by: doer('lee'), at: later(5) },
          { by: 'lee', at: later(5) },
        ];
        expect(await requests.cancel(waits, wish)).toMatchObject({
          state: 'cancelled',
          endedAt: later(5),
          cancel: kept,
        });
        const held = await claim(true, later(5));
        expect(held.request.id).toBe(runs);
        expect(await requests.cancel(runs, wish)).toMatchObject({ state: 'running', endedAt: null, cancel: kept });
        expect(await requests.report(held, nothing(later(6)))).toBe('cancel');
        await requests.cancel(runs, { by: doer('park'), at: later(7) });
        await requests.settle(held, { state: 'cancelled', result: null }, nothing(later(8)));
        expect(await requests.find(runs)).toMatchObject({ state: 'cancelled', result: null, cancel: kept });
        expect(await requests.cancel(runs, { by: doer('park'), at: later(9) })).toMatchObject({ cancel: kept });

        const other = await claim(true, later(10));
        expect(other.request.id).toBe(back);
        await requests.cancel(back, wish);
        await requests.giveBack(other, { notBefore: later(11), waitsFor: null }, nothing(later(11)));
        expect(await requests.find(back)).toMatchObject({ state: 'cancelled', endedAt: later(11) });
      }),
    );

    it(
      'takes no more than so many, and forgets them after a week',
      using(async (requests, add, claim, newId) => {
        const ids: string[] = [];
        for (let i = 0; i < mostOpenRequests; i += 1) ids.push(await add({ at: later(i) }));
        const more = (at: Date) =>
          requests.add({
            id: newId(),
            dryRun: true,
            options: { window: { since: null, until: null }, limit: 1, force: false },
            acceptMissing: null,
            by: doer('kim'),
            at,
          });
        expect(await more(later(100))).toBe(null);
        const held = await claim(true, later(100));
        await requests.report(held, { at: later(100), progress, decisions: [decision(1)] });
        await requests.settle(held, { state: 'completed', result }, nothing(later(200)));
        await requests.cancel(ids[1]!, { by: doer('kim'), at: later(300) });
        expect(await more(later(199 + requestKeptMs))).not.toBe(null);
        expect(await requests.find(ids[0]!)).not.toBe(null);
        await requests.cancel(ids[2]!, { by: doer('kim'), at: later(1000) });
        await add({ at: later(200 + requestKeptMs) });
        expect(await requests.find(ids[0]!)).toBe(null);
        expect(await requests.decisions(ids[0]!, 0, 1, false)).toEqual([]);
        expect(await requests.find(ids[1]!)).not.toBe(null);
      }),
    );

    it(
      'tells in the trail who asked for what, and keeps that when the request is forgotten',
      using(async (requests, add, _claim, newId, audit) => {
        const id = await add({ dryRun: false, acceptMissing: 25 });
        const [entry, ...others] = await audit.about(`run:${id}`, 10);
        expect(others).toEqual([]);
        expect(entry).toMatchObject({
          at: defaultNow,
          by: doer('김반장'),
          batchId: null,
          action: 'request-run',
          subjects: [`run:${id}`],
          note: null,
          before: null,
          undoes: null,
        });
        expect(entry?.after).toEqual({
          dryRun: false,
          since: '2025-11-01',
          until: null,
          limit: 10,
          force: false,
          acceptMissing: 25,
          state: 'queued',
          cancel: null,
        });
        await requests.cancel(id, { by: doer('lee'), at: later(1) });
        for (let i = 0; i < mostOpenRequests; i += 1) await add({ at: later(requestKeptMs + 1) });
        expect(await requests.find(id)).toBe(null);
        expect((await audit.about(`run:${id}`, 10)).map(({ action }) => action)).toEqual(['cancel-run', 'request-run']);

        const refused = newId();
        const options = { window: { since: null, until: null }, limit: 1, force: false };
        const asked = { id: refused, dryRun: true, options, acceptMissing: null, by: doer('kim') };
        expect(await requests.add({ ...asked, at: later(requestKeptMs + 2) })).toBe(null);
        expect(await audit.about(`run:${refused}`, 10)).toEqual([]);
      }),
    );

    it(
      'tells in the trail who first wanted it to end, of several at once as well',
      using(async (requests, add, claim, _newId, audit) => {
        const [runs, waits] = [await add(), await add({ at: later(1) })];
        const held = await claim(true, later(2));
        expect(held.request.id).toBe(runs);
        const people = ['kim', 'lee', 'park'];
        for (const id of [runs, waits]) {
          await Promise.all(people.map((actor) => requests.cancel(id, { by: doer(actor), at: later(3) })));
          await requests.cancel(id, { by: doer('choi'), at: later(4) });
        }
        await requests.settle(held, { state: 'cancelled', result: null }, nothing(later(5)));
        await requests.cancel(runs, { by: doer('choi'), at: later(6) });
        const [[ofRunning, ...more], [ofWaiting, ...yetMore]] = [
          await audit.about(`run:${runs}`, 10),
          await audit.about(`run:${waits}`, 10),
        ];
        expect([more, yetMore].map((rest) => rest.map(({ action }) => action))).toEqual([
          ['request-run'],
          ['request-run'],
        ]);
        const by = (await requests.find(runs))!.cancel!.by;
        expect(people).toContain(by);
        expect(ofRunning).toMatchObject({
          action: 'cancel-run',
          by: doer(by),
          at: later(3),
          before: { dryRun: true, limit: 10, state: 'running', cancel: null },
          after: { dryRun: true, limit: 10, state: 'running', cancel: { by, at: later(3).toISOString() } },
        });
        expect(ofWaiting).toMatchObject({
          action: 'cancel-run',
          before: { state: 'queued', cancel: null },
          after: { state: 'cancelled', cancel: { at: later(3).toISOString() } },
        });
      }),
    );

    it(
      'tells in the trail of nothing but that, whatever becomes of a request',
      using(async (requests, add, _claim, _newId, audit) => {
        const step = fc.record({
          does: fc.constantFrom('cancel', 'claim', 'report', 'give back', 'settle'),
          actor: fc.constantFrom('kim', 'lee', '박 과장'),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, dryRun) => {
            const id = await add({ dryRun });
            let held: RunClaim | null = null;
            for (const { does, actor } of steps) {
              const at = later(1);
              if (does === 'cancel') await requests.cancel(id, { by: doer(actor), at });
              if (does === 'claim') held = (await requests.claim({ dryRun, process: here, at })) ?? held;
              if (held === null) continue;
              if (does === 'report') await requests.report(held, nothing(at));
              if (does === 'give back') {
                await requests.giveBack(held, { notBefore: at, waitsFor: null }, nothing(at));
              }
              if (does === 'settle') await requests.settle(held, { state: 'completed', result }, nothing(at));
            }
            const { cancel } = (await requests.find(id))!;
            expect((await audit.about(`run:${id}`, 10)).map(({ action, by }) => [action, by])).toEqual([
              ...(cancel === null ? [] : [['cancel-run', doer(cancel.by)]]),
              ['request-run', doer('김반장')],
            ]);
            // Nothing is left for the next time.
            await requests.cancel(id, { by: doer('kim'), at: later(2) });
            const rest = held ?? (await requests.claim({ dryRun, process: here, at: later(2) }));
            if (rest !== null) await requests.settle(rest, { state: 'cancelled', result: null }, nothing(later(2)));
          }),
          { numRuns: 20 },
        );
      }),
    );
  });
}
