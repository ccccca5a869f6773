import {
  addDays,
  cdcFreshness,
  createWhere,
  earliestStatsDay,
  type RunDecision,
  reasonCodes,
  seoulDayOf,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, momentCursor, readListCursor, readMomentCursor } from '../api/listCursor.ts';
import { messagesIn } from '../messages/messages.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import * as s from './schemas.ts';
import { runView, suggestionsView } from './views.ts';

/** Days that are counted when nobody says since when. */
const usualDays = 30;

const tag = 'figures';

/** Figures of the whole, and what became of a document. */
export const readEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => {
  const where = createWhere(ports, settings.rules);
  return [
    endpoint({
      id: 'getStats',
      tag,
      method: 'GET',
      path: '/api/v1/stats',
      permission: 'read',
      summary: { ko: '현황', en: 'Figures of the whole' },
      params: s.nothing,
      query: z.strictObject({ since: s.givenDay.optional() }),
      body: null,
      status: 200,
      result: s.stats,
      async handle({ query, asking: { at, language } }) {
        const today = seoulDayOf(at);
        const since = query.since ?? addDays(today, 1 - usualDays);
        const earliest = earliestStatsDay(today);
        if (since < earliest) {
          const detail = messagesIn(language).notBefore(earliest);
          return { problem: { kind: 'invalid-request', errors: [{ pointer: '?since', detail }] } };
        }
        const [figures, seen] = await Promise.all([ports.reports.stats(since, at), ports.cdc.look(at, false)]);
        const cdc = cdcFreshness(seen, settings.cdc, at);
        return { value: asJson({ ...figures, lastRuns: figures.lastRuns.map(runView), cdc }) };
      },
    }),
    endpoint({
      id: 'whereIs',
      tag,
      method: 'GET',
      path: '/api/v1/where/{docNo}',
      permission: 'read',
      summary: { ko: '문서 조회', en: 'What became of a document' },
      params: z.strictObject({ docNo: s.number }),
      query: s.nothing,
      body: null,
      status: 200,
      result: s.whereAnswer,
      async handle({ params }) {
        const [answer] = await where([params.docNo]);
        if (answer === undefined) return { problem: { kind: 'not-found' } };
        return answer.answer === 'orphan' && answer.suggestions !== null
          ? { value: asJson({ ...answer, suggestions: suggestionsView(answer.suggestions) }) }
          : { value: asJson(answer) as z.input<typeof s.whereAnswer> };
      },
    }),
  ];
};

/** What a run decided about a document. */
export const runDecision = z.object({
  docNo: z.string(),
  outcome: z.enum(['created', 'needs-review']),
  action: z.enum(['new-po', 'attached', 'refreshed', 'none']),
  link: z.enum(['new', 'exact', 'reserved']).nullable(),
  customer: z.string(),
  poNo: z.string(),
  delivery: z.number().nullable(),
  reasons: z.array(z.enum(reasonCodes)),
  undone: z.boolean(),
});

const runTag = 'runs';

export const runEndpoints = ({ ports }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'listRuns',
    tag: runTag,
    method: 'GET',
    path: '/api/v1/runs',
    permission: 'read',
    summary: { ko: '역수입 목록, 최근 것부터', en: 'Backfills, newest first' },
    params: s.nothing,
    query: z.strictObject({ limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: s.listOf(s.run),
    async handle({ query, asking }) {
      const wanted = query.limit ?? s.usualLimit;
      const list = ['runs'];
      const after = query.cursor === undefined ? undefined : readMomentCursor(list, query.cursor);
      if (after === null) return foreignCursor(asking.language);
      const runs = await ports.runs.latest(wanted + 1, after && { startedAt: after.at, id: after.id });
      const shown = runs.slice(0, wanted);
      const last = shown.at(-1);
      const nextCursor =
        runs.length > wanted && last !== undefined ? momentCursor(list, { at: last.startedAt, id: last.id }) : null;
      return { value: asJson({ items: shown.map(runView), nextCursor }) };
    },
  }),
  endpoint({
    id: 'getRun',
    tag: runTag,
    method: 'GET',
    path: '/api/v1/runs/{id}',
    permission: 'read',
    summary: { ko: '역수입', en: 'A backfill' },
    params: z.strictObject({ id: s.address }),
    query: s.nothing,
    body: null,
    status: 200,
    result: s.run,
    async handle({ params }) {
      const run = await ports.runs.find(params.id);
      return run === null ? { problem: { kind: 'not-found' } } : { value: asJson(runView(run)) };
    },
  }),
  endpoint({
    id: 'listRunDecisions',
    tag: runTag,
    method: 'GET',
    path: '/api/v1/runs/{id}/decisions',
    permission: 'read',
    summary: { ko: '역수입의 처리 결과, 문서 번호순', en: 'What a backfill decided, by document number' },
    params: z.strictObject({ id: s.address }),
    query: z.strictObject({ limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: s.listOf(runDecision),
    async handle({ params, query, asking }) {
      const run = await ports.runs.find(params.id);
      if (run === null) return { problem: { kind: 'not-found' } };
      const wanted = query.limit ?? s.usualLimit;
      const list = ['decisions', run.id];
      const after = query.cursor === undefined ? [] : readListCursor(list, query.cursor);
      if (after === null) return foreignCursor(asking.language);
      const items: RunDecision[] = [];
      for await (const page of ports.reports.decisions(run.id, after[0])) {
        items.push(...page);
        if (items.length > wanted) break;
      }
      const shown = items.slice(0, wanted);
      const last = shown.at(-1);
      const nextCursor = items.length > wanted && last !== undefined ? listCursor(list, [last.docNo]) : null;
      return { value: asJson({ items: shown, nextCursor }) };
    },
  }),
];
