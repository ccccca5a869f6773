import type {
  Accounts,
  AuditTrail,
  BackfillPorts,
  FlagStore,
  IdempotencyStore,
  MatchSettings,
  PoDirectory,
  PoReports,
  ProgressStore,
  ReservationStore,
  ReviewQueue,
} from '@cynow/po-core';

/** The world that PO management works in, for people. */
export interface OrdersPorts extends BackfillPorts {
  readonly audit: AuditTrail;
  readonly reservations: ReservationStore;
  readonly reviews: ReviewQueue;
  readonly directory: PoDirectory;
  readonly reports: PoReports;
  readonly progress: Pick<ProgressStore, 'readAt'>;
  readonly flags: FlagStore;
  readonly accounts: Accounts;
  readonly idempotency: IdempotencyStore;
}

/** What endpoints are made of. */
export interface EndpointContext {
  readonly ports: OrdersPorts;
  readonly settings: MatchSettings;
}
