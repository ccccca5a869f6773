import {
  heardWithinMs,
  mostOpenRequests,
  type RunClaim,
  type RunRequests,
  type RunTold,
  requestKeptMs,
} from '../ports/RunRequests.ts';
import type { RunHolder } from '../ports/RunStore.ts';
import type { NumberedDecision, RunRequest } from '../runRequest/RunRequest.ts';
import { runRequestEntry } from '../runRequest/runRequestEntry.ts';
import type { InMemoryAuditTrail } from './inMemoryAuditTrail.ts';
import { newestFirst } from './newestFirst.ts';

interface Held {
  request: RunRequest;
  attempt: number;
  heardAt: Date;
  notBefore: Date;
  decisions: readonly NumberedDecision[];
}

const isOpen = ({ request }: Held): boolean => request.state === 'queued' || request.state === 'running';

/** Requests in memory, for embedding and trying out. */
export const inMemoryRunRequests = (audit: InMemoryAuditTrail, newId: () => string): RunRequests => {
  const all = new Map<string, Held>();

  const holder = (): RunHolder | null => {
    for (const { request } of all.values()) {
      const { id, state, dryRun, actor, process, startedAt } = request;
      if (state !== 'running' || dryRun || process === null || startedAt === null) continue;
      return { runId: id, actor, ...process, startedAt };
    }
    return null;
  };
  const shown = ({ request }: Held): RunRequest =>
    request.state === 'queued' && !request.dryRun
      ? { ...request, waitsFor: request.waitsFor ?? holder() }
      : { ...request, waitsFor: null };

  /** The request, if the claim still holds. */
  const claimed = ({ request, attempt }: RunClaim): Held | null => {
    const held = all.get(request.id);
    return held?.attempt === attempt && held.request.state === 'running' ? held : null;
  };
  const keep = (held: Held, { at, progress, decisions }: RunTold): void => {
    held.heardAt = at;
    const more = decisions.filter(({ seq }) => seq > held.request.decided);
    held.decisions = [...held.decisions, ...more];
    const decided = more.at(-1)?.seq ?? held.request.decided;
    held.request = { ...held.request, decided, progress: progress ?? held.request.progress };
  };

  return {
    async add({ at, by, ...asked }) {
      for (const [id, { request }] of all) {
        if (request.endedAt !== null && at.getTime() - request.endedAt.getTime() >= requestKeptMs) all.delete(id);
      }
      if ([...all.values()].filter(isOpen).length >= mostOpenRequests) return null;
      const request: RunRequest = {
        ...asked,
        actor: by.actor,
        state: 'queued',
        queuedAt: at,
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
      };
      const held = { request, attempt: 0, heardAt: at, notBefore: at, decisions: [] };
      all.set(request.id, held);
      audit.add([runRequestEntry('request-run', { id: newId(), by, at }, null, request)]);
      return shown(held);
    },

    async find(id) {
      const held = all.get(id);
      return held === undefined ? null : shown(held);
    },
    async latest(limit, after) {
      const placeOf = ({ queuedAt, id }: Pick<RunRequest, 'queuedAt' | 'id'>) => ({ at: queuedAt, id });
      const place = after === undefined ? null : placeOf(after);
      return newestFirst(all.values(), ({ request }) => placeOf(request), limit, place).map(shown);
    },
    decisions: async (id, after, limit, toldOnly) => {
      const held = all.get(id);
      if (held === undefined) return [];
      const from = Math.max(after, held.request.voidUpTo);
      return held.decisions
        .filter(({ seq, told }) => seq > from && (told || !toldOnly))
        .slice(0, limit)
        .map(({ seq, decision }) => ({ seq, decision }));
    },

    async cancel(id, { by, at }) {
      const held = all.get(id);
      if (held === undefined) return null;
      const before = held.request;
      if (before.endedAt === null && before.cancel === null) {
        const ended = before.state === 'queued' ? ({ state: 'cancelled', endedAt: at } as const) : {};
        held.request = { ...before, ...ended, cancel: { by: by.actor, at } };
        audit.add([runRequestEntry('cancel-run', { id: newId(), by, at }, before, held.request)]);
      }
      return shown(held);
    },

    async claim({ dryRun, process, at }) {
      const open = [...all.values()]
        .filter((held) => isOpen(held) && held.request.dryRun === dryRun)
        .sort((a, b) => a.request.queuedAt.getTime() - b.request.queuedAt.getTime());
      const isFree = ({ request, heardAt, notBefore }: Held): boolean =>
        request.state === 'queued' ? notBefore <= at : at.getTime() - heardAt.getTime() >= heardWithinMs;
      const held = (dryRun ? open : open.slice(0, 1)).find(isFree);
      if (held === undefined) return null;
      const { state, lost, decided, voidUpTo, startedAt } = held.request;
      const isVoid = dryRun && decided > voidUpTo;
      if (isVoid) held.decisions = [];
      held.attempt += 1;
      held.heardAt = at;
      held.request = {
        ...held.request,
        state: 'running',
        process,
        waitsFor: null,
        startedAt: startedAt ?? at,
        lost: state === 'running' ? lost + 1 : lost,
        // A number of its own says where it begins anew.
        ...(isVoid && { decided: decided + 1, voidUpTo: decided + 1 }),
        ...(dryRun && { progress: null }),
      };
      return { request: shown(held), attempt: held.attempt };
    },

    async report(claim, told) {
      const held = claimed(claim);
      if (held === null) return 'lost';
      keep(held, told);
      return held.request.cancel === null ? 'go-on' : 'cancel';
    },
    async settle(claim, end, told) {
      const held = claimed(claim);
      if (held === null) return false;
      keep(held, told);
      held.request = { ...held.request, ...end, endedAt: told.at };
      return true;
    },
    async giveBack(claim, { notBefore, waitsFor }, told) {
      const held = claimed(claim);
      if (held === null) return false;
      keep(held, told);
      held.notBefore = notBefore;
      held.request =
        held.request.cancel === null
          ? { ...held.request, state: 'queued', waitsFor }
          : { ...held.request, state: 'cancelled', endedAt: told.at };
      return true;
    },
  };
};
