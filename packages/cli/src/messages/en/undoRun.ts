import { number, time } from '../format.ts';
import type { undoRun as ko } from '../ko/undoRun.ts';

export const undoRun = {
  title: '=== Taking a backfill back ===',
  run: (id, startedAt, state) => `- Run: ${id} (${time(startedAt)}, ${state})`,
  refusedTag: 'stays',
  because: (refusal) => {
    switch (refusal.reason) {
      case 'people':
        return `somebody decided since: ${refusal.by}, ${time(refusal.at)}`;
      case 'later-run':
        return 'a later backfill built on this PO or its documents; take that one back first';
      case 'reserved':
        return `a number is reserved for it: ${refusal.docNo}`;
      case 'memo':
        return 'it has a memo';
    }
  },
  done: '✅ Taken back',
  nothing: 'Nothing to take back: it was done before, or the run decided no document.',
  unrecorded: (documents, pos) =>
    `  ✓ not recorded any more: ${number(documents)} documents (${number(pos)} POs are gone)`,
  restored: (documents) => `  ✓ as they were before: ${number(documents)} documents`,
  refused: (pos) => `  ⚠ stay as they are: ${number(pos)} POs`,
  someRefused: (pos) => `${number(pos)} POs stay, as something rests on them; the rest was taken back.`,
  next: 'The next backfill decides these documents from the beginning.',
  goOnWith: (id) => `Taken back so far. Go on with: cynow-po backfill undo ${id}`,
  running: (id) => ({
    what: `A backfill that is running cannot be taken back: ${id}`,
    next: 'Try again when it has ended. See: cynow-po runs list',
  }),
  notKept: (id) => ({
    what: `This run cannot be taken back: ${id}`,
    why: 'An earlier release carried it out and did not keep what was before.',
    next: `What it decided: cynow-po runs show ${id}`,
  }),
  undone: 'taken back',
  undoneBy: (at, by) => `Taken back: ${time(at)}, ${by}`,
} satisfies typeof ko;
