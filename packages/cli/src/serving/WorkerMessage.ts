import type { StoredFlag } from '@cynow/po-core';
import type { MetricsPart } from '@cynow/po-http';
import type { ExitCode } from '../commands/CommandFailure.ts';
import type { Explanation } from '../messages/format.ts';

/** How long connections may take to end: without a request for `quietMs`, and whatever happens after `withinMs`. */
export interface Parting {
  readonly quietMs: number;
  readonly withinMs: number;
}

/** The stored flag on its way from process to process, where a time would arrive as text: without it. */
export type FlagKnown = Omit<StoredFlag, 'changedAt'>;

/**
 * What the process that listens tells its workers. After a reload the other side may be of another release: what is known
 * already keeps its meaning.
 */
export type ToWorker =
  /** A connection comes along. `local`: through a socket in the file system. */
  | { readonly kind: 'connection'; readonly local: boolean }
  /** The last answer of the store that any worker had, for one that starts while there is none. */
  | { readonly kind: 'flag'; readonly stored: FlagKnown }
  /** Every answer ends its connection from now on; connections still come. */
  | { readonly kind: 'part'; readonly stopping: boolean }
  /** No connection comes any more. */
  | ({ readonly kind: 'end' } & Parting)
  | { readonly kind: 'metrics'; readonly id: number; readonly withDatabase: boolean }
  /** A worker has died; what it said of the flag is no longer true. */
  | { readonly kind: 'died'; readonly processId: string };

/** What a worker tells the process that listens. */
export type FromWorker =
  /** It answers from now on. `processId`: under which it tells how it sees the flag. */
  | { readonly kind: 'ready'; readonly processId: string }
  | {
      readonly kind: 'failed';
      readonly exitCode: ExitCode;
      readonly code: string;
      readonly explanation: Explanation;
    }
  /** The store answered, and not what it answered before. */
  | { readonly kind: 'flag'; readonly stored: FlagKnown }
  /** It has the connection: the next one may come. */
  | { readonly kind: 'taken' }
  /** Somebody wants this one to end. */
  | { readonly kind: 'leaving' }
  | {
      readonly kind: 'metrics';
      readonly id: number;
      readonly ofProcess: MetricsPart;
      readonly ofDatabase: MetricsPart | null;
    }
  /** Its last counts; it has nothing left to do. */
  | { readonly kind: 'ended'; readonly ofProcess: MetricsPart };
