import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { Candidates } from '../matching/Candidates.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import type { ReservedFor } from '../reservation/Reservation.ts';

/** What is known of a recorded document before its PO is looked at. */
export interface RecordedDocument {
  readonly hash: string;
  /** Whether its PO is manual or was reviewed: then a forced run does not decide the document anew. False in other runs. */
  readonly held: boolean;
}

/** All that the decisions of a batch depend on, as the store holds it. */
export interface KnownPos {
  /** Every document of the batch that is recorded, by document number. */
  readonly recorded: ReadonlyMap<string, RecordedDocument>;
  /** Reserved numbers that documents to be decided have, by `docNo`. */
  readonly reservations: ReadonlyMap<string, ReservedFor>;
  /**
   * The POs that the documents to be decided are on, those whose identity or alias they name, and those that their numbers
   * were reserved for, each with all its deliveries. More POs do no harm.
   */
  readonly pos: readonly PoWithDeliveries[];
  /** What the decisions may ask of other POs (`soughtBy`), the POs above among them. */
  readonly candidates: Candidates;
}

/** Step 1 of the decision table: whether the document must be decided, given what is recorded of it. */
export const needsDecision = (
  document: FcmsDocument,
  recorded: RecordedDocument | undefined,
  force: boolean,
): boolean => recorded === undefined || recorded.hash !== document.hash || (force && !recorded.held);
