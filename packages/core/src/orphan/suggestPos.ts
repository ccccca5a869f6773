import { addDays, type Day, dayOf, effectiveDate } from '../document/days.ts';
import { compareFeatures } from '../matching/compareFeatures.ts';
import { comparableName } from '../matching/customerName.ts';
import { defaultWeights } from '../matching/defaultWeights.ts';
import { factsOfPo } from '../matching/factsOf.ts';
import type { MatchFacts } from '../matching/MatchFacts.ts';
import { matchFeatures } from '../matching/MatchFeatures.ts';
import { type MatchEvidence, matchEvidence } from '../matching/matchEvidence.ts';
import type { Numbering } from '../matching/Numbering.ts';
import { rankCandidates } from '../matching/rankCandidates.ts';
import type { Po, PoWithDeliveries } from '../po/Po.ts';
import type { NamedQuery, PoStore } from '../ports/PoStore.ts';
import type { Orphan } from './Orphan.ts';
import { orphanDay } from './orphanPriority.ts';

/** Suggestions are listed up to this many. */
export const mostSuggestions = 5;

/** How long before and after the orphan's day its PO may have been received, in days. */
const daysBefore = 120;
const daysAfter = 30;
/** POs that are compared: of each customer so many manual and other ones, on each side of the day. */
const mostCompared = 50;

/** A PO that an orphan may deliver. */
export interface SuggestedPo {
  readonly po: Po;
  /** Between 0 and 1; the others' and that of "none of them" make it up to 1. */
  readonly probability: number;
  /** The weightiest first. */
  readonly evidence: readonly MatchEvidence[];
}

/** What may be said of the PO of an orphan. */
export interface OrphanSuggestions {
  /** The most probable first. */
  readonly pos: readonly SuggestedPo[];
  /** The probability that it is none of the POs at hand. */
  readonly none: number;
}

const noSuggestions: OrphanSuggestions = { pos: [], none: 1 };

const namesOf = ({ report }: Orphan): readonly string[] => [
  ...new Set(report.customerNames.map(comparableName).filter((name) => name !== null)),
];

/** The day on which the order was probably written: of entry, else the one from which the age counts. */
const orderedOn = (orphan: Orphan): Day => effectiveDate(orphan.report.addDatetime, null) ?? orphanDay(orphan);

/** Which POs to compare with an orphan; null where no customer's name is known. */
const candidateQuery = (orphan: Orphan): NamedQuery | null => {
  const names = namesOf(orphan);
  const near = orderedOn(orphan);
  return names.length === 0
    ? null
    : { names, since: addDays(near, -daysBefore), until: addDays(near, daysAfter), near, most: mostCompared };
};

/** What is known of an orphan, as far as matching compares it: no number, no customer code, no product. */
const factsOfOrphan = (orphan: Orphan): MatchFacts => {
  const { docNo, customerNames, cylinders, shippingDate } = orphan.report;
  return {
    id: docNo,
    poKey: null,
    customerKey: null,
    customerName: customerNames.find((name) => comparableName(name) !== null) ?? null,
    lines: [{ productKey: null, qty: cylinders > 0 ? cylinders : null, deliveryOn: dayOf(shippingDate) }],
    orderedOn: [orderedOn(orphan)],
    need: null,
  };
};

/** Without a number there is nothing to expect of one. */
const noNumbering: Numbering = { around: () => [] };

/**
 * Ranks the POs of an orphan's customers (`candidateQuery`) by what matching makes of customer name, quantity, dates and what
 * is still to come; POs that are delivered in full are left out. Pure: the same orphan and POs give the same answer.
 */
export const suggestPos = (
  orphan: Orphan,
  pos: readonly PoWithDeliveries[],
  weights = defaultWeights,
): OrphanSuggestions => {
  const facts = factsOfOrphan(orphan);
  if (facts.customerName === null) return noSuggestions;
  const document = matchFeatures(facts);
  const candidates = pos
    .map((entry) => ({ po: entry.po, facts: factsOfPo(entry) }))
    .filter(({ po, facts: { need } }) => po.state === 'open' && need !== 'none')
    // Each is of a customer that goes by one of the orphan's names, whatever its own row says.
    .map((one) => ({ ...one, features: { ...matchFeatures(one.facts), name: document.name } }));
  const byId = new Map(candidates.map((one) => [one.po.id, one]));
  const ranking = rankCandidates(
    document,
    candidates.map(({ features }) => features),
    { numbering: noNumbering, weights },
  );
  return {
    pos: ranking.candidates.slice(0, mostSuggestions).map(({ po: { id }, probability }) => {
      const { po, facts: candidate, features } = byId.get(id)!;
      const comparison = compareFeatures(document, features, noNumbering, weights);
      return { po, probability, evidence: matchEvidence(facts, candidate, comparison, weights) };
    }),
    none: ranking.none,
  };
};

/** Looks for the POs that an orphan may deliver, along indexes. */
export const findSuggestions = async (
  pos: Pick<PoStore, 'ofCustomersNamed'>,
  orphan: Orphan,
): Promise<OrphanSuggestions> => {
  const query = candidateQuery(orphan);
  return query === null ? noSuggestions : suggestPos(orphan, await pos.ofCustomersNamed(query));
};
