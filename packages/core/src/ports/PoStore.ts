import type { Changes } from '../backfill/Changes.ts';
import type { BatchDecisions } from '../backfill/decideInOrder.ts';
import type { KnownPos } from '../backfill/KnownPos.ts';
import type { Cursor } from '../backfill/Run.ts';
import type { Tally } from '../backfill/tally.ts';
import type { Day } from '../document/days.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { Candidates, Keeps, Sought } from '../matching/Candidates.ts';
import type { Delivery, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Amendment, Found, PoQuery } from './Amendment.ts';
import type { RunFence } from './RunStore.ts';

/** What is written together with a batch: the run's counts and how far it has come. */
export interface Checkpoint {
  readonly fence: RunFence;
  readonly tally: Tally;
  readonly cursor: Cursor;
  readonly at: Date;
}

/** What became of a batch: written whole, or refused whole because the store cannot hold one of its rows. */
export type RecordResult = { readonly outcome: 'recorded' } | { readonly outcome: 'refused'; readonly error: string };

/** The same of a batch that was decided beforehand: `stale` when another has written since, so that it must be decided anew. */
export type WriteResult = RecordResult | { readonly outcome: 'stale' };

/** How often POs have been changed, by anybody. Every write that changes one moves it on by one. */
export type Revision = number;

/** What was looked up, and the revision that it is of: a later one makes it doubtful. */
export interface LookUp {
  readonly known: KnownPos;
  readonly revision: Revision;
}

/** A recorded document with its PO, and when it was first recorded. */
export interface RecordedDelivery {
  readonly delivery: Delivery;
  readonly po: Po;
  readonly recordedAt: Date;
}

/** Which POs to look for by the name of a customer and the time. */
export interface NamedQuery {
  /** As `comparableName` gives them. */
  readonly names: readonly string[];
  /** Received between these days, both included, or on no known day. */
  readonly since: Day;
  readonly until: Day;
  /** Those received closest to this day are preferred. */
  readonly near: Day;
  /** Of each customer at most so many manual ones and so many others: up to `near`, after it, and without a day. */
  readonly most: number;
}

/** POs of one customer that a backfill made and nobody has reviewed. */
export interface NewPos {
  readonly customerKey: string;
  readonly ids: readonly PoId[];
}

/** POs and their deliveries. */
export interface PoStore {
  /**
   * What the decisions of this batch depend on; absence is an answer. Candidates (`soughtBy`) are among it, unless `keeps` is
   * null. Reads only.
   */
  lookUp(batch: readonly FcmsDocument[], force: boolean, keeps?: Keeps | null): Promise<LookUp>;
  /** The POs that may be the orders of documents, and how their customers number. Reads only. */
  seek(sought: Sought, keeps?: Keeps): Promise<Candidates>;
  /**
   * Writes a batch that was decided on what the POs were at `revision`, together with the checkpoint: all or nothing, and
   * only if nobody has written since. Afterwards the revision is `revision + 1`, or as it was when no PO has changed.
   * @throws PoError `RUN_TAKEN_OVER` when another process has taken the run's place; nothing is written.
   */
  write(decided: BatchDecisions, checkpoint: Checkpoint, revision: Revision): Promise<WriteResult>;
  /**
   * Looks up what the batch depends on, lets `decide` decide, and writes what that changes together with the checkpoint:
   * all or nothing, and with no other writer in between, so that it is never stale. `decide` may be called again when the
   * transaction is repeated.
   * @throws PoError `RUN_TAKEN_OVER` when another process has taken the run's place; nothing is written.
   */
  record(
    batch: readonly FcmsDocument[],
    force: boolean,
    decide: (known: KnownPos) => { readonly decided: BatchDecisions; readonly checkpoint: Checkpoint },
  ): Promise<RecordResult>;
  /**
   * Looks up what is asked for and writes what `change` makes of it, all or nothing, with no other writer in between.
   * `change` may be called again when the transaction is repeated. `version`: that of the POs that it changes, once it is written.
   */
  change<T>(query: PoQuery, at: Date, change: (found: Found, version: Revision) => Amendment<T>): Promise<T>;
  /**
   * POs that are not cancelled, of the customers that some PO gives one of the names; of POs without a customer, those with
   * one of the names themselves. In no particular order.
   */
  ofCustomersNamed(query: NamedQuery): Promise<readonly PoWithDeliveries[]>;
  /**
   * The first customer after this one (by `customerKey`; null: of all) that has POs which a backfill made and nobody has
   * reviewed, and these POs, in the decision order of their first live deliveries; null when there is none.
   */
  newPosAfter(customerKey: string | null): Promise<NewPos | null>;
  /** What looking again for the candidates of these POs depends on: they are `known.pos`. Reads only. */
  lookUpPos(ids: readonly PoId[], keeps?: Keeps): Promise<LookUp>;
  /** Looks the same up and writes what `decide` makes of it, all or nothing, with no other writer in between. */
  rewrite(ids: readonly PoId[], at: Date, decide: (known: KnownPos) => Changes): Promise<void>;
  /** How many POs cannot be found as candidates yet, because they were written before candidates were looked for. */
  unindexed(): Promise<number>;
  /** Makes the next of these findable, a bounded number, and gives how many are left. */
  indexMore(): Promise<number>;
  /** What is held, without changing it. */
  find(query: PoQuery): Promise<Found>;
  /**
   * Documents that the run decided or changed, by number (code point order), without those that were taken back: at most
   * `limit`, only after `after` when it is given.
   */
  ofRun(runId: string, limit: number, after: string | null): Promise<readonly string[]>;
  /** What is recorded of these documents. */
  findDocuments(docNos: readonly string[]): Promise<readonly RecordedDelivery[]>;
}
