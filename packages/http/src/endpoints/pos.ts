import {
  auditActions,
  createReviewDetails,
  customerKey,
  decideReview,
  decideReviews,
  type PoDetails,
  type ReviewDecision,
  type ReviewRefusal,
  type ReviewResult,
  readReviewCursor,
  reasonCodes,
  reviewCursor,
} from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { foreignCursor, listCursor, readListCursor } from '../api/listCursor.ts';
import { pageOf } from '../api/pageOf.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import type { Problem } from '../problem/Problem.ts';
import { atAddress } from './atAddress.ts';
import * as s from './schemas.ts';

const decided = {
  decision: z.string(),
  actor: z.string().nullable(),
  at: s.moment.nullable(),
  note: z.string().nullable(),
};

export const auditEntry = z.object({
  id: z.string(),
  seq: z.number(),
  at: s.moment,
  actor: z.string(),
  channel: z.enum(['page', 'api', 'cli', 'batch']),
  requestId: z.string().nullable(),
  batchId: z.string().nullable(),
  action: z.enum(auditActions),
  subjects: z.array(z.string()),
  note: z.string().nullable(),
  undoes: z.string().nullable(),
  undoneBy: z.string().nullable(),
});

/** An entry of the trail, without what was before and after. */
export const auditView = ({
  id,
  seq,
  at,
  by,
  batchId,
  action,
  subjects,
  note,
  undoes,
  undoneBy,
}: PoDetails['history'][number]) => ({
  ...{ id, seq, at, actor: by.actor, channel: by.channel, requestId: by.requestId },
  ...{ batchId, action, subjects, note, undoes, undoneBy },
});

const document = z.object({
  docNo: z.string(),
  delivery: z.number().nullable(),
  link: z.enum(['new', 'exact', 'reserved']),
  product: z.string().nullable(),
  productName: z.string().nullable(),
  packing: z.string().nullable(),
  qty: z.number().nullable(),
  mark: z.string().nullable(),
  fcms: z.object({
    poNo: z.string().nullable(),
    customer: z.string().nullable(),
    product: z.string().nullable(),
    qty: z.string().nullable(),
    effectiveOn: s.day.nullable(),
    deliveryOn: s.day.nullable(),
    cancelled: z.boolean(),
  }),
  runId: z.string(),
  correction: z.object({ product: z.string(), insteadOf: z.string().nullable(), ...decided }).nullable(),
  reasons: z.array(s.reason.extend({ since: s.moment })),
  resolved: z.array(s.reason.extend(decided)),
});

const details = z.object({
  ...s.poHead,
  reviewed: z.boolean(),
  memo: z.string(),
  nextDueOn: s.day.nullable(),
  createdAt: s.moment,
  priority: s.priority.nullable(),
  items: z.array(
    z.object({ product: z.string(), qty: z.number(), deliveryOn: s.day.nullable(), incomplete: z.boolean() }),
  ),
  deliveries: z.array(document),
  candidates: s.candidates,
  aliases: z.array(z.object({ customer: z.string(), poNo: z.string(), always: z.boolean(), ...decided })),
  reservations: z.array(z.object({ docNo: z.string(), state: s.reservation.shape.state })),
  progress: s.progress,
  history: z.array(auditEntry),
});

const documentsView = ({ deliveries, open, decisions }: PoDetails) => {
  const decision = decisionIn(decisions);
  return deliveries.map((delivery) => {
    const { docNo, number, link, product, productName, packing, qty, mark, content, runId, correction } = delivery;
    return {
      ...{ docNo, delivery: number, link, product, productName, packing, qty, mark, fcms: content, runId },
      correction: correction === null ? null : { ...correction, ...decision(correction.auditId) },
      reasons: open.filter((each) => each.docNo === docNo).map(({ code, since, facts }) => ({ code, since, facts })),
      resolved: delivery.resolved.map(({ reason, auditId }) => ({ ...reason, ...decision(auditId) })),
    };
  });
};

const decisionIn = (decisions: PoDetails['decisions']) => (auditId: string) => {
  const entry = decisions.get(auditId);
  return { decision: auditId, actor: entry?.by.actor ?? null, at: entry?.at ?? null, note: entry?.note ?? null };
};

