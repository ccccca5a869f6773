import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Reason } from '../review/Reason.ts';
import type { Candidate } from './Decision.ts';

/** A `PROBABLE_MATCH`, and the candidates in its facts as a decision tells them. */
export interface ProbableMatch {
  readonly reason: Reason;
  readonly candidates: readonly Candidate[];
}

/**
 * A look at other POs, for what a document's own PO cannot tell. It is told of every PO that a decision changes, so that each
 * answer is of the POs as they are at that moment, and of nothing else.
 */
export interface PoLook {
  /** A PO came, or is now this. */
  put(entry: PoWithDeliveries): void;
  /** A PO went. */
  remove(id: PoId): void;
  /**
   * Whether the PO that was made of the document is probably an existing one; null when it is not. `before`: the PO that the
   * document was on before this decision.
   */
  probable(document: FcmsDocument, entry: PoWithDeliveries, before: PoWithDeliveries | undefined): ProbableMatch | null;
  /**
   * Whether a link by number to a manual PO is contradicted by its content, which fits another PO far better; null when it
   * is not. `entry`: the PO without the document.
   */
  suspect(document: FcmsDocument, entry: PoWithDeliveries): Reason | null;
}
