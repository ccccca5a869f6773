import {
  type AuditSubject,
  type OrphanUndoResult,
  orphanActions,
  type UndoResult,
  undoBatch,
  undoDecision,
  undoOrphanDecision,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readNumberCursor } from '../api/listCursor.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { auditEntry, auditView } from './pos.ts';
import * as s from './schemas.ts';

const undone = z.object({
  /** The entry that the undo made. */
  auditId: z.string().nullable(),
  /** The decision that was taken back. */
  undid: z.string(),
  refusal: s.facts.nullable(),
});

const undoneView = (result: UndoResult | OrphanUndoResult) =>
  result.outcome === 'undone'
    ? { auditId: result.auditId, undid: result.undid, refusal: null }
    : { auditId: null, undid: result.auditId, refusal: asJson({ ...result.refusal }) };

const subject = z.string().regex(/^(po|document|reservation|orphan|flag|run|user):[^\s].{0,100}$/);

/** Decisions taken back, and the trail of all of them. */
export const trailEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'undo',
    tag: 'trail',
    method: 'POST',
    path: '/api/v1/undo',
    permission: 'review',
    summary: { ko: '되돌리기', en: 'Takes a decision back, or all that were taken together' },
    params: s.nothing,
    query: s.nothing,
    body: z.union([z.strictObject({ auditId: s.address }), z.strictObject({ batchId: s.address })]),
    status: 200,
    result: z.object({ items: z.array(undone) }),
    async handle({ body, asking: { doer: by } }) {
      const undoing = { ...ports };
      if ('batchId' in body) {
        const items = [];
        for await (const result of undoBatch(undoing, settings.rules, { batchId: body.batchId, by })) {
          items.push(undoneView(result));
        }
        return items.length === 0 ? { problem: { kind: 'not-found' } } : { value: { items } };
      }
      const entry = await ports.audit.find(body.auditId);
      if (entry === null) return { problem: { kind: 'not-found' } };
      const request = { auditId: entry.id, by };
      const result = orphanActions.has(entry.action)
        ? await undoOrphanDecision(undoing, request)
        : await undoDecision(undoing, settings.rules, request);
      if (result.outcome === 'undone') return { value: { items: [undoneView(result)] } };
      return { problem: { kind: 'refused', facts: { refusal: asJson(result.refusal) } } };
    },
  }),
  endpoint({
    id: 'listAudit',
    tag: 'trail',
    method: 'GET',
    path: '/api/v1/audit',
    permission: 'audit',
    summary: {
      ko: '변경 이력(전체 또는 subject의), 최근 것부터',
      en: 'What was done, about everything or a subject, newest first',
    },
    params: s.nothing,
    query: z.strictObject({ subject: subject.optional(), limit: s.limit, cursor: s.cursor }),
    body: null,
    status: 200,
    result: s.listOf(auditEntry.extend({ before: z.unknown(), after: z.unknown() })),
    async handle({ query, asking }) {
      const wanted = query.limit ?? s.usualLimit;
      const about = query.subject as AuditSubject | undefined;
      const list = ['audit', about ?? null];
      const before = query.cursor === undefined ? undefined : readNumberCursor(list, query.cursor);
      if (before === null) return foreignCursor(asking.language);
      const entries =
        about === undefined
          ? await ports.audit.latest(wanted + 1, before)
          : await ports.audit.about(about, wanted + 1, before);
      const shown = entries.slice(0, wanted);
      const last = shown.at(-1);
      return {
        value: asJson({
          items: shown.map((entry) => ({
            ...auditView(entry),
            before: entry.before ?? null,
            after: entry.after ?? null,
          })),
          nextCursor: entries.length > wanted && last !== undefined ? listCursor(list, [String(last.seq)]) : null,
        }),
      };
    },
  }),
];
