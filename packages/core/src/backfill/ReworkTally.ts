import type { ReasonCode } from '../review/Reason.ts';
import type { Rework } from './decideInOrder.ts';
import type { Tally } from './tally.ts';

/** Was the reason open before the run, is it open now. */
interface Change {
  readonly before: boolean;
  readonly now: boolean;
}

/**
 * Counts the reasons that a run opened or closed on documents it did not itself decide: what is open at the end against
 * what was open before, whichever way it went in between.
 */
export class ReworkTally {
  readonly #changes: ReadonlyMap<string, ReadonlyMap<ReasonCode, Change>>;

  constructor(changes: ReadonlyMap<string, ReadonlyMap<ReasonCode, Change>> = new Map()) {
    this.#changes = changes;
  }

  /** The tally after a batch: with its reworks, without the documents that the run has decided itself. */
  after(reworks: readonly Rework[], decided: readonly string[]): ReworkTally {
    const affected = decided.filter((docNo) => this.#changes.has(docNo));
    if (reworks.length === 0 && affected.length === 0) return this;
    const changes = new Map(this.#changes);
    for (const { docNo, code, change } of reworks) {
      const now = change === 'opened';
      const ofDocument = changes.get(docNo) ?? new Map<ReasonCode, Change>();
      changes.set(docNo, new Map(ofDocument).set(code, { before: ofDocument.get(code)?.before ?? !now, now }));
    }
    for (const docNo of decided) changes.delete(docNo);
    return new ReworkTally(changes);
  }

  /** The counts of a run with these, where they stood so before. */
  addedTo(before: Tally): Tally {
    const { opened, closed } = this.count();
    const { reworked } = before;
    return { ...before, reworked: { opened: reworked.opened + opened, closed: reworked.closed + closed } };
  }

  count(): { readonly opened: number; readonly closed: number } {
    const all = [...this.#changes.values()].flatMap((ofDocument) => [...ofDocument.values()]);
    return {
      opened: all.filter(({ before, now }) => now && !before).length,
      closed: all.filter(({ before, now }) => before && !now).length,
    };
  }
}
