import { lastDays, type RunOptions, runRequestStates, seoulDayOf } from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, momentCursor, readMomentCursor, readNumberCursor } from '../api/listCursor.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { runDecision } from './reads.ts';
import { runFeed } from './runFeed.ts';
import * as s from './schemas.ts';
import { runRequestView } from './views.ts';

/** As of the command line. */
const usualDays = 90;
const usualRunLimit = 1000;
/** All decisions of a dry run are kept for a week; who wants more has the command line. */
const mostDocuments = 100_000;

/** A queue that is full is not empty a moment later. */
const fullForSeconds = 60;

const asked = z
  .strictObject({
    dryRun: z.boolean(),
    days: z.int().min(1).max(100_000).optional(),
    since: s.givenDay.optional(),
    until: s.givenDay.optional(),
    limit: z.int().min(1).max(mostDocuments).optional(),
    force: z.boolean().optional(),
    acceptMissing: z.int().min(1).max(1_000_000).optional(),
  })
  .superRefine(({ days, since, until, limit, force }, { addIssue }) => {
    const wrong = (name: string, message: string): void => addIssue({ code: 'custom', path: [name], message });
    if (days !== undefined && (since !== undefined || until !== undefined)) wrong('days', 'days-and-dates');
    if (since !== undefined && until !== undefined && since > until) wrong('until', 'since-after-until');
    // A forced run with a limit would begin with the same documents each time.
    if (force === true && limit !== undefined) wrong('limit', 'forced-with-limit');
  });

const optionsOf = (
  { days, since, until, limit, force = false }: z.output<typeof asked>,
  today: string,
): RunOptions => ({
  window:
    since === undefined && until === undefined
      ? lastDays(today, days ?? usualDays)
      : { since: since ?? null, until: until ?? null },
  limit: limit ?? (force ? null : usualRunLimit),
  force,
});

const counts = s.run.pick({
  checked: true,
  created: true,
  skipped: true,
  needsReview: true,
  failed: true,
  reworked: true,
});

const runRequest = z.object({
  id: z.string(),
  dryRun: z.boolean(),
  since: s.day.nullable(),
  until: s.day.nullable(),
  limit: z.number().nullable(),
  force: z.boolean(),
  acceptMissing: z.number().nullable(),
  state: z.enum(runRequestStates),
  actor: z.string(),
  queuedAt: s.moment,
  startedAt: s.moment.nullable(),
  endedAt: s.moment.nullable(),
  process: z.object({ host: z.string(), pid: z.number() }).nullable(),
  cancel: z.object({ by: z.string(), at: s.moment }).nullable(),
  waitsFor: z
    .object({ runId: z.string(), actor: z.string(), host: z.string(), pid: z.number(), startedAt: s.moment })
    .nullable(),
  progress: counts.extend({ indexing: z.number(), listed: z.number().nullable(), read: z.number() }).nullable(),
  result: counts
    .extend({
      run: s.run.pick({ id: true, since: true, until: true, limit: true, state: true }).extend({ dryRun: z.boolean() }),
      missing: z.number(),
      orphans: s.run.shape.orphans,
      durationMs: z.number(),
    })
    .nullable(),
  failure: z.object({ code: z.string(), facts: s.facts }).nullable(),
});

const numbered = runDecision.extend({ seq: z.number() });

const events = z.object({
  progress: runRequest,
  decision: numbered,
  restarted: z.object({}),
  done: runRequest,
});

const byId = z.strictObject({ id: s.address });

const common = { tag: 'runs', permission: 'run' } as const;

