import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, Po } from '../po/Po.ts';
import type { Reason, ReasonCode } from '../review/Reason.ts';

/** Whether the delivery came by a number that its PO had before, and nobody has said "always" of it. */
const isByAlias = (delivery: Delivery, { aliases }: Po): boolean => {
  if (aliases.length === 0) return false;
  const own = identityKey(deliveryIdentity(delivery));
  return aliases.some(({ identity, always }) => !always && identityKey(identity) === own);
};

/**
 * Reasons that tell of an event, or of what a look at other POs showed: working a PO out again cannot find them anew, so
 * they are kept while what they need still stands.
 */
const stands: Readonly<Partial<Record<ReasonCode, (delivery: Delivery, po: Po) => boolean>>> = {
  SOURCE_CHANGED: () => true,
  MISSING_IN_FCMS: () => true,
  ALIAS_LINK: (delivery, po) => !delivery.content.cancelled && isByAlias(delivery, po),
  REUSED_PO_NO: ({ content }, { state }) => !content.cancelled && state === 'cancelled',
  SUSPECT_LINK: ({ content }, { manual }) => !content.cancelled && manual,
  PROBABLE_MATCH: ({ content }, { manual }) => !content.cancelled && !manual,
};

/** The codes of such reasons; `REUSED_PO_NO` is found anew where it tells of days. */
export const lastingCodes: ReadonlySet<ReasonCode> = new Set(Object.keys(stands) as ReasonCode[]);

/** The reasons of the delivery that are kept when its PO is worked out again. */
export const lastingReasons = (delivery: Delivery, po: Po): readonly Reason[] =>
  delivery.reasons.filter(({ code }) => stands[code]?.(delivery, po) === true);
