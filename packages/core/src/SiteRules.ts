/** What a site may set of the rules. */
export interface SiteRules {
  /** What well-formed document numbers begin with (`PO_DOC_PREFIX`). */
  readonly docPrefix: string;
  /** Percent by which deliveries may exceed the ordered quantity before they are flagged (`PO_QTY_TOLERANCE`). */
  readonly qtyTolerance: number;
  /** Words of the site that stand for "no PO number", besides the usual ones (`PO_NO_PLACEHOLDERS`). */
  readonly placeholders: readonly string[];
}

export const defaultSiteRules: SiteRules = { docPrefix: 'FP', qtyTolerance: 0, placeholders: [] };
