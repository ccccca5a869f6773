import { number, range, time } from '../format.ts';
import type { backfill as ko } from '../ko/backfill.ts';

export const backfill = {
  title: '=== FCMS backfill ===',
  target: (database, host, port, schema) => `- Target: ${database} @ ${host}:${port}, schema ${schema}`,
  window: (days, since, until) => {
    if (days !== null) return `- Window: last ${number(days)} days (${range(since, until)})`;
    return `- Window: ${since === null && until === null ? 'all' : range(since, until)}`;
  },
  limit: (limit) => `- Limit: ${limit === null ? 'none' : number(limit)}`,
  dryRun: (dryRun) => `- Dry run: ${dryRun ? 'yes' : 'no'}`,
  reading: '1️⃣ Reading FCMS orders...',
  listed: (n) => `   ✓ ${number(n)} documents`,
  deciding: '2️⃣ Making and matching POs...',
  indexing: (n) => `   Making ${number(n)} existing POs findable as candidates (once).`,
  about: (reason, po) => `${reason}: ${po}`,
  more: (n) => `   … ${number(n)} more (--report for all)`,
  done: '✅ Done',
  stopped: '⚠️ Interrupted',
  checked: (n) => `Checked: ${number(n)}`,
  checkedOf: (n, now, before) => `Checked: ${number(n)} (${number(now)} now, ${number(before)} recorded before)`,
  created: (n, newPo, attached, refreshed) =>
    `  ✓ created: ${number(n)} (new ${number(newPo)}, attached ${number(attached)}, refreshed ${number(refreshed)})`,
  skipped: (n) => `  - skipped: ${number(n)}`,
  needsReview: (n) => `  ⚠ needs review: ${number(n)}`,
  failed: (n) => `  ✗ failed: ${number(n)}`,
  reworked: (opened, closed) => `Worked out again: ${number(opened)} reviews opened, ${number(closed)} closed`,
  orphans: (found, open) => `Orphans: ${number(found)} new, ${number(open)} open`,
  missing: (n) => `Gone from FCMS: ${number(n)}`,
  missingSince: (since) => `since ${time(since)}`,
  moreMissing: (n) => `   … ${number(n)} more`,
  dryRunEnd: '⚠️ Dry run: nothing was saved',
  resumeWith: (id) => `Saved so far. Go on with: cynow-po backfill --resume ${id}`,
  nothingKept: 'Interrupted. It was a dry run, so nothing was saved.',
  someFailed: (n, id) => `${number(n)} rows failed, the rest is saved. List: cynow-po runs show ${id}`,
  resuming: (id) => `Going on with run ${id}`,
  waiting: 'If another backfill is running, this one waits for its end.',
  reportWritten: (path) => `Decisions written to ${path}`,
  paused: 'The replication is paused at this hour — recent orders may be missing.',
  stale: (lastChangeAt) =>
    `FCMS data stops at ${lastChangeAt === null ? 'an unknown time' : time(lastChangeAt)}; recent orders may be missing.`,
  unknownFreshness: 'How fresh the FCMS data is, is not known. Orphans are recorded all the same.',
  busy: (holder) =>
    holder === null
      ? { what: 'Another backfill is running.', next: 'To wait for its end: --wait' }
      : {
          what: `Another backfill is running: ${holder.actor}, since ${time(holder.startedAt)}`,
          why: `run ${holder.runId}, process ${holder.pid} on ${holder.host}`,
          next: 'To wait for its end: --wait',
        },
  notFound: (id) => ({ what: `No such run: ${id}`, next: 'Runs: cynow-po runs list' }),
  notResumable: (id, state) => ({
    what: `Run ${id} cannot be resumed.`,
    why: `It is "${state}"; only interrupted runs can.`,
    next: 'Runs: cynow-po runs list',
  }),
  manyMissing: (missing, recorded, accepted) => ({
    what: `Not run: ${number(missing)} of ${number(recorded)} recorded documents are gone from FCMS at once.`,
    why: `FCMS's data may be being loaded again. Nothing was marked.${
      accepted === null ? '' : ` It is not the ${number(accepted)} of --accept-missing either.`
    }`,
    next: `If it stays so, runs go on after 24 hours. If they were really deleted: cynow-po backfill --accept-missing ${missing}`,
  }),
  undone: (id) => ({
    what: `Run ${id} was taken back, so it cannot be resumed.`,
    next: 'Start anew: cynow-po backfill',
  }),
  takenOver: (id) => ({
    what: `Another process has taken over this backfill: ${id}`,
    next: 'Runs: cynow-po runs list',
  }),
  notIndexed: (n) => ({
    what: `No dry run is possible yet: ${number(n)} POs cannot be found as candidates.`,
    why: 'A dry run saves nothing, so it cannot prepare them; it would decide otherwise than the real run.',
    next: 'Prepare them once: cynow-po match',
  }),
  comparing: 'First compared with the dry run.',
  likeSame: (n) => `As in the dry run (${number(n)} decisions). Now for real.`,
  likeDiffers: (path, n) => ({
    what: `Nothing was done: the outcome would differ from the dry run ${path}`,
    why: `FCMS or the POs have changed since. Differences: ${number(n)}`,
    next: 'Look again: cynow-po backfill --dry-run --report FILE',
  }),
  likeDiffersLate: (path, id) => ({
    what: `Stopped: the outcome began to differ from the dry run ${path}`,
    why: 'What came before is saved. FCMS or the POs have changed meanwhile.',
    next: `See cynow-po runs show ${id}, and look again: cynow-po backfill --dry-run --report FILE`,
  }),
  likeWas: (text) => `  dry run: ${text}`,
  likeIs: (text) => `  now:     ${text}`,
  likeNothing: 'nothing',
  likeMore: (n) => `  … ${number(n)} more`,
  likeUnusable: (path, why) => ({
    what: `--like cannot use this file: ${path}`,
    why: {
      'not-a-report': 'It was not made by backfill --report.',
      'not-a-dry-run': 'It is not of a dry run (--dry-run).',
      'not-complete': 'The dry run did not come to its end.',
      'other-schema': 'It was made in another schema.',
      unreadable: 'The file cannot be read.',
    }[why],
    next: 'Make one: cynow-po backfill --dry-run --report FILE',
  }),
} satisfies typeof ko;
