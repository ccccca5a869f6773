import type { CdcSettings } from '../cdc/cdcState.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';
import type { Clock } from '../ports/Clock.ts';
import type { ReservationStore } from '../ports/ReservationStore.ts';

/** What the site has set for reserved numbers. */
export interface ReservationSettings {
  /** What document numbers begin with (`PO_DOC_PREFIX`). */
  readonly docPrefix: string;
  /** The hours that a number is held for, of the time that counts (`PO_RESERVATION_HOURS`). */
  readonly hours: number;
  readonly cdc: CdcSettings;
}

/** The world in which numbers are reserved. */
export interface ReservationPorts {
  readonly reservations: ReservationStore;
  readonly audit: AuditTrail;
  readonly cdc: CdcMonitor;
  readonly clock: Clock;
  readonly newId: () => string;
}
