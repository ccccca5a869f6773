import { z } from 'zod';
import type { Facts } from './Reason.ts';

const evidence = z.array(
  z.object({
    feature: z.string(),
    effect: z.enum(['for', 'against']),
    code: z.string().default(''),
    facts: z.record(z.string(), z.unknown()).default({}),
  }),
);

const named = { id: z.string(), customer: z.string(), poNo: z.string() };

const probableMatch = z.object({
  candidates: z.array(z.object({ ...named, score: z.number(), evidence: evidence.default([]) })),
  none: z.number().nullable().default(null),
  ambiguous: z.boolean().default(false),
});

const suspect = z.object({ rival: z.object(named), evidence: evidence.default([]) });

/** What is known of a match: the candidates, the probability of "none of them", and whether the first two are close. */
export type ProbableMatchFacts = z.infer<typeof probableMatch>;
/** An existing PO that is probably the same order. */
export type PoCandidate = ProbableMatchFacts['candidates'][number];
/** The PO that a document fits better, and why. */
export type SuspectLinkFacts = z.infer<typeof suspect>;

/** The facts of `PROBABLE_MATCH`; without any candidate when they are not such facts. */
export const probableMatchFacts = (facts: Facts): ProbableMatchFacts =>
  probableMatch.safeParse(facts).data ?? { candidates: [], none: null, ambiguous: false };

/** The facts of `SUSPECT_LINK`; null when they are not such facts. */
export const suspectLinkFacts = (facts: Facts): SuspectLinkFacts | null => suspect.safeParse(facts).data ?? null;
