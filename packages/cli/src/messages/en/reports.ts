import type { WaitingBecause } from '@cynow/po-core';
import { number, range, time } from '../format.ts';
import type { reports as ko } from '../ko/reports.ts';
import { labels } from './labels.ts';

const because: Record<WaitingBecause, (run: string | null) => string> = {
  'no-run-yet': () => 'no backfill has been run yet. Run: cynow-po backfill --dry-run',
  running: (run) => `backfill ${run ?? ''} is running and has not come to it`,
  stopped: (run) => `the backfill ended before it. Go on with: cynow-po backfill --resume ${run ?? ''}`,
  limit: (run) => `run ${run ?? ''} reached its limit before it; the next backfill takes it`,
  failed: (run) => `run ${run ?? ''} could not write it; the next backfill tries again`,
  undone: (run) => `run ${run ?? ''} was taken back; the next backfill takes it`,
  'arrived-later': () => 'it came after the last backfill; the next one takes it',
};

export const reports = {
  where: {
    recorded: (customer, poNo, delivery) => `${customer} ${poNo}${delivery === '' ? '' : `, ${delivery}`}`,
    recordedBy: (run, at) => `run ${run}, recorded ${time(at)}`,
    recordedCancelled: 'Cancelled in FCMS after it was recorded.',
    gone: 'FCMS no longer shows this document.',
    needsReview: (reasons) => `Needs review: ${reasons}`,
    cancelled: 'Cancelled in FCMS, so it is not taken in.',
    waiting: (why, run, error) => `Waiting — ${because[why](run)}${error === null ? '' : `. Error: ${error}`}`,
    outside: (day) =>
      `Outside the window of every backfill (effective date ${day}). Run: cynow-po backfill --since ${day} --dry-run`,
    orphan: (state) => `Orphan — ${labels.orphanStates[state]}`,
    notInFcms: 'FCMS has no such number. Check it.',
  },
  stats: {
    title: '=== Purchase orders ===',
    pos: 'POs',
    total: 'all',
    needsReview: 'needs review',
    backfilled: labels.backfilled,
    manual: labels.manual,
    byPriority: 'Reviews by priority',
    byReason: 'Reviews by reason',
    documents: 'Documents',
    recorded: 'recorded',
    cancelled: 'cancelled',
    orphans: 'Orphans',
    progress: 'Progress',
    byStage: 'POs by stage',
    reservations: 'Reserved numbers',
    createdPerDay: (since) => `New POs a day (${since} ~)`,
    lastRuns: 'Last backfills',
    noRuns: 'None yet.',
    cdc: (state, lastChangeAt) =>
      `FCMS data: ${state}${lastChangeAt === null ? '' : ` (last change ${time(lastChangeAt)})`}`,
    asOf: (at) => `As of ${time(at)}`,
    count: (n) => number(n),
  },
  runs: {
    columns: {
      id: 'run',
      state: 'state',
      startedAt: 'started',
      window: 'window',
      limit: 'limit',
      checked: 'checked',
      created: 'created',
      skipped: 'skipped',
      needsReview: 'needs review',
      failed: 'failed',
      actor: 'by',
    },
    none: 'No backfill has been run.',
    noneEarlier: 'No earlier run.',
    next: (command) => `Next: ${command}`,
    window: (since, until) => (since === null && until === null ? 'all' : range(since, until)),
    noLimit: 'none',
    notFound: (id) => ({ what: `No such run: ${id}`, next: 'Runs: cynow-po runs list' }),
    error: 'Error',
    resumeIfDead: (id) => `If its process has died, go on with: cynow-po backfill --resume ${id}`,
    resume: (id) => `Go on with: cynow-po backfill --resume ${id}`,
    missing: (n) => `Documents that were gone from FCMS when it began: ${number(n)}`,
    decisions: 'Documents decided',
    noDecisions: 'None.',
  },
} satisfies typeof ko;