const detailsView = (all: PoDetails) => {
  const { po, version, createdAt, priority, candidates, reservations, progress, nextDueOn } = all;
  const { id, identity, customer, customerName, poNo, manual, reviewed, state, receivedOn, memo, items } = po;
  const decision = decisionIn(all.decisions);
  return {
    ...{ id, version, customer, customerName, poNo, numberless: identity.poKey === null },
    ...{ manual, reviewed, state, receivedOn, nextDueOn, memo, createdAt, priority },
    ...{ items, candidates, reservations, progress },
    deliveries: documentsView(all),
    aliases: po.aliases.map((alias) => ({
      customer: alias.identity.customerKey,
      poNo: alias.identity.poKey,
      always: alias.always,
      ...decision(alias.auditId),
    })),
    history: all.history.map(auditView),
  };
};

export const poEndpoints = ({ ports }: EndpointContext): readonly Endpoint[] => {
  const readDetails = createReviewDetails(ports);
  const read = (id: string): Promise<PoDetails | null> => atAddress(ports.pos, readDetails, id);
  const common = {
    tag: 'pos',
    method: 'GET',
    permission: 'read',
    params: z.strictObject({ id: s.address }),
    query: s.nothing,
    body: null,
    status: 200,
    versioned: true,
  } as const;
  return [
    endpoint({
      ...common,
      id: 'getPo',
      path: '/api/v1/pos/{id}',
      summary: { ko: '수주: 품목, 회차, 검토 사유, 처리 내역', en: 'A PO in full' },
      result: details,
      async handle({ params }) {
        const found = await read(params.id);
        if (found === null) return { problem: { kind: 'not-found' } };
        return { value: asJson(detailsView(found)) as z.input<typeof details>, version: found.version };
      },
    }),
    endpoint({
      ...common,
      id: 'listPoDocuments',
      path: '/api/v1/pos/{id}/documents',
      summary: { ko: '수주의 문서', en: 'The documents of a PO' },
      query: z.strictObject({ limit: s.limit, cursor: s.cursor }),
      result: s.listOf(document),
      async handle({ params, query: { limit, cursor }, asking }) {
        const found = await read(params.id);
        if (found === null) return { problem: { kind: 'not-found' } };
        const wanted = { limit: limit ?? s.usualLimit, cursor };
        const list = ['documents', found.po.id];
        // One that was moved to another PO meanwhile is no place here any more: then it is read from the beginning.
        const page = pageOf(documentsView(found), ({ docNo }) => docNo, list, wanted, asking.language);
        return 'problem' in page ? page : { value: asJson(page.value), version: found.version };
      },
    }),
    endpoint({
      ...common,
      id: 'getPoProgress',
      // It changes with FCMS, not with the version of the PO, and nothing is changed by it.
      versioned: false,
      path: '/api/v1/pos/{id}/progress',
      summary: {
        ko: '수주의 진행. 회차마다 근거가 되는 용기: /pos/{id}/deliveries/{docNo}/cylinders',
        en: 'How far a PO has come. The cylinders behind it, by delivery: /pos/{id}/deliveries/{docNo}/cylinders',
      },
      result: s.progress,
      async handle({ params }) {
        const found = await read(params.id);
        if (found === null) return { problem: { kind: 'not-found' } };
        return { value: asJson(found.progress) as z.input<typeof s.progress> };
      },
    }),
  ];
};

const value = z.string().min(1).max(200);

/** What a reviewer decides, as rules 6 name it. */
const reviewDecision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('correct'),
    customer: value.optional(),
    poNo: value.optional(),
    product: value.optional(),
    docNo: s.number.optional(),
  }),
  z.strictObject({ kind: z.literal('merge'), into: s.address }),
  z.strictObject({ kind: z.literal('move-document'), docNo: s.number, into: s.address }),
  z.strictObject({ kind: z.literal('accept-qty') }),
  z.strictObject({ kind: z.literal('keep'), note: s.note, codes: z.array(z.enum(reasonCodes)).max(20).optional() }),
  z.strictObject({ kind: z.literal('cancel-po'), note: s.note.optional() }),
  z.strictObject({ kind: z.literal('reopen') }),
  z.strictObject({ kind: z.literal('alias-always') }),
  z.strictObject({ kind: z.literal('alias-other') }),
]);

/** Members that are not given are not there, which is what the rules go by. */
const given = (decision: z.output<typeof reviewDecision>): ReviewDecision =>
  Object.fromEntries(Object.entries(decision).filter(([, member]) => member !== undefined)) as ReviewDecision;

const done = z.object({
  auditId: z.string(),
  poId: z.string(),
  merged: z.boolean(),
  aliasOf: z.object({ customer: z.string(), poNo: z.string() }).nullable(),
});

