import {
  decideOrphan,
  heldNumber,
  listOrphans,
  manualPoSchema,
  type OrphanRefusal,
  orphanStates,
  placeText,
  readPlace,
  viewOrphans,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import type { Problem } from '../problem/Problem.ts';
import * as s from './schemas.ts';
import { orphanView, poView } from './views.ts';

const poNaming = z.union([
  z.strictObject({ id: s.address }),
  z.strictObject({ customer: z.string().min(1).max(200), poNo: z.string().min(1).max(200) }),
  z.strictObject({ docNo: s.number }),
]);

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attach'), to: poNaming, note: s.note.optional() }),
  z.strictObject({ kind: z.literal('make-po'), po: manualPoSchema, note: s.note.optional() }),
  z.strictObject({ kind: z.literal('ignore'), why: s.note }),
]);

const problemOf = (refusal: OrphanRefusal): Problem => {
  switch (refusal.reason) {
    case 'not-found':
      return { kind: 'not-found' };
    case 'changed':
      return { kind: 'precondition-failed', facts: { version: refusal.orphan.version } };
    case 'not-open':
      return { kind: 'refused', facts: { refusal: { reason: refusal.reason, state: refusal.orphan.state } } };
    // As when the PO is entered by itself.
    case 'exists':
      return { kind: 'conflict', facts: { refusal: { reason: refusal.reason, po: poView(refusal.po) } } };
    case 'recorded':
    case 'target-cancelled':
      return { kind: 'refused', facts: { refusal: { reason: refusal.reason, po: poView(refusal.po) } } };
    case 'note-missing':
    case 'no-such-po':
    case 'unusable':
      return { kind: 'refused', facts: { refusal } };
  }
};

/** Move reports without an order, and what people decide of them. */
export const orphanEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'listOrphans',
    tag: 'orphans',
    method: 'GET',
    path: '/api/v1/orphans',
    permission: 'read',
    summary: { ko: '주문 없는 이동서, 급한 것부터', en: 'Move reports without an order, the most urgent first' },
    params: s.nothing,
    query: z.strictObject({
      limit: s.limit,
      cursor: s.longCursor,
      state: z.enum(orphanStates).optional(),
      priority: s.priority.optional(),
    }),
    body: null,
    status: 200,
    result: s.listOf(s.orphan),
    async handle({ query: { state, priority, cursor, limit = s.usualLimit }, asking }) {
      const list = ['orphans', state ?? null, priority ?? null];
      const after = cursor === undefined ? undefined : readPlace(readListCursor(list, cursor)?.[0] ?? '');
      if (after === null) return foreignCursor(asking.language);
      const { orphans, next } = await listOrphans(ports, { state, priority, limit, after });
      const nextCursor = next === null ? null : listCursor(list, [placeText(next)]);
      return { value: asJson({ items: orphans.map(orphanView), nextCursor }) };
    },
  }),
  endpoint({
    id: 'getOrphan',
    tag: 'orphans',
    method: 'GET',
    path: '/api/v1/orphans/{docNo}',
    permission: 'read',
    summary: { ko: '주문 없는 이동서', en: 'A move report without an order' },
    params: z.strictObject({ docNo: s.number }),
    query: s.nothing,
    body: null,
    status: 200,
    result: s.orphan,
    versioned: true,
    async handle({ params, asking }) {
      const number = await heldNumber(ports.orphans, params.docNo);
      const [view] = await viewOrphans(ports.pos, await ports.orphans.find([number]), asking.at);
      if (view === undefined) return { problem: { kind: 'not-found' } };
      return { value: asJson(orphanView(view)), version: view.orphan.version };
    },
  }),
  endpoint({
    id: 'resolveOrphan',
    tag: 'orphans',
    method: 'POST',
    path: '/api/v1/orphans/{docNo}/resolution',
    permission: 'review',
    summary: { ko: '주문 없는 이동서 처리', en: 'Decides about a move report without an order' },
    params: z.strictObject({ docNo: s.number }),
    query: s.nothing,
    body: choice,
    status: 200,
    result: z.object({
      auditId: z.string(),
      docNo: z.string(),
      state: z.enum(orphanStates),
      po: s.addressedPo.nullable(),
      aliasOf: s.addressedPo.nullable(),
    }),
    changes: true,
    async handle({ params, body, asking, version }) {
      const docNo = await heldNumber(ports.orphans, params.docNo);
      const request = { docNo, choice: body, by: asking.doer, version };
      const result = await decideOrphan(ports, settings.rules, request);
      if (result.outcome === 'refused') return { problem: problemOf(result.refusal) };
      const { auditId, orphan, po, aliasOf } = result;
      return {
        value: {
          auditId,
          docNo: orphan.report.docNo,
          state: orphan.state,
          po: po === null ? null : poView(po),
          aliasOf: aliasOf === null ? null : poView(aliasOf),
        },
      };
    },
  }),
];
