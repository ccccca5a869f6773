import { docNo as docNoKey } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { blockingKeys, mostPosOfKey } from '../matching/blockingKeys.ts';
import type { Sought } from '../matching/Candidates.ts';
import { factsOfDocument } from '../matching/factsOf.ts';
import { type MatchFeatures, matchFeatures } from '../matching/MatchFeatures.ts';
import { unknown } from '../po/codeKeys.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import { remembered } from '../text/remembered.ts';
import { breathe } from './breathe.ts';
import { type KnownPos, needsDecision } from './KnownPos.ts';
import { PoTable } from './PoTable.ts';

/** The features of a document. Worked out once. */
export const featuresOfDocument = remembered(
  (document: FcmsDocument): MatchFeatures => matchFeatures(factsOfDocument(document)),
);

/** The blocking keys that are looked under for these features. Worked out once. */
export const soughtKeysOf = remembered((features: MatchFeatures): readonly string[] => blockingKeys(features).sought);

/** More POs than are too many, so that batches on their way may take some of them away. */
const reserve = 50;

/** What looks at other POs are made with; `known`: the POs that decisions may change. */
export const soughtWith = (looks: readonly MatchFeatures[], known: readonly PoWithDeliveries[]): Sought => {
  const ofCustomer = new Map<string, number>();
  for (const { po } of known) {
    const { customerKey } = po.identity;
    ofCustomer.set(customerKey, (ofCustomer.get(customerKey) ?? 0) + 1);
  }
  const keys = new Map<string, number>();
  const customers = new Set<string>();
  for (const features of looks) {
    const { customerKey } = features;
    customers.add(customerKey ?? unknown);
    const enough = mostPosOfKey + 1 + reserve;
    for (const key of soughtKeysOf(features)) {
      // Each PO that may lose the key is one more to find. Keys that name no customer are of POs of any.
      const own = key.startsWith('=') ? (ofCustomer.get(customerKey ?? unknown) ?? 0) : known.length;
      keys.set(key, Math.max(keys.get(key) ?? 0, enough + own));
    }
  }
  return { keys, customers };
};

/** Documents whose keys are worked out before statements may go on: some 4 ms. */
const keyedAtOnce = 100;

/** Works out what `soughtBy` needs of the batch beforehand, with pauses: for thousands of documents it is a tenth of a second. */
export const prepareSought = async (
  batch: readonly FcmsDocument[],
  { recorded }: Pick<KnownPos, 'recorded'>,
  force: boolean,
): Promise<void> => {
  const open = batch.filter((each) => needsDecision(each, recorded.get(each.docNo), force));
  for (let i = 0; i < open.length; i += keyedAtOnce) {
    await breathe();
    for (const document of open.slice(i, i + keyedAtOnce)) soughtKeysOf(featuresOfDocument(document));
  }
};

/** What deciding the batch asks of other POs. */
export const soughtBy = (
  batch: readonly FcmsDocument[],
  known: Omit<KnownPos, 'candidates'>,
  force: boolean,
): Sought => {
  const open = batch.filter((each) => needsDecision(each, known.recorded.get(each.docNo), force));
  if (open.length === 0) return soughtWith([], []);
  const table = new PoTable(known.pos);
  const homes = new Set(open.map(({ docNo }) => table.byDocument(docNo)?.po.id));
  // A document may be on a manual PO, or come to it by a number that it had before, whose customer is another than its own.
  const manualCustomers = known.pos.filter(({ po }) => po.manual).map(({ po }) => po.identity.customerKey);

  /**
   * Whether the document may make a new PO, or be attached by number to a manual one. Said of a few more, because a decision
   * may take away the PO that a later document would be attached to.
   */
  const mayLook = (document: FcmsDocument): boolean => {
    if (document.content.cancelled) return false;
    if (table.byDocument(document.docNo) !== undefined) return true;
    const reserved = known.reservations.get(docNoKey(document.docNo) ?? '');
    const target = table.byIdentity(document.identity) ?? table.byAlias(document.identity);
    return target === undefined || target.po.manual || homes.has(target.po.id) || reserved !== undefined;
  };

  const sought = soughtWith(
    open.filter(mayLook).map((document) => featuresOfDocument(document)),
    known.pos,
  );
  return { ...sought, customers: new Set([...sought.customers, ...manualCustomers]) };
};
