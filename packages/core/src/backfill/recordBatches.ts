import type { Day } from '../document/days.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { Keeps } from '../matching/Candidates.ts';
import type { PoId } from '../po/Po.ts';
import type { ListedDocument } from '../ports/DocumentSource.ts';
import type { Checkpoint, LookUp, PoStore, Revision, WriteResult } from '../ports/PoStore.ts';
import type { RunFence } from '../ports/RunStore.ts';
import { breathe } from './breathe.ts';
import { ChangedPos } from './ChangedPos.ts';
import { isEmpty } from './Changes.ts';
import { createPoLook } from './createPoLook.ts';
import type { Decision } from './Decision.ts';
import {
  type BatchDecisions,
  type DecideOptions,
  decideInOrder,
  decideStepwise,
  type Rework,
} from './decideInOrder.ts';
import type { KnownPos } from './KnownPos.ts';
import type { PoLook } from './PoLook.ts';
import { ReworkTally } from './ReworkTally.ts';
import type { Run } from './Run.ts';
import { RunNumbering } from './RunNumbering.ts';
import { readAhead } from './readAhead.ts';
import { decidedCount, type FailedDocument, type Tally, tallied, withFailure } from './tally.ts';
import { Unsure } from './Unsure.ts';

/** Documents in decision order, under which day each was listed, and what was known of them when they were looked up. */
interface Batch extends LookUp {
  readonly documents: readonly FcmsDocument[];
  readonly listedOn: ReadonlyMap<string, Day | null>;
}

/** For whom batches are recorded, and how. */
export interface Recording {
  readonly store: Pick<PoStore, 'lookUp' | 'write' | 'record'>;
  readonly run: Run;
  readonly fence: RunFence;
  readonly read: (document: SourceDocument) => FcmsDocument;
  /** What the run has opened and closed before its first batch. */
  readonly reworks: readonly Rework[];
  /** Percent, rule `QTY_MISMATCH`. */
  readonly qtyTolerance: number;
  readonly newPoId: () => PoId;
  readonly now: () => Date;
  /** Whether decisions look at other POs. */
  readonly looks: boolean;
  /** Ends the run after the current batch. */
  readonly signal: AbortSignal | undefined;
  /** Looks at decisions before they are written; false ends the run without writing them. */
  readonly approve: ((decisions: readonly Decision[]) => boolean) | undefined;
}

/** A batch, or a part of one, was written; or a document could not be. */
export type RecordedEvent =
  | { readonly type: 'decided'; readonly decisions: readonly Decision[]; readonly read: number; readonly tally: Tally }
  | { readonly type: 'failed'; readonly failure: FailedDocument; readonly tally: Tally };

/** The last event when `approve` ended it. */
interface DisapprovedEvent {
  readonly type: 'disapproved';
}

/** The counts of a run so far. */
interface Counts {
  readonly tally: Tally;
  readonly reworks: ReworkTally;
}

/** A batch with its decisions, and the counts once they are written. */
interface Decided {
  readonly decided: BatchDecisions;
  readonly counts: Counts;
  readonly checkpoint: Checkpoint;
}

/** What a batch changed, and the revision once that is written. */
interface Written {
  readonly changed: ChangedPos;
  readonly revision: Revision;
}

/** A batch on its way into the store. */
interface Pending {
  readonly batch: Batch;
  readonly decided: Decided;
  readonly read: number;
  readonly written: Promise<WriteResult>;
}

/** Whether a run has decided as many documents as it may. */
export const limitReached = ({ limit }: Pick<Run, 'limit'>, tally: Tally): boolean =>
  limit !== null && decidedCount(tally) >= limit;

/** Documents decided before statements may go on, when each may look at other POs: some 4 ms. */
const lookedAtOnce = 8;
/** Documents read before statements may go on: some 4 ms. */
const readAtOnce = 500;

class Disapproved extends Error {}

/**
 * Decides batches in order and records them. While a batch is being written, the next one is decided on what the store will
 * hold then, and the one after that looked up; each is written only if the one before was written as decided and nobody
 * else wrote in between. Otherwise it is decided anew, alone, with no other writer; a batch that the store refuses is
 * halved until the row at fault is found.
 */
