import type { AcceptedDecision } from '@cynow/po-core';
import type { Column } from './columns.ts';

/** A decision as a run made it. */
export interface DecisionToWrite {
  readonly runId: string;
  readonly decision: AcceptedDecision;
}

export const decisionColumns: readonly Column<DecisionToWrite>[] = [
  { name: 'run_id', type: 'uuid', value: ({ runId }) => runId },
  { name: 'doc_no', type: 'text', value: ({ decision }) => decision.docNo },
  { name: 'outcome', type: 'text', value: ({ decision }) => decision.outcome },
  { name: 'action', type: 'text', value: ({ decision }) => decision.action },
  { name: 'link', type: 'text', value: ({ decision }) => decision.link },
  { name: 'customer', type: 'text', value: ({ decision }) => decision.po.customer },
  { name: 'po_no', type: 'text', value: ({ decision }) => decision.po.poNo },
  { name: 'delivery', type: 'integer', value: ({ decision }) => decision.delivery },
  { name: 'reasons', type: 'json', value: ({ decision }) => JSON.stringify(decision.reasons.map(({ code }) => code)) },
];
