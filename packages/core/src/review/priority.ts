import type { Reason } from './Reason.ts';

/** How soon a flagged PO should be looked at, most urgent first. */
export const priorities = ['critical', 'high', 'medium', 'low'] as const;

export type Priority = (typeof priorities)[number];

const ofReason = ({ code, facts }: Reason): Priority => {
  switch (code) {
    case 'QTY_MISMATCH': {
      const percent = Number(facts.percent);
      return percent >= 50 ? 'critical' : percent >= 10 ? 'medium' : 'low';
    }
    case 'MISSING_CUSTOMER':
    case 'MISSING_PO_NO':
    case 'RESERVATION_CONFLICT':
    case 'CANCELLED_IN_FCMS':
    case 'REUSED_PO_NO':
      return 'high';
    case 'INVALID_DOC_NO':
      return 'low';
    case 'PROBABLE_MATCH':
    case 'SUSPECT_LINK':
    case 'PRODUCT_NOT_ORDERED':
    case 'MISSING_PRODUCT':
    case 'INVALID_QTY':
    case 'SOURCE_CHANGED':
    case 'MISSING_IN_FCMS':
    case 'ALIAS_LINK':
      return 'medium';
  }
};

/** The highest priority of the open reasons; null when none is open. */
export const priorityOf = (open: readonly Reason[]): Priority | null =>
  open.reduce<Priority | null>((highest, reason) => {
    const priority = ofReason(reason);
    return highest === null || priorities.indexOf(priority) < priorities.indexOf(highest) ? priority : highest;
  }, null);
