import { isDay, orphanStates, priorities, reasonCodes, reservationStates, stages } from '@cynow/po-core';
import { z } from 'zod';

export const nothing = z.strictObject({});

/** ISO 8601, UTC. */
export const moment = z.iso.datetime();

/** A day of Asia/Seoul, `2025-11-22`. */
export const day = z.iso.date();

/** A day as it is given: one that the calendar has. */
export const givenDay = z.iso.date({ error: 'not-a-day', abort: true }).refine(isDay, { error: 'not-a-day' });

/** An opaque address. */
export const address = z.string().min(1).max(64);

/** A document number as somebody types it. */
export const number = z.string().min(1).max(64);

export const note = z.string().max(2000);

/** Numbers in a query are texts; only plain digits are numbers. */
const digits = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given), schema);

/** How many entries of a list are wanted. */
export const limit = digits(z.int().min(1).max(200)).optional();

export const usualLimit = 50;

export const truth = z.enum(['true', 'false']);

/** Where a list goes on; made by the answer before. */
export const cursor = z.string().min(1).max(400).optional();

/** The same of a list whose places hold texts that people typed. */
export const longCursor = z.string().min(1).max(8000).optional();

/** A part of a list. */
export const listOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const cylinders = z.number();

export const progressFigures = {
  ordered: cylinders,
  incomplete: z.boolean(),
  instructed: cylinders,
  filled: cylinders.nullable(),
  warehoused: cylinders.nullable(),
  shipped: cylinders.nullable(),
  rate: z.number().nullable(),
  stage: z.enum(stages).nullable(),
};

/** How far a PO has come. */
export const progress = z.object({
  asOf: moment.nullable(),
  po: z.object(progressFigures),
  items: z.array(z.object({ product: z.string(), ...progressFigures })),
  deliveries: z.array(z.object({ docNo: z.string(), delivery: z.number(), ...progressFigures })),
});

export const overallProgress = z.object({
  asOf: moment.nullable(),
  ordered: cylinders,
  incomplete: z.boolean(),
  instructed: cylinders,
  filled: cylinders.nullable(),
  warehoused: cylinders.nullable(),
  shipped: cylinders.nullable(),
  rate: z.number().nullable(),
  byStage: z.record(z.enum(stages), z.number()).nullable(),
});

/** What a reason is founded on; which facts belong to which stands in the rules. */
export const facts = z.record(z.string(), z.unknown());

export const reason = z.object({ code: z.enum(reasonCodes), facts });

export const openReason = reason.extend({ docNo: z.string(), delivery: z.number().nullable(), since: moment });

const namedPo = z.object({
  customer: z.string(),
  poNo: z.string(),
  numberless: z.boolean(),
  manual: z.boolean(),
});

/** What stands above a PO, in a list as well as by itself. */
export const poHead = {
  id: z.string(),
  version: z.number(),
  customer: z.string(),
  customerName: z.string().nullable(),
  poNo: z.string(),
  numberless: z.boolean(),
  manual: z.boolean(),
  state: z.enum(['open', 'cancelled']),
  receivedOn: day.nullable(),
};

export const addressedPo = namedPo.extend({ id: z.string() });

export const priority = z.enum(priorities);

export const cdc = z.object({
  state: z.enum(['live', 'quiet', 'paused', 'stale', 'unknown']),
  lastChangeAt: moment.nullable(),
});

const countsByReason = z.partialRecord(z.enum(reasonCodes), z.number());

export const run = z.object({
  id: z.string(),
  since: day.nullable(),
  until: day.nullable(),
  limit: z.number().nullable(),
  force: z.boolean(),
  state: z.enum(['running', 'completed', 'interrupted', 'failed']),
  actor: z.string(),
  host: z.string(),
  startedAt: moment,
  finishedAt: moment.nullable(),
  error: z.string().nullable(),
  checked: z.number(),
  created: z.object({ total: z.number(), newPo: z.number(), attached: z.number(), refreshed: z.number() }),
  skipped: z.object({
    total: z.number(),
    byReason: z.partialRecord(z.enum(['ALREADY_RECORDED', 'CANCELLED']), z.number()),
  }),
  needsReview: z.object({
    total: z.number(),
    newPo: z.number(),
    attached: z.number(),
    refreshed: z.number(),
    none: z.number(),
    byReason: countsByReason,
  }),
  failed: z.object({
    total: z.number(),
    documents: z.array(z.object({ docNo: z.string(), error: z.string() })),
  }),
  reworked: z.object({ opened: z.number(), closed: z.number() }),
  missing: z.number(),
  orphans: z.object({ open: z.number(), found: z.number(), resolved: z.number() }),
  undone: z.object({ at: moment, by: z.string() }).nullable(),
});

