import type { MatchEvidence } from '@cynow/po-core';
import { percent, time } from '../format.ts';
import type { orphans as ko } from '../ko/orphans.ts';
import { labels } from './labels.ts';

const shownFact = (fact: MatchEvidence['facts'][string] | undefined): string =>
  fact === null || fact === undefined ? '-' : Array.isArray(fact) ? fact.join(', ') || '-' : String(fact);

const evidenceTexts: Readonly<Record<string, string>> = {
  'customer.sameName': 'same customer name',
  'customer.otherName': 'other customer name',
  'product.same': 'same product',
  'product.different': 'other product',
  'quantity.near': 'quantity within 20%',
  'quantity.part': 'a part of the quantity',
  'quantity.far': 'quantity far off',
  'delivery.sameDay': 'shipped on the due day',
  'delivery.days3': 'shipped within 3 days of the due day',
  'delivery.days7': 'shipped within 7 days of the due day',
  'delivery.days21': 'shipped within 21 days of the due day',
  'delivery.far': 'shipped more than 21 days from the due day',
  'ordered.sameDay': 'entered on the day of the order',
  'ordered.days3': 'entered within 3 days of the order',
  'ordered.days14': 'entered within 14 days of the order',
  'ordered.days45': 'entered within 45 days of the order',
  'ordered.far': 'entered more than 45 days from the order',
  'need.all': 'nothing delivered yet',
  'need.some': 'a part delivered',
  'need.none': 'all delivered',
};

export const orphans = {
  columns: {
    docNo: 'document no.',
    state: 'state',
    priority: 'priority',
    day: 'day',
    cylinders: 'cylinders',
    customer: 'customer',
    po: 'PO / candidate',
  },
  none: 'There are no orphans.',
  more: (command) => `Next: ${command}`,
  candidate: (po, probability) => `${po} (${percent(100 * probability)})`,
  noneOfThem: 'none of them',
  gonePo: 'a PO that is gone',
  landedElsewhere: (chosen, landed) => `⚠ chosen: ${chosen}, but it is on: ${landed}`,
  decided: (state, po, by, at, note) =>
    `${labels.orphanStates[state]}${po === null ? '' : `: ${po}`} (by ${by}, ${time(at)})${note === null ? '' : ` — ${note}`}`,
  before: (text) => `Decided while its order was missing: ${text}`,
  elsewhere: '⚠ It is on another PO than was chosen then. Please check.',
  onPo: (docNos) => `Orphans attached to this PO (in no quantity): ${docNos.join(', ')}`,
  suggestions: 'Candidates',
  evidence: ({ code, facts }) =>
    `${evidenceTexts[code] ?? code} (document ${shownFact(facts.document)}, PO ${shownFact(facts.candidate)})`,
  done: (docNo, state, po) => `✅ ${docNo} — ${labels.orphanStates[state]}${po === null ? '' : `: ${po}`}`,
  undoHint: (docNo) => `Undo: cynow-po orphans undo ${docNo}`,
  aliasGone: (po) =>
    `The number was that of another PO before it was corrected. Documents with it no longer go there: ${po}`,
  undone: (docNo, state) => `✅ Undone: ${docNo} — ${labels.orphanStates[state]}`,
  notDecided: (docNo) => ({ what: `Nothing was decided on ${docNo}.`, next: 'List: cynow-po orphans list' }),
  oneOfThree: 'One of --attach-to, --make-po and --ignore is needed.',
  onlyWithMakePo: (option) => `Only with --make-po: --${option}`,
  needed: (option) => `--make-po needs --${option}.`,
  notAPo: (value) => `Not customer/PO no.: ${value}`,
  notACursor: (value) => `Not an --after of orphans list: ${value}`,
  unusablePo: 'Check the input: a value is too long.',
  refusal: (refused, docNo, poName) => {
    const list = 'List: cynow-po orphans list';
    switch (refused.reason) {
      case 'not-found':
        return { what: `Not an orphan: ${docNo}`, next: `See: cynow-po where ${docNo}` };
      case 'changed':
        return { what: 'Somebody changed it first.', next: 'Look at the change, then run it again.' };
      case 'not-open': {
        const { state, decision } = refused.orphan;
        return {
          what: `It is not open: ${docNo} — ${labels.orphanStates[state]}`,
          ...(decision === null ? {} : { why: `by ${decision.by}, ${time(decision.at)}` }),
          next: state === decision?.state ? `Undo: cynow-po orphans undo ${docNo}` : list,
        };
      }
      case 'recorded':
        return { what: `Its order has arrived and is on a PO: ${docNo} → ${poName(refused.po)}`, next: list };
      case 'note-missing':
        return { what: 'Say why it is ignored.', next: 'For example: --ignore "test filling"' };
      case 'no-such-po':
        return { what: 'There is no such PO.', next: 'Give customer/PO no., or the number of a document on the PO.' };
      case 'target-cancelled':
        return { what: `Staff cancelled that PO: ${poName(refused.po)}` };
      case 'exists':
        return {
          what: `There is such a PO: ${poName(refused.po)}`,
          next: `Attach to it: cynow-po orphans resolve ${docNo} --attach-to "${refused.po.customer}/${refused.po.poNo}"`,
        };
      case 'unusable':
        return {
          what: `Words that say "none" cannot stand here: ${refused.fields.map(({ value }) => value).join(', ')}`,
        };
    }
  },
  undoRefusal: (refused) => {
    const what = 'Cannot undo: later decisions build on it.';
    switch (refused.reason) {
      case 'not-found':
      case 'not-undoable':
        return { what: 'There is nothing to undo.' };
      case 'already-undone':
        return { what: 'It was undone before.' };
      case 'too-late':
        return { what: `Cannot undo after 30 days (decided ${time(refused.at)}).` };
      case 'built-on':
        return { what, why: `by ${refused.by}, ${time(refused.at)}` };
      case 'documents-since':
        return { what, why: `documents: ${refused.docNos.join(', ')}` };
      case 'numbers-reserved':
        return { what, why: `reserved numbers: ${refused.docNos.join(', ')}` };
    }
  },
} satisfies typeof ko;
