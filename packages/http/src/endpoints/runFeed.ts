import type { RunRequest, RunRequests } from '@cynow/po-core';
import { asJson } from '../api/asJson.ts';
import type { EventFeed, ServerEvent } from '../api/EventFeed.ts';
import { runRequestView } from './views.ts';

/** Decisions told at a time. */
const pageSize = 200;

/**
 * What happens to a requested run: `progress` with the request as it is, `decision`, `restarted` when those told so far are
 * void, and at its end `done`. Somebody who comes again is told the decisions behind the number `lastEventId`.
 */
export const runFeed = (
  requests: Pick<RunRequests, 'find' | 'decisions'>,
  id: string,
  lastEventId: string | null,
): EventFeed => {
  let after = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
  let shown: string | null = null;
  let over = false;

  const progressOf = (request: RunRequest): readonly ServerEvent[] => {
    const data = asJson(runRequestView(request));
    const text = JSON.stringify(data);
    if (text === shown) return [];
    shown = text;
    return [{ id: String(after), name: 'progress', data }];
  };

  return {
    async next() {
      const wasOver = over;
      // In this order: a dry run that begins anew in between voids what is told here, and is seen to do so.
      const page = await requests.decisions(id, after, pageSize, true);
      const request = await requests.find(id);
      if (request === null) return { events: [], ended: true };
      const events: ServerEvent[] = [];
      if (after > 0 && request.voidUpTo > after) {
        after = request.voidUpTo;
        events.push({ id: String(after), name: 'restarted', data: {} });
      }
      for (const { seq, decision } of page) {
        if (seq <= request.voidUpTo) continue;
        after = seq;
        events.push({ id: String(seq), name: 'decision', data: { seq, ...decision } });
      }
      over = request.endedAt !== null;
      // What was decided last may have come after it was looked for decisions, but not after it was known to be over.
      if (wasOver && page.length < pageSize) {
        const data = asJson(runRequestView(request));
        return { events: [...events, { id: String(after), name: 'done', data }], ended: true };
      }
      return { events: over ? events : [...events, ...progressOf(request)], ended: false };
    },
  };
};