/** Backfills that are asked for, followed and cancelled. Whichever process of ours comes first carries them out. */
export const runRequestEndpoints = ({ ports }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    ...common,
    id: 'startRun',
    method: 'POST',
    path: '/api/v1/runs',
    summary: { ko: '역수입 시작(Dry Run 또는 실제)', en: 'Asks for a backfill, dry or real' },
    params: s.nothing,
    query: s.nothing,
    body: asked,
    status: 202,
    result: runRequest,
    location: ({ id }) => `/api/v1/run-requests/${id}`,
    async handle({ body, asking: { doer, at } }) {
      const request = await ports.runRequests.add({
        id: ports.newId(),
        dryRun: body.dryRun,
        options: optionsOf(body, seoulDayOf(at)),
        acceptMissing: body.acceptMissing ?? null,
        by: doer,
        at,
      });
      return request === null
        ? { problem: { kind: 'too-many-requests', retryAfterSeconds: fullForSeconds } }
        : { value: asJson(runRequestView(request)) };
    },
  }),
  endpoint({
    ...common,
    id: 'listRunRequests',
    method: 'GET',
    path: '/api/v1/run-requests',
    summary: { ko: '요청한 역수입, 최근 것부터', en: 'Backfills that were asked for, newest first' },
    params: s.nothing,
    query: z.strictObject({ limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: s.listOf(runRequest),
    async handle({ query, asking }) {
      const wanted = query.limit ?? s.usualLimit;
      const list = ['run-requests'];
      const after = query.cursor === undefined ? undefined : readMomentCursor(list, query.cursor);
      if (after === null) return foreignCursor(asking.language);
      const requests = await ports.runRequests.latest(wanted + 1, after && { queuedAt: after.at, id: after.id });
      const shown = requests.slice(0, wanted);
      const last = shown.at(-1);
      const nextCursor =
        requests.length > wanted && last !== undefined ? momentCursor(list, { at: last.queuedAt, id: last.id }) : null;
      return { value: asJson({ items: shown.map(runRequestView), nextCursor }) };
    },
  }),
  endpoint({
    ...common,
    id: 'getRunRequest',
    method: 'GET',
    path: '/api/v1/run-requests/{id}',
    summary: { ko: '요청한 역수입', en: 'A backfill that was asked for' },
    params: byId,
    query: s.nothing,
    body: null,
    status: 200,
    result: runRequest,
    async handle({ params }) {
      const request = await ports.runRequests.find(params.id);
      return request === null ? { problem: { kind: 'not-found' } } : { value: asJson(runRequestView(request)) };
    },
  }),
  endpoint({
    ...common,
    id: 'listRunRequestDecisions',
    method: 'GET',
    path: '/api/v1/run-requests/{id}/decisions',
    summary: {
      ko: '요청한 역수입의 처리 결과, 처리 순서대로(Dry Run은 전부)',
      en: 'What was decided, in that order: of a dry run all of it',
    },
    params: byId,
    query: z.strictObject({ limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: s.listOf(numbered),
    async handle({ params, query, asking }) {
      const request = await ports.runRequests.find(params.id);
      if (request === null) return { problem: { kind: 'not-found' } };
      const wanted = query.limit ?? s.usualLimit;
      const list = ['run-request-decisions', request.id];
      const after = query.cursor === undefined ? 0 : readNumberCursor(list, query.cursor);
      if (after === null) return foreignCursor(asking.language);
      const found = await ports.runRequests.decisions(request.id, after, wanted + 1, false);
      const items = found.slice(0, wanted).map(({ seq, decision }) => ({ seq, ...decision }));
      const last = items.at(-1);
      const nextCursor = found.length > wanted && last !== undefined ? listCursor(list, [String(last.seq)]) : null;
      return { value: asJson({ items, nextCursor }) };
    },
  }),
  endpoint({
    ...common,
    id: 'followRunRequest',
    method: 'GET',
    path: '/api/v1/run-requests/{id}/events',
    summary: {
      ko: '역수입 진행 상황(server-sent events): progress, decision, restarted, done',
      en: 'A backfill as it goes on (server-sent events): progress, decision, restarted, done',
    },
    params: byId,
    query: s.nothing,
    body: null,
    status: 200,
    streams: true,
    result: events,
    async handle({ params, lastEventId }) {
      const request = await ports.runRequests.find(params.id);
      if (request === null) return { problem: { kind: 'not-found' } };
      return { events: runFeed(ports.runRequests, request.id, lastEventId) };
    },
  }),
  endpoint({
    ...common,
    id: 'cancelRunRequest',
    method: 'POST',
    path: '/api/v1/run-requests/{id}/cancel',
    summary: { ko: '역수입 중단', en: 'Ends a backfill after its current batch' },
    params: byId,
    query: s.nothing,
    body: null,
    status: 200,
    whileReadOnly: true,
    result: runRequest,
    async handle({ params, asking: { doer, at } }) {
      const request = await ports.runRequests.cancel(params.id, { by: doer, at });
      if (request === null) return { problem: { kind: 'not-found' } };
      const { state, endedAt } = request;
      return endedAt !== null && state !== 'cancelled'
        ? { problem: { kind: 'conflict', facts: { state } } }
        : { value: asJson(runRequestView(request)) };
    },
  }),
];
