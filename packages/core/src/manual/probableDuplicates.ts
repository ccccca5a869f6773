import type { Candidate } from '../backfill/Decision.ts';
import { RunNumbering } from '../backfill/RunNumbering.ts';
import { soughtKeysOf, soughtWith } from '../backfill/soughtBy.ts';
import { mostPosOfKey } from '../matching/blockingKeys.ts';
import { candidateOf, featuresOf } from '../matching/CandidatePo.ts';
import { defaultWeights } from '../matching/defaultWeights.ts';
import { probableMatch } from '../matching/probableMatch.ts';
import type { Po } from '../po/Po.ts';
import type { PoStore } from '../ports/PoStore.ts';

/**
 * The POs that one which is about to be entered probably is already, best first; none when it is probably not there yet. Reads
 * only, along indexes.
 */
export const probableDuplicates = async (pos: Pick<PoStore, 'seek'>, po: Po): Promise<readonly Candidate[]> => {
  const own = candidateOf({ po, deliveries: [] });
  const features = featuresOf(own);
  const found = await pos.seek(soughtWith([features], []));
  const numbering = new RunNumbering();
  numbering.bring(found.numbers, 0);
  numbering.note(null, po.identity);
  const ids = soughtKeysOf(features).flatMap((key) => {
    const ofKey = found.byKey.get(key) ?? [];
    return typeof ofKey === 'number' || ofKey.length > mostPosOfKey ? [] : ofKey;
  });
  const candidates = [...new Set(ids)].flatMap((id) => found.pos.get(id) ?? []);
  const asking = { own, facts: own.facts, features, before: null };
  return probableMatch(asking, candidates, { numbering, weights: defaultWeights })?.candidates ?? [];
};
