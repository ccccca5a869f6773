import type { CdcState, Mismatch } from '@cynow/po-core';
import { number, time } from '../format.ts';
import type { reserving as ko } from '../ko/reserving.ts';
import { labels } from './labels.ts';

const at = (cdc: CdcState, lastChangeAt: Date | null): string =>
  `FCMS data: ${labels.cdcStates[cdc]}${lastChangeAt === null ? '' : ` (last change ${time(lastChangeAt)})`}`;

const mismatches: Record<Mismatch, (document: string) => string> = {
  conflict: (document) => `document ${document} names another customer or PO no.`,
  'other-po': (document) => `document ${document} is on another PO`,
  'other-number': (document) => `probably entered under another number: ${document}`,
};

export const reserving = {
  state: (state) => (state === 'RESERVED' ? 'reserved (not in FCMS yet)' : labels.reservations[state]),
  reserved: (customer, poNo, n) => `Reserved for ${customer} ${poNo}: ${number(n)}`,
  promise: 'Not in FCMS yet: a number set aside before it is entered there. Enter the document under it.',
  heldFor: (hours, expiresAt) => `${number(hours)} h left (until ${time(expiresAt)})`,
  released: (docNo) => `Released: ${docNo}`,
  extended: (docNo) => `Extended: ${docNo}`,
  undone: (docNo) => `Undone: ${docNo}`,
  matched: (docNo, document) => `Matched by hand: reserved no. ${docNo}, document ${document}`,
  unmatched: (docNo) => `Match by hand taken back: ${docNo}`,
  unknownCdc: 'It is not known how fresh the FCMS data is. Check that FCMS has not used the number yet.',
  behind: (cdc, lastChangeAt) => `${at(cdc, lastChangeAt)}. Check that FCMS has not used the number yet.`,
  mismatch: (mismatch, document) => mismatches[mismatch](document),
  notFresh: (cdc, lastChangeAt) => ({
    what: 'No number given: FCMS data is not up to date.',
    why: at(cdc, lastChangeAt),
    next: 'Try again when the replication runs. To reserve all the same: --accept-stale',
  }),
  rehearsal: (schema) => ({
    what: `No numbers are given in a schema to rehearse in: ${schema}`,
    why: 'Two series of numbers would meet in FCMS.',
    next: 'Run it on the schema that is really used (PO_SCHEMA).',
  }),
  noSuchPo: (customer, poNo) => ({
    what: `No such PO: ${customer} ${poNo}`,
    next: 'Check customer code and PO no. Enter a new PO first: cynow-po import',
  }),
  poCancelled: (customer, poNo) => ({
    what: `No number is reserved for a cancelled PO: ${customer} ${poNo}`,
    next: 'Reopen the PO first.',
  }),
  exhausted: (year, greatest) => ({
    what: `The year ${2000 + year} has not so many numbers left.`,
    why: `The last one in use is ${number(greatest)}, the last one of a year ${number(999_999)}.`,
    next: 'Check for mistyped numbers: cynow-po doctor',
  }),
  notReserved: (docNo) => ({ what: `Not a reserved number: ${docNo}`, next: 'Check the number.' }),
  notPossible: (docNo, state, byHand) => ({
    what: `Reserved no. ${docNo}: not possible now.`,
    why: `It is ${labels.reservations[state]}${byHand ? ' by hand' : ''}.`,
    ...(byHand && { next: `Take the match back: cynow-po match --unmatch ${docNo}` }),
  }),
  notOne: (numbers) =>
    numbers.length === 0
      ? { what: 'No reserved number waits for a document.', next: 'Name one: --number' }
      : { what: `Several reserved numbers wait: ${numbers.join(', ')}`, next: 'Name one: --number' },
  notOnThePo: (document, customer, poNo) => ({
    what: `Document ${document} is not a live delivery of the PO: ${customer} ${poNo}`,
    next: `Attach it to the PO first. See: cynow-po where ${document}`,
  }),
  fulfilsAnother: (document, other) => ({ what: `Document ${document} is matched with another number: ${other}` }),
  oneThing: 'Choose one: --customer with --po, --release, --extend, --undo',
  bothNeeded: '--customer and --po go together.',
  notAPoNo: (poNo) => `--po: expected a PO no., got "${poNo}".`,
  notADocNo: (docNo) => `Expected a document no., got "${docNo}".`,
  byHandOnly: (option) => `${option} goes with --by-hand.`,
  match: {
    title: '=== Matching ===',
    changed: (state, docNo, po, remark) => `   [${state}] ${docNo} → ${po}${remark === '' ? '' : ` — ${remark}`}`,
    noPo: 'a PO that is gone',
    done: '✅ Done',
    stopped: '⚠️ Stopped — what is done is kept. Run it again for the rest.',
    unknownCdc: 'It is not known how fresh the FCMS data is; recent documents may be missing.',
    stale: (lastChangeAt) =>
      `FCMS data stops${lastChangeAt === null ? '' : ` at ${time(lastChangeAt)}`}; recent documents may be missing.`,
    waits: 'The replication is paused at this hour. Matching waits for the next time.',
    reservations: (n) => `Reserved numbers changed: ${number(n)}`,
    orphans: (found, open) => `Orphans: ${number(found)} new, ${number(open)} now`,
    matches: (opened, closed) => `Probable matches: ${number(opened)} new, ${number(closed)} gone`,
    missing: (n) => `Documents gone from FCMS: ${number(n)}`,
  },
} satisfies typeof ko;