const doneView = ({ auditId, poId, merged, aliasOf }: Extract<ReviewResult, { outcome: 'done' }>) => ({
  auditId,
  poId,
  merged,
  aliasOf,
});

const problemOf = (refusal: ReviewRefusal): Problem => {
  if (refusal.reason === 'not-found') return { kind: 'not-found' };
  if (refusal.reason === 'changed') return { kind: 'precondition-failed', facts: { version: refusal.version } };
  return { kind: 'refused', facts: { refusal } };
};

const entry = z.object({
  ...s.poHead,
  priority: s.priority,
  since: s.moment,
  deliveries: z.number(),
  codes: z.array(z.enum(reasonCodes)),
  reasons: z.array(s.openReason),
});

const mostAtOnce = 200;

/** The queue of reviews, and what people decide of it. */
export const reviewEndpoints = ({ ports, settings }: EndpointContext): readonly Endpoint[] => [
  endpoint({
    id: 'listReviews',
    tag: 'reviews',
    method: 'GET',
    path: '/api/v1/reviews',
    permission: 'read',
    summary: { ko: '검토 목록, 급한 것부터', en: 'POs to be looked at, the most urgent first' },
    params: s.nothing,
    query: z.strictObject({
      limit: s.limit,
      cursor: s.cursor,
      priority: s.priority.optional(),
      reason: z.enum(reasonCodes).optional(),
      customer: value.optional(),
      manual: s.truth.optional(),
    }),
    body: null,
    status: 200,
    result: s.listOf(entry),
    async handle({ query, asking }) {
      const filter = {
        priority: query.priority,
        reason: query.reason,
        customerKey: query.customer === undefined ? undefined : (customerKey(query.customer) ?? 'UNKNOWN'),
        manual: query.manual === undefined ? undefined : query.manual === 'true',
      };
      const list = ['reviews', filter.priority, filter.reason, filter.customerKey, filter.manual];
      const after = query.cursor === undefined ? null : readReviewCursor(readListCursor(list, query.cursor)?.[0] ?? '');
      if (query.cursor !== undefined && after === null) return foreignCursor(asking.language);
      const page = await ports.reviews.list(filter, { limit: query.limit ?? s.usualLimit, after });
      return {
        value: asJson({
          items: page.entries,
          nextCursor: page.next === null ? null : listCursor(list, [reviewCursor(page.next)]),
        }) as z.input<ReturnType<typeof s.listOf<typeof entry>>>,
      };
    },
  }),
  endpoint({
    id: 'resolveReview',
    tag: 'reviews',
    method: 'POST',
    path: '/api/v1/reviews/{id}/resolution',
    permission: 'review',
    summary: {
      ko: '검토 처리, 번호와 고객 바로잡기(correct), 수주 취소(cancel-po)와 다시 검토(reopen)',
      en: 'Decides about a PO; corrects its number or customer (correct), cancels it (cancel-po) and reopens it (reopen)',
    },
    params: z.strictObject({ id: s.address }),
    query: s.nothing,
    body: reviewDecision,
    status: 200,
    result: done,
    changes: true,
    async handle({ params, body, asking, version }) {
      const request = { poId: params.id, decision: given(body), by: asking.doer, version };
      const result = await decideReview(ports, settings.rules, request);
      return result.outcome === 'done' ? { value: doneView(result) } : { problem: problemOf(result.refusal) };
    },
  }),
  endpoint({
    id: 'resolveReviews',
    tag: 'reviews',
    method: 'POST',
    path: '/api/v1/reviews/bulk',
    permission: 'review',
    summary: { ko: '여러 수주의 검토 처리', en: 'Takes one decision about many POs' },
    params: s.nothing,
    query: s.nothing,
    body: z.strictObject({ poIds: z.array(s.address).min(1).max(mostAtOnce), decision: reviewDecision }),
    status: 200,
    result: z.object({
      batchId: z.string(),
      items: z.array(z.object({ poId: z.string(), done: done.nullable(), refusal: s.facts.nullable() })),
    }),
    async handle({ body, asking }) {
      const batchId = ports.newId();
      const items = [];
      const request = { poIds: body.poIds, decision: given(body.decision), by: asking.doer, batchId };
      for await (const { poId, result } of decideReviews(ports, settings.rules, request)) {
        items.push(
          result.outcome === 'done'
            ? { poId, done: doneView(result), refusal: null }
            : { poId, done: null, refusal: { ...result.refusal } },
        );
      }
      return { value: { batchId, items } };
    },
  }),
];