export async function* recordBatches(
  recording: Recording,
  batches: AsyncIterable<readonly ListedDocument[]>,
  start: Tally,
): AsyncGenerator<RecordedEvent | DisapprovedEvent, void> {
  const { store, run, fence, signal } = recording;
  const beforehand = new ReworkTally().after(recording.reworks, []);
  let counts: Counts = { tally: beforehand.addedTo(start), reworks: beforehand };
  let pending: Pending | null = null;
  /** Batches that a look-up may not have seen yet. */
  let latest: readonly Written[] = [];
  /** From which revision on a look-up counts; null when a batch was decided anew since the last one. */
  let countsFrom: Revision | null = 0;
  let read = 0;
  /** How customers number once all that was decided is written. */
  const numbering = new RunNumbering();
  const keeps: Keeps | null = recording.looks ? (customerKey) => numbering.keeps(customerKey) : null;
  /** Whether nothing further is to be recorded. */
  const ended = (): boolean => limitReached(run, counts.tally) || signal?.aborted === true;

  const optionsAfter = (before: Counts, look: PoLook | null): DecideOptions => ({
    force: run.force,
    remaining: run.limit === null ? null : run.limit - decidedCount(before.tally),
    qtyTolerance: recording.qtyTolerance,
    runId: run.id,
    newPoId: recording.newPoId,
    look,
  });

  const counted = (
    { listedOn }: Batch,
    documents: readonly FcmsDocument[],
    decided: BatchDecisions,
    before: Counts,
  ): Decided => {
    const accepted = decided.decisions.filter(({ outcome }) => outcome !== 'skipped').map(({ docNo }) => docNo);
    const reworks = before.reworks.after(decided.reworks, accepted);
    const tally = reworks.addedTo({ ...tallied(before.tally, decided.decisions), reworked: start.reworked });
    const { docNo } = documents[decided.decisions.length - 1]!;
    const cursor = { effectiveOn: listedOn.get(docNo) ?? null, docNo };
    return {
      decided,
      counts: { tally, reworks },
      checkpoint: { fence, tally, cursor, at: recording.now() },
    };
  };

  const lookAt = (known: KnownPos, by: RunNumbering): PoLook | null =>
    recording.looks ? createPoLook(known, by) : null;

  /**
   * Decides a batch on what the store will hold at this revision; null when what was looked up is not enough for that.
   */
  const decideAhead = async (
    batch: Batch,
    known: KnownPos,
    revision: Revision,
    before: Counts,
  ): Promise<Decided | null> => {
    numbering.bring(known.candidates.numbers, revision);
    try {
      const steps = decideStepwise(batch.documents, known, optionsAfter(before, lookAt(known, numbering)));
      let step = steps.next();
      for (let n = 1; step.done !== true; n += 1) {
        if (recording.looks && n % lookedAtOnce === 0) await breathe();
        step = steps.next();
      }
      numbering.advance(isEmpty(step.value.changes) ? revision : revision + 1);
      return counted(batch, batch.documents, step.value, before);
    } catch (error) {
      if (!(error instanceof Unsure)) throw error;
      return null;
    }
  };

  const mustBeApproved = ({ decisions }: BatchDecisions): void => {
    if (recording.approve?.(decisions) === false) throw new Disapproved();
  };

  const told = ({ decided, counts: after }: Decided, upTo: number): RecordedEvent => {
    counts = after;
    return { type: 'decided', decisions: decided.decisions, read: upTo, tally: after.tally };
  };

  /** Records a batch with no other writer, in halves where the store refuses it. */
  async function* recordAlone(batch: Batch, upTo: number): AsyncGenerator<RecordedEvent, void> {
    [latest, countsFrom] = [[], null];
    numbering.clear();
    const chunks: (readonly FcmsDocument[])[] = [batch.documents];
    for (let chunk = chunks.shift(); chunk !== undefined && !limitReached(run, counts.tally); chunk = chunks.shift()) {
      const documents = chunk;
      let decided: Decided | undefined;
      const result = await store.record(documents, run.force, (known) => {
        const own = new RunNumbering();
        own.bring(known.candidates.numbers, 0);
        const options = optionsAfter(counts, lookAt(known, own));
        decided = counted(batch, documents, decideInOrder(documents, known, options), counts);
        mustBeApproved(decided.decided);
        return decided;
      });
      if (result.outcome === 'recorded') {
        yield told(decided!, upTo);
      } else if (documents.length === 1) {
        const failure = { docNo: documents[0]!.docNo, error: result.error };
        counts = { ...counts, tally: withFailure(counts.tally, failure) };
        yield { type: 'failed', failure, tally: counts.tally };
      } else {
        const middle = documents.length >> 1;
        chunks.unshift(documents.slice(0, middle), documents.slice(middle));
      }
    }
  }

  /** Waits until the batch on its way is in the store. False when it had to be decided anew, and with it what follows. */
  async function* land({ batch, decided, written, read: upTo }: Pending): AsyncGenerator<RecordedEvent, boolean> {
    pending = null;
    const { outcome } = await written;
    if (outcome === 'recorded') {
      yield told(decided, upTo);
      return true;
    }
    yield* recordAlone(batch, upTo);
    return false;
  }

  async function* lookedUp(): AsyncGenerator<Batch> {
    for await (const listed of batches) {
      if (listed.length === 0) continue;
      const documents: FcmsDocument[] = [];
      for (let i = 0; i < listed.length; i += readAtOnce) {
        await breathe();
        for (const { document } of listed.slice(i, i + readAtOnce)) documents.push(recording.read(document));
      }
      const listedOn = new Map(listed.map(({ document, listedOn: day }) => [document.docNo, day]));
      yield { documents, listedOn, ...(await store.lookUp(documents, run.force, keeps)) };
    }
  }

  /** What the store holds of a batch once all that was decided before is written, and the revision that it then has. */
  const knownOf = async (batch: Batch): Promise<LookUp> => {
    let { known, revision } = batch;
    if (countsFrom === null || revision < countsFrom) {
      ({ known, revision } = await store.lookUp(batch.documents, run.force, keeps));
      countsFrom = revision;
    }
    latest = latest.filter((written) => written.revision > revision);
    for (const { changed } of latest) known = changed.over(known, batch.documents, run.force);
    return { known, revision: latest.at(-1)?.revision ?? revision };
  };

  const send = (batch: Batch, decided: Decided, revision: Revision): Pending => {
    const { checkpoint } = decided;
    const { changes } = decided.decided;
    if (!isEmpty(changes)) {
      const changed = new ChangedPos();
      changed.add(decided.decided);
      latest = [...latest, { changed, revision: revision + 1 }];
    }
    const written = store.write(decided.decided, checkpoint, revision);
    // A failure is told when the batch lands, not while the next one is being decided.
    written.catch(() => undefined);
    return { batch, decided, read, written };
  };

  if (limitReached(run, start)) return;
  try {
    for await (const batch of readAhead(lookedUp())) {
      const ahead: Pending | null = pending;
      if (ahead !== null && ended()) break;
      read += batch.documents.length;
      const { known, revision } = await knownOf(batch);
      const decided = await decideAhead(batch, known, revision, ahead?.decided.counts ?? counts);
      const asDecided = ahead === null || (yield* land(ahead));
      if (ahead !== null && ended()) return;
      if (decided === null || !asDecided) {
        yield* recordAlone(batch, read);
        if (ended()) return;
        continue;
      }
      mustBeApproved(decided.decided);
      pending = send(batch, decided, revision);
      await breathe();
      if (decided.decided.limitReached) {
        yield* land(pending);
        if (ended()) return;
      }
    }
    if (pending !== null) yield* land(pending);
  } catch (error) {
    // What was on its way when the next one failed is told, or its counts would be lost.
    if (pending !== null) yield* land(pending);
    if (!(error instanceof Disapproved)) throw error;
    yield { type: 'disapproved' };
  }
}
