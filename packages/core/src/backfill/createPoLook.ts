import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { askingOf } from '../matching/askingOf.ts';
import { mostPosOfKey } from '../matching/blockingKeys.ts';
import { type CandidatePo, candidateOf, featuresOf, heldKeysOf, namedIn } from '../matching/CandidatePo.ts';
import { createHeldKeys } from '../matching/createHeldKeys.ts';
import { defaultWeights } from '../matching/defaultWeights.ts';
import { factsOfDocument } from '../matching/factsOf.ts';
import type { MatchFeatures } from '../matching/MatchFeatures.ts';
import { type Asking, evidenceOf, probableMatch } from '../matching/probableMatch.ts';
import { suspectLink } from '../matching/suspectLink.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { KnownPos } from './KnownPos.ts';
import type { PoLook, ProbableMatch } from './PoLook.ts';
import type { RunNumbering } from './RunNumbering.ts';
import { featuresOfDocument, soughtKeysOf } from './soughtBy.ts';
import { Unsure } from './Unsure.ts';

/** The candidates that a PO named when its document was decided before, if it was live then and named the same PO. */
const namedBefore = (
  { docNo }: FcmsDocument,
  { po }: PoWithDeliveries,
  before: PoWithDeliveries | undefined,
): readonly PoId[] | null => {
  if (before?.po.id !== po.id || identityKey(before.po.identity) !== identityKey(po.identity)) return null;
  const delivery = before.deliveries.find((each) => each.docNo === docNo);
  return delivery === undefined || delivery.number === null ? null : namedIn(delivery.reasons);
};

const deliveryIn = ({ deliveries }: PoWithDeliveries, docNo: string): Delivery =>
  deliveries.find((delivery) => delivery.docNo === docNo)!;

/** A look that also asks POs again which a backfill made. */
export interface PoRelook extends PoLook {
  /** What the PO's `PROBABLE_MATCH` is now; null when it has none, or is not one that is asked. */
  again(entry: PoWithDeliveries): ProbableMatch | null;
}

/** A look at what was looked up, and at what is decided meanwhile. Keeps `numbering` up with what is decided. */
export const createPoLook = (
  { pos, candidates }: Pick<KnownPos, 'pos' | 'candidates'>,
  numbering: RunNumbering,
): PoRelook => {
  const context = { numbering, weights: defaultWeights };
  const known = new Map(pos.map((entry) => [entry.po.id, entry]));
  /** POs that came, went or became others since: of these, what was looked up no longer counts. */
  const changed = new Map<PoId, PoWithDeliveries | null>();
  const held = createHeldKeys();
  /** How many POs that had the key when it was looked up are among the changed ones. */
  const takenOut = new Map<string, number>();

  const change = (id: PoId, entry: PoWithDeliveries | null): void => {
    const before = changed.get(id);
    if (before === undefined) {
      const first = known.get(id);
      for (const key of first === undefined ? [] : heldKeysOf(first)) takenOut.set(key, (takenOut.get(key) ?? 0) + 1);
      numbering.note(first?.po.identity ?? null, entry?.po.identity ?? null);
    } else {
      if (before !== null) held.remove(id, heldKeysOf(before));
      numbering.note(before?.po.identity ?? null, entry?.po.identity ?? null);
    }
    if (entry !== null) held.add(id, heldKeysOf(entry));
    changed.set(id, entry);
  };

  /** The POs of a key; none when they are too many. */
  const ofKey = (key: string): readonly PoId[] => {
    const found = candidates.byKey.get(key);
    if (found === undefined) throw new Unsure(`the key ${key}`);
    const since = held.of(key);
    if (typeof found === 'number') {
      if (found - (takenOut.get(key) ?? 0) + since.length > mostPosOfKey) return [];
      throw new Unsure(`how many have the key ${key}`);
    }
    if (found.length === 0) return since.length > mostPosOfKey ? [] : since;
    const all = found.filter((id) => !changed.has(id));
    for (const id of since) all.push(id);
    return all.length > mostPosOfKey ? [] : all;
  };

  const candidate = (id: PoId): CandidatePo | null => {
    const entry = changed.get(id);
    if (entry === null) return null;
    // One that was there when the key was looked up and is not found any more: then nothing of this will be written.
    return entry === undefined ? (candidates.pos.get(id) ?? null) : candidateOf(entry);
  };

  const find = (features: MatchFeatures): readonly CandidatePo[] => {
    const seen = new Set<PoId>();
    const found: CandidatePo[] = [];
    for (const key of soughtKeysOf(features)) {
      for (const id of ofKey(key)) {
        if (seen.has(id)) continue;
        seen.add(id);
        const one = candidate(id);
        if (one !== null) found.push(one);
      }
    }
    return found;
  };

  const ask = (asking: Asking, { resolved }: Delivery): ProbableMatch | null =>
    // One that people resolved as a whole stays so; one with refused candidates opens again for others.
    resolved.some(({ reason, refused }) => reason.code === 'PROBABLE_MATCH' && refused === undefined)
      ? null
      : probableMatch(asking, find(asking.features), context);

  return {
    put: (entry) => change(entry.po.id, entry),
    remove: (id) => change(id, null),
    probable: (document, entry, before) => {
      const asking = {
        own: candidateOf(entry),
        facts: factsOfDocument(document),
        features: featuresOfDocument(document),
        before: namedBefore(document, entry, before),
      };
      return ask(asking, deliveryIn(entry, document.docNo));
    },
    again: (entry) => {
      const { asking } = askingOf(entry);
      return asking === null ? null : ask(asking, deliveryIn(entry, asking.docNo));
    },
    suspect: (document, entry) => {
      const features = featuresOfDocument(document);
      const others = find(features).filter(({ id }) => id !== entry.po.id);
      const rival = suspectLink(features, featuresOf(candidateOf(entry)), others.map(featuresOf), context);
      if (rival === null) return null;
      const { id, customer, poNo, facts } = others.find((other) => other.facts.id === rival.po.id)!;
      const evidence = evidenceOf(factsOfDocument(document), facts, rival.comparison, context);
      return { code: 'SUSPECT_LINK', facts: { rival: { id, customer, poNo }, evidence } };
    },
  };
};
