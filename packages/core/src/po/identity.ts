import { unknown } from './codeKeys.ts';

/**
 * What makes a PO that PO: customer and number, or, without a number, the one document itself. A missing customer takes
 * part as `UNKNOWN`.
 */
export type PoIdentity =
  | { readonly customerKey: string; readonly poKey: string }
  | { readonly customerKey: string; readonly poKey: null; readonly docNo: string };

/** The identity of a PO that has a number. */
export type NumberedIdentity = PoIdentity & { readonly poKey: string };

/** The identity that a document names. */
export const poIdentityOf = (customerKey: string | null, poKey: string | null, docNo: string): PoIdentity =>
  poKey === null
    ? { customerKey: customerKey ?? unknown, poKey, docNo }
    : { customerKey: customerKey ?? unknown, poKey };

/** One text for one identity; no two identities share one (keys hold no white space). */
export const identityKey = (identity: PoIdentity): string =>
  identity.poKey === null ? `\n${identity.docNo}` : `${identity.customerKey}\n${identity.poKey}`;

/** What is stored and exported as the number of a PO that has none. Not a number: `FCMS-…` in FCMS is an ordinary one. */
export const standInPoNo = (docNo: string): string => `FCMS-${docNo}`;
