import type { Doer } from '../audit/AuditEntry.ts';
import type { BackfillSettings } from '../backfill/runBackfill.ts';
import type { CdcSettings } from '../cdc/cdcState.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import type { ReservationSettings } from '../reservation/ReservationSettings.ts';
import { defaultSiteRules, type SiteRules } from '../SiteRules.ts';

/** The day on which every example happens: 2025-11-22, 12:00 in Seoul. */
export const defaultNow = new Date('2025-11-22T03:00:00Z');

/** Who does things in tests. */
export const somebody: Doer = { actor: 'tester', channel: 'cli', requestId: null };

/** A document that is accepted without any reason, but for what is given. */
export const sourceDocument = (given: Partial<SourceDocument> = {}): SourceDocument => ({
  docNo: 'FP25000001',
  poNo: 'PO-001',
  customer: 'KDKK',
  customerName: '관동화학',
  product: 'KF001',
  productName: 'COS',
  packing: '47L CGA330',
  qty: '10',
  orderDate: '2025-11-20 09:00:00',
  addDatetime: '2025-11-20 09:05:00',
  deliveryDate: '2025-11-27 00:00:00',
  progressCode: '10',
  ...given,
});

/** A live move report without cylinders, but for what is given. */
export const moveReport = (given: Partial<MoveReport> = {}): MoveReport => ({
  docNo: 'FP25000001',
  progressCode: '10',
  fillingDate: null,
  shippingDate: null,
  addDatetime: '2025-11-20 09:05:00',
  cylinders: 0,
  customerNames: [],
  ...given,
});

/** An open orphan that nobody has decided on and that was never written, but for what is given. */
export const orphan = (docNo = 'FP25000001', given: Partial<Orphan> = {}): Orphan => ({
  report: moveReport({ docNo }),
  state: 'open',
  firstSeenAt: defaultNow,
  openedAt: defaultNow,
  settledAt: null,
  decision: null,
  arrivedAt: null,
  landedOn: null,
  version: 0,
  ...given,
});

/** A PO as staff enter it: 30 cylinders of KF001, but for what is given. */
export const manualPo = (given: Partial<ManualPo> = {}): ManualPo => ({
  customer: 'KDKK',
  customerName: '관동화학',
  poNo: 'PO-001',
  receivedOn: '2025-11-19',
  items: [{ product: 'KF001', qty: 30, deliveryOn: null }],
  memo: '',
  ...given,
});

/** Settings of a site that has set nothing, the replication not watched. */
export const backfillSettings = (rules: Partial<SiteRules> = {}): BackfillSettings => ({
  rules: { ...defaultSiteRules, ...rules },
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 8 * 60, to: 19 * 60, holidays: new Set() },
  },
  orphanAfterMinutes: 60,
});

/** Settings of a site that has set nothing for reserved numbers, the replication not watched. */
export const reservationSettings = (cdc: Partial<CdcSettings> = {}): ReservationSettings => ({
  docPrefix: 'FP',
  hours: 48,
  cdc: { ...backfillSettings().cdc, ...cdc },
});
