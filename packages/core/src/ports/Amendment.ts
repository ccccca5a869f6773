import type { AuditEntry } from '../audit/AuditEntry.ts';
import type { Changes } from '../backfill/Changes.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { ReservedFor } from '../reservation/Reservation.ts';
import type { EarlierDelivery } from '../undo/EarlierDelivery.ts';
import type { AuditRecord } from './AuditTrail.ts';
import type { Revision } from './PoStore.ts';

/** Which POs people want to change: by address, by identity (or alias), by a document on them. */
export interface PoQuery {
  /** The address of a PO that was merged leads to the PO that it was merged into. */
  readonly ids?: readonly PoId[];
  readonly identities?: readonly PoIdentity[];
  readonly docNos?: readonly string[];
  /** Also these orphans, by number, and those that people put on the POs found. */
  readonly orphans?: readonly string[];
  /** Also what people decided after this entry of the audit trail about what it is about. */
  readonly after?: AuditEntry;
  /** Also what this run did to the documents, and what was done since. */
  readonly run?: string;
}

/** A PO as it is held, for somebody to change. */
export interface HeldPo extends PoWithDeliveries {
  /** The revision at which it was last written: as long as it is the same, nothing about it has changed. */
  readonly version: Revision;
  readonly createdAt: Date;
}

/** What a run did to the POs found and to the documents asked for, and what was done about them since. */
export interface RunTraces {
  /** Documents that it decided, but for what was taken back. */
  readonly decided: ReadonlySet<string>;
  /** Documents that it changed and that were recorded before, as they were; with when their POs were made. */
  readonly earlier: readonly (EarlierDelivery & { readonly createdAt: Date })[];
  /** Those of the deliveries' runs that wrote after this one began to. */
  readonly later: ReadonlySet<string>;
  /** POs of which such a run has changed a document that was recorded before. */
  readonly changedLater: ReadonlySet<PoId>;
  /** What people did about them after it began to write, in order, taken back or not. */
  readonly since: readonly AuditRecord[];
}

/** What is held of what was asked for; absence is an answer. */
export interface Found {
  readonly pos: readonly HeldPo[];
  /** Where the addresses lead that were asked for, or that the orphans name, and are not those of a PO any more. */
  readonly merged: ReadonlyMap<PoId, PoId>;
  /** The reserved numbers of the POs. */
  readonly reservations: ReadonlyMap<string, ReservedFor>;
  /** The orphans asked for, and those on the POs; none when none were asked for. */
  readonly orphans: readonly Orphan[];
  /** Of `after`: whether somebody has taken it back, and the later entries about the same that are in force, oldest first. */
  readonly undone: boolean;
  readonly later: readonly AuditEntry[];
  /** Of `run`; null when nothing is known of what it wrote: an earlier release kept none of it, or it wrote nothing. */
  readonly run?: RunTraces | null;
}

/** Documents of a run that are as if it had not decided them; the run may write no more. */
export interface TakenBack {
  readonly runId: string;
  readonly docNos: readonly string[];
  /** Those of them that are not recorded any more. */
  readonly unrecorded: readonly string[];
  readonly by: string;
  readonly at: Date;
}

/** What people's change makes of what is held, written all or nothing. */
export interface Amendment<T> {
  readonly changes: Changes;
  readonly audit?: readonly AuditEntry[];
  /** POs that are gone, and where their addresses lead from now on; null: it is a PO again. */
  readonly merged?: ReadonlyMap<PoId, PoId | null>;
  /** Reserved numbers that are for another PO now. */
  readonly reservedFor?: ReadonlyMap<string, PoId>;
  /** Orphans that people decided on, whole; each must be among those found. */
  readonly orphans?: readonly Orphan[];
  /** When POs that come back were made. */
  readonly createdAt?: ReadonlyMap<PoId, Date>;
  /** What a run did to these documents is taken back. */
  readonly takenBack?: TakenBack;
  readonly result: T;
}
