import type { ProgressPass, ProgressStore, ProgressWork } from '../ports/ProgressStore.ts';
import { type PassReason, progressDue } from './progressDue.ts';

/** What happens, in order. The last one is `finished`, unless no pass was started. */
export type ProgressEvent =
  /** Another process makes a pass. */
  | { readonly type: 'busy' }
  | { readonly type: 'not-due'; readonly because: 'unchanged' | 'too-soon'; readonly readAt: Date | null }
  | { readonly type: 'started'; readonly pass: ProgressPass; readonly because: PassReason }
  | { readonly type: 'read'; readonly pass: ProgressPass; readonly work: ProgressWork }
  | {
      readonly type: 'finished';
      readonly pass: ProgressPass;
      readonly outcome: 'completed' | 'interrupted';
      readonly work: ProgressWork;
    };

export interface ProgressInput {
  readonly at: Date;
  /** Milliseconds between two passes (`PO_PROGRESS_EVERY`). */
  readonly everyMs: number;
  /** Whether a full pass is wanted, due or not. */
  readonly full?: boolean;
  /** Ends the pass after the current step. */
  readonly signal?: AbortSignal;
}

const noWork: ProgressWork = { looked: 0, cylinders: 0, histories: 0, documents: 0 };

/** Brings the counts of all documents up to FCMS's histories if that is due, and yields what happens. */
export async function* refreshProgress(
  { progress }: { readonly progress: ProgressStore },
  { at, everyMs, full = false, signal }: ProgressInput,
): AsyncGenerator<ProgressEvent, void> {
  const held = await progress.hold();
  if (held === null) {
    yield { type: 'busy' };
    return;
  }
  try {
    const standing = await held.standing();
    const { pass, because } = progressDue(standing, { at, everyMs, full });
    if (pass === null) {
      yield { type: 'not-due', because, readAt: standing.readAt };
      return;
    }
    yield { type: 'started', pass, because };
    let work = noWork;
    let outcome: 'completed' | 'interrupted' = 'completed';
    for await (work of held.pass(pass, at)) {
      yield { type: 'read', pass, work };
      if (signal?.aborted !== true) continue;
      outcome = 'interrupted';
      break;
    }
    yield { type: 'finished', pass, outcome, work };
  } finally {
    await held.release();
  }
}
