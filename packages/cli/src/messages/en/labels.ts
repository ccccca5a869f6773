import { words } from '@cynow/po-http/words';
import type { labels as ko } from '../ko/labels.ts';

const { reasons, priorities, links, stages, reservations, ordered, rate, numberless, manual, backfilled, poNo } =
  words.en;

export const labels = {
  ...{ reasons, priorities, links, stages, reservations, ordered, rate, numberless, manual, backfilled, poNo },
  delivery: words.en.nth,
  outcomes: { created: 'created', skipped: 'skipped', 'needs-review': 'needs review' },
  actions: { 'new-po': 'new PO', attached: 'attached', refreshed: 'refreshed', none: 'no change' },
  skipped: { ALREADY_RECORDED: 'already recorded', CANCELLED: 'cancelled' },
  failed: 'failed',
  runStates: { running: 'running', completed: 'completed', interrupted: 'interrupted', failed: 'stopped by an error' },
  orphanStates: {
    seen: 'waiting',
    open: 'open',
    resolved: 'resolved by itself',
    attached: 'attached to a PO',
    'made-po': 'made a PO',
    ignored: 'ignored',
  },
  cdcStates: { live: 'live', quiet: 'quiet', paused: 'paused', stale: 'stale', unknown: 'unknown' },
  customer: 'customer code',
  docNo: 'document no.',
  deliveryHead: 'delivery',
  reasonsHead: 'review',
  outcomeHead: 'outcome',
} satisfies typeof ko;
