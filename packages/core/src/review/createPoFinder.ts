import { docNo } from '../document/docNo.ts';
import { customerKey, unknown } from '../po/codeKeys.ts';
import { identityKey, type NumberedIdentity } from '../po/identity.ts';
import type { PoId } from '../po/Po.ts';
import { createPoNumberReader } from '../po/poNo.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { ReviewQueue } from '../ports/ReviewQueue.ts';
import type { SiteRules } from '../SiteRules.ts';

/** How people say which PO they mean: customer and number; or one word, which is a document's number, an address or a PO's number. */
export type PoReference = { readonly customer: string; readonly poNo: string } | { readonly word: string };

export type FoundPo =
  | {
      readonly outcome: 'found';
      readonly po: HeldPo;
      /** What led there, where it is not the PO's own: an identity that it had, or the address of a PO merged into it. */
      readonly by: 'itself' | 'alias' | 'merged';
    }
  | { readonly outcome: 'not-found' }
  /** Several customers use the number: at most `mostNamed` of the POs. */
  | { readonly outcome: 'ambiguous'; readonly pos: readonly HeldPo[] };

/** So many POs are named when one word means several. */
export const mostNamed = 10;

/** Finds the PO that people mean. Reads only. */
export const createPoFinder = (
  ports: { readonly pos: Pick<PoStore, 'find'>; readonly reviews: Pick<ReviewQueue, 'numbered'> },
  rules: SiteRules,
): ((reference: PoReference) => Promise<FoundPo>) => {
  const readPoNumber = createPoNumberReader(rules.placeholders);

  const byAddresses = async (ids: readonly PoId[]): Promise<readonly HeldPo[]> => (await ports.pos.find({ ids })).pos;

  const byIdentity = async (identity: NumberedIdentity): Promise<FoundPo> => {
    const { pos } = await ports.pos.find({ identities: [identity] });
    const own = pos.find(({ po }) => identityKey(po.identity) === identityKey(identity));
    if (own !== undefined) return { outcome: 'found', po: own, by: 'itself' };
    const [former] = pos;
    return former === undefined ? { outcome: 'not-found' } : { outcome: 'found', po: former, by: 'alias' };
  };

  const byDocument = async (word: string): Promise<FoundPo | null> => {
    const numbers = [...new Set([word.trim(), docNo(word) ?? word.trim()])];
    const { pos } = await ports.pos.find({ docNos: numbers });
    // The number exactly as typed goes first.
    for (const number of numbers) {
      const home = pos.find(({ deliveries }) => deliveries.some((delivery) => delivery.docNo === number));
      if (home !== undefined) return { outcome: 'found', po: home, by: 'itself' };
    }
    return null;
  };

  return async (reference) => {
    if ('customer' in reference) {
      const { poKey } = readPoNumber(reference.poNo);
      if (poKey === null) return { outcome: 'not-found' };
      return byIdentity({ customerKey: customerKey(reference.customer) ?? unknown, poKey });
    }
    const { word } = reference;
    const ofDocument = await byDocument(word);
    if (ofDocument !== null) return ofDocument;
    const [there] = await byAddresses([word.trim()]);
    if (there !== undefined) {
      return { outcome: 'found', po: there, by: there.po.id === word.trim() ? 'itself' : 'merged' };
    }
    const { poKey } = readPoNumber(word);
    const ids = poKey === null ? [] : await ports.reviews.numbered(poKey, mostNamed);
    const pos = ids.length === 0 ? [] : await byAddresses(ids);
    const [only, another] = pos;
    if (only === undefined) return { outcome: 'not-found' };
    return another === undefined ? { outcome: 'found', po: only, by: 'itself' } : { outcome: 'ambiguous', pos };
  };
};
