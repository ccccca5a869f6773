import { words } from '@cynow/po-http/words';
import { number, time } from '../format.ts';
import type { reviews as ko } from '../ko/reviews.ts';

const { actions, content: fields } = words.en;

const raw = (value: string | null): string => (value === null ? 'nothing' : `"${value}"`);

export const reviews = {
  reasons: {
    missingCustomer: 'The FCMS order has no customer code.',
    missingPoNo: (value) =>
      value === null
        ? "The customer's order no. is empty; saved under a stand-in (FCMS-document no.)."
        : `The customer's order no. is no number (FCMS says ${raw(value)}); saved under a stand-in (FCMS-document no.).`,
    missingProduct: 'The FCMS order has no product code.',
    invalidQty: (value) => `The quantity is empty, 0 or less, a fraction, or far too large: FCMS says ${raw(value)}`,
    invalidDocNo: (prefix, docNo) => `Not of the form ${prefix}, two digits of the year, digits: ${docNo}`,
    productNotOrdered: (product) => `A product was instructed that this PO does not have: ${product}`,
    qtyMismatch: (product, ordered, instructed, difference, percent) =>
      `More is instructed than ordered: ${product} ordered ${number(ordered)}, instructed ${number(instructed)} (+${number(difference)}, ${percent < 1 ? 'below 1%' : `${number(Math.floor(percent))}%`})`,
    suspectLink: (rival) => `The number is the same, but product, quantity and dates fit another PO better: ${rival}`,
    reusedCancelled: (last) => `The number of a cancelled PO${last === null ? '.' : `, last delivered ${last}`}`,
    reusedLongSince: (last) =>
      `The number of a PO without a delivery for more than 180 days${last === null ? '.' : `, last delivered ${last}`}`,
    aliasLink: (alias) => `The same as a number that was corrected: ${alias}. Check that it is the same order.`,
    probableMatch: (best, others, ambiguous) =>
      `Probably the same order as an existing PO${best === null ? '.' : `: ${best}${others === 0 ? '' : ` and ${number(others)} more`}${ambiguous ? ' (not clear which)' : ''}`}`,
    candidate: (po, percent) => `${po} (${percent}%)`,
    reservationConflict: (reservedFor, document) =>
      `Entered under a number reserved for another PO: reserved for ${reservedFor}, document ${document}`,
    cancelledInFcms: 'Cancelled in FCMS after it was saved.',
    missingInFcms: (since) =>
      `FCMS has not shown this document any more${since === null ? '.' : ` since ${time(since)}`}`,
    sourceChanged: (changes) => `Changed in FCMS${changes.length === 0 ? '.' : `: ${changes.join(', ')}`}`,
    change: (field, before, after) => `${fields[field]} ${before} → ${after}`,
    nothing: 'nothing',
    yes: 'yes',
    no: 'no',
  },
  list: {
    none: 'Nothing left to review.',
    noneOfFilter: 'No review matches.',
    since: (at) => `since ${time(at)}`,
    more: (command) => `   … all: ${command}`,
    next: (command) => `Next: ${command}`,
    badCursor: (text) => `--after: expected what review list printed, got "${text}".`,
    notANumber: (option, text) => `${option}: no PO number, got "${text}".`,
  },
  po: (customer, name, poNo) => `${customer}${name === null ? '' : ` ${name}`} ${poNo}`,
  show: {
    cancelled: 'cancelled PO',
    by: { alias: 'Found by a number that it had before.', merged: 'Found by the address of a PO merged into it.' },
    waiting: (priority, since) => `Needs review: ${priority}, since ${time(since)}`,
    reviewed: 'reviewed',
    nothingOpen: 'nothing to review',
    receivedOn: 'received on',
    memo: 'memo',
    made: 'made',
    version: 'version',
    items: 'Items',
    itemColumns: { product: 'product code', qty: 'quantity', deliveryOn: 'due date' },
    progress: 'Progress',
    deliveries: 'Deliveries',
    noDeliveries: 'No documents.',
    document: {
      cancelled: 'cancelled in FCMS',
      effectiveOn: 'effective date',
      deliveryOn: 'due',
      mark: 'delivery mark',
      qty: (n) => (n === null ? 'quantity unknown' : `${number(n)} cylinders`),
    },
    corrected: (product, insteadOf) => `product corrected: ${insteadOf ?? 'none'} → ${product}`,
    resolvedBy: (action, actor, at, note) =>
      `${actions[action]}, ${actor}, ${time(at)}${note === null ? '' : ` "${note}"`}`,
    candidates: 'Candidates',
    for: 'for',
    against: 'against',
    features: {
      number: 'PO no.',
      customer: 'customer',
      product: 'product',
      quantity: 'quantity',
      delivery: 'due date',
      ordered: 'order date',
      need: 'open quantity',
    },
    noneOfThem: (percent) => `none of them (${percent}%)`,
    aliases: 'Numbers before correction',
    always: 'always belongs here',
    reservations: 'Reserved numbers',
    history: 'History',
    undone: 'undone',
    resolve: (target) => `Decide: cynow-po review resolve ${target} …`,
  },
  actions,
  find: {
    notFound: (typed) => ({
      what: `No such PO: ${typed}`,
      next: 'Give a document no., or customer code and PO no.: cynow-po review show KDKK ABC-2024-001',
    }),
    ambiguous: (typed, pos) => ({
      what: `Several customers use this number: ${typed}`,
      why: pos,
      next: 'Give the customer code too.',
    }),
  },
  resolve: {
    noDecision: { what: 'Say what to do.', next: 'Help: cynow-po review resolve --help' },
    oneDecision: (one, other) => `One decision at a time: ${one}, ${other}`,
    needs: (option, other) => `${option} goes with ${other}.`,
    noPo: { what: 'Say which PO.', next: 'A document no., or customer code and PO no.; all that match: --all' },
    allOrOne: '--all goes without a PO.',
    filterNeedsAll: (option) => `${option} goes with --all.`,
    notInBulk: (option) => `${option} is for one PO only.`,
    noCandidate: (n, there) => ({
      what: `There is no candidate ${n}; there are ${there}.`,
      next: 'See them: cynow-po review show',
    }),
    bulk: (count, action, filter) =>
      `${number(count)} reviews: ${action}${filter === '' ? ' (no filter, all of them)' : ` (filter: ${filter})`}`,
    ask: 'Type y to decide all of them: ',
    yes: /^y(es)?$/i,
    needsYes: (count) => ({
      what: `${number(count)} reviews were left as they are.`,
      why: 'Nobody is there to confirm.',
      next: 'Give --yes with the same command.',
    }),
    declined: 'Nothing was done.',
    done: 'Done.',
    merged: (po) => `Merged into ${po}`,
    tookAlias: (po) => `The number was one that had been corrected; it leads there no more: ${po}`,
    left: (reasons) => `Still to review: ${reasons}`,
    nothingLeft: 'Nothing left to review on it.',
    undo: (id) => `Undo: cynow-po review undo ${id}`,
    undoBatch: (id) => `Undo all: cynow-po review undo --batch ${id}`,
    counts: (done, refused) => `${number(done)} done, ${number(refused)} refused`,
    stopped: (done, left) => `Stopped. ${number(done)} done, ${number(left)} left as they are.`,
  },
  refusals: {
    'not-found': 'There is no such PO.',
    changed: (version) => ({
      what: 'Somebody changed it first. Look at the change, then decide again.',
      next: `Its version is now ${version}. See: cynow-po review show`,
    }),
    'nothing-open': 'There is no open reason that this would settle.',
    'no-change': 'It is so already.',
    'note-missing': 'Give a note.',
    unusable: (field) => `This says that there is none: ${field}`,
    'not-manual': 'Staff did not enter this PO; what is ordered is the sum of its documents already.',
    'same-po': 'It is the same PO.',
    'target-cancelled': (po) => `That PO is cancelled: ${po}. Reopen it first: --reopen`,
    'no-such-document': (docNo) => `This PO has no such document: ${docNo}`,
  },
  undo: {
    oneOfBoth: 'Give the id of a decision, or --batch.',
    done: 'Undone.',
    doneMany: (done, refused) => `${number(done)} undone, ${number(refused)} refused`,
    nothing: (id) => ({ what: `No such decision: ${id}`, next: 'History: cynow-po review show' }),
    refused: {
      'not-found': 'There is no such decision.',
      'not-undoable': (action) => `This cannot be undone: ${actions[action]}`,
      'already-undone': 'It has been undone already.',
      'too-late': (at, days) => `It is more than ${days} days old: ${time(at)}`,
      'built-on': (actor, at, action, id) =>
        `Cannot undo: later decisions build on it: ${actor}, ${time(at)}, ${actions[action]} ${id}`,
      'documents-since': (docNos) => `Cannot undo: documents have come since: ${docNos}`,
      'number-taken': (po) => `Cannot undo: another PO has the number now: ${po}`,
      'memo-gone': 'Cannot undo: the memo is not the one that was written then.',
    },
  },
} satisfies typeof ko;