export const stats = z.object({
  pos: z.object({ total: z.number(), needsReview: z.number(), backfilled: z.number(), manual: z.number() }),
  reviews: z.object({ byReason: countsByReason, byPriority: z.record(priority, z.number()) }),
  documents: z.object({ recorded: z.number(), cancelled: z.number() }),
  orphans: z.object({ open: z.number() }),
  reservations: z.record(z.enum(reservationStates), z.number()),
  createdPerDay: z.array(z.object({ date: day, count: z.number() })),
  lastRuns: z.array(run),
  cdc,
  progress: overallProgress,
});

export const reservation = z.object({
  docNo: z.string(),
  poId: z.string(),
  state: z.enum(reservationStates),
  reservedAt: moment,
  countedFrom: moment,
  hours: z.number(),
  expiresAt: moment,
  mismatch: z.enum(['conflict', 'other-po', 'other-number']).nullable(),
  document: z.string().nullable(),
  byHand: z.boolean(),
});

/** POs that are probably the same order, best first. */
export const candidates = z.array(
  z.object({
    id: z.string(),
    customer: z.string(),
    poNo: z.string(),
    score: z.number(),
    evidence: z.array(z.object({ feature: z.string(), effect: z.enum(['for', 'against']), code: z.string(), facts })),
  }),
);

const suggestions = z.object({
  candidates: z.array(
    addressedPo.extend({
      score: z.number(),
      evidence: z.array(z.object({ feature: z.string(), effect: z.enum(['for', 'against']), code: z.string(), facts })),
    }),
  ),
  none: z.number(),
});

export const orphan = z.object({
  docNo: z.string(),
  state: z.enum(orphanStates),
  priority: priority.nullable(),
  day,
  fillingDate: z.string().nullable(),
  shippingDate: z.string().nullable(),
  addDatetime: z.string().nullable(),
  cylinders: z.number(),
  customerNames: z.array(z.string()),
  firstSeenAt: moment,
  openedAt: moment.nullable(),
  settledAt: moment.nullable(),
  decision: z
    .object({
      state: z.enum(orphanStates),
      po: addressedPo.nullable(),
      note: z.string().nullable(),
      by: z.string(),
      at: moment,
      auditId: z.string(),
    })
    .nullable(),
  arrivedAt: moment.nullable(),
  landedOn: addressedPo.nullable(),
  suggestions: suggestions.nullable(),
  version: z.number(),
});

const whereDecision = z.object({
  state: z.enum(orphanStates),
  po: namedPo.nullable(),
  note: z.string().nullable(),
  by: z.string(),
  at: moment,
});

/** What became of a document: exactly one answer. */
export const whereAnswer = z.discriminatedUnion('answer', [
  z.object({
    docNo: z.string(),
    answer: z.literal('recorded'),
    po: namedPo,
    delivery: z.number().nullable(),
    cancelled: z.boolean(),
    reasons: z.array(reason),
    runId: z.string(),
    recordedAt: moment,
    inFcms: z.boolean(),
    progress,
    decided: whereDecision.nullable(),
    orphansOnPo: z.array(z.string()),
  }),
  z.object({ docNo: z.string(), answer: z.literal('cancelled') }),
  z.object({
    docNo: z.string(),
    answer: z.literal('waiting'),
    because: z.enum(['no-run-yet', 'running', 'stopped', 'limit', 'failed', 'undone', 'arrived-later']),
    effectiveOn: day.nullable(),
    runId: z.string().nullable(),
    error: z.string().nullable(),
  }),
  z.object({ docNo: z.string(), answer: z.literal('outside-every-window'), effectiveOn: day }),
  z.object({
    docNo: z.string(),
    answer: z.literal('orphan'),
    state: z.enum(orphanStates),
    priority: priority.nullable(),
    decided: whereDecision.nullable(),
    suggestions: suggestions.nullable(),
  }),
  z.object({ docNo: z.string(), answer: z.literal('not-in-fcms') }),
]);
