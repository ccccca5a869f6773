/**
 * Runs the rules of @cynow/po-core without a database: three documents in memory become POs, then one of them changes. A move
 * report has no document; what becomes of it is kept in a file.
 * From the root of the clone: node --conditions=@cynow/source docs/examples/embed-core.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BackfillSettings,
  type Decision,
  defaultSiteRules,
  inMemoryPorts,
  lastDays,
  type MoveReport,
  runBackfill,
  type SourceDocument,
  seoulDayOf,
} from '@cynow/po-core';
import { fileTable } from './fileTable.ts';
import { jsonOrphanStore } from './jsonOrphanStore.ts';

// #region world
const documents: SourceDocument[] = [
  document({ docNo: 'FP25000001', poNo: 'ABC-2024-001', qty: '30' }),
  document({ docNo: 'FP25000002', poNo: 'abc-2024-001 (2차)', qty: '20' }),
  document({ docNo: 'FP25000003', poNo: '구두', customer: null, qty: '5' }),
];
const moveReports: MoveReport[] = [
  {
    docNo: 'FP25000009',
    progressCode: '30',
    fillingDate: '2025-11-21 00:00:00',
    shippingDate: null,
    addDatetime: '2025-11-21 10:00:00',
    cylinders: 12,
    customerNames: ['관동화학'],
  },
];
const clock = { now: () => new Date('2025-11-22T03:00:00Z') };
const memory = inMemoryPorts({ clock, documents, moveReports });
// #endregion world

// #region storage
const folder = mkdtempSync(join(tmpdir(), 'embed-core-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const file = join(folder, 'orphans.json');
const ports = { ...memory, orphans: jsonOrphanStore(fileTable(file)) };
// #endregion storage

// #region settings
const settings: BackfillSettings = {
  rules: { ...defaultSiteRules, qtyTolerance: 5 },
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set([1, 2, 3, 4, 5]), from: 8 * 60, to: 19 * 60, holidays: new Set() },
  },
  orphanAfterMinutes: 60,
};
// #endregion settings

// #region run
const backfill = async (dryRun: boolean): Promise<void> => {
  const events = runBackfill(ports, settings, {
    owner: { actor: 'my-service', host: 'localhost', pid: 1 },
    options: { window: lastDays(seoulDayOf(ports.clock.now()), 90), limit: null, force: false },
    dryRun,
    batchSize: 1000,
    waitMs: 0,
  });
  for await (const event of events) {
    if (event.type === 'decided') console.log(event.decisions.map(describe).join('\n'));
    if (event.type === 'finished') {
      const { tally, orphans } = event.result;
      const { checked, created, needsReview, skipped } = tally;
      console.log(
        `checked ${checked} = created ${created.total} + needs review ${needsReview.total} + skipped ${skipped.total}`,
      );
      console.log(`orphans open: ${orphans.open}`);
    }
  }
};
// #endregion run

console.log('--- dry run');
await backfill(true);
console.log('--- real run');
await backfill(false);
// #region change
ports.source.documents.set(
  'FP25000002',
  document({ docNo: 'FP25000002', poNo: 'abc-2024-001 (2차)', qty: '20', progressCode: '51' }),
);
// #endregion change
console.log('--- FP25000002 was cancelled in FCMS');
await backfill(false);
console.log('--- read back from the file');
// #region read
// A store of its own over the same file, as after a restart.
for (const { report, state, openedAt } of await jsonOrphanStore(fileTable(file)).list({ state: 'open' }, 50)) {
  console.log(`${report.docNo} ${state} since ${openedAt?.toISOString()}: ${report.cylinders} cylinders`);
}
// #endregion read
console.log('--- the POs');
for await (const pos of ports.reports.pos()) console.log(JSON.stringify(pos, null, 2));

function describe(decision: Decision): string {
  if (decision.outcome === 'skipped') return `${decision.docNo} skipped: ${decision.skipped}`;
  const { docNo, outcome, action, po, delivery, reasons } = decision;
  const why = reasons.length === 0 ? '' : ` (${reasons.map(({ code }) => code).join(', ')})`;
  return `${docNo} ${outcome}: ${action} ${po.customer} ${po.poNo}, delivery ${delivery ?? '-'}${why}`;
}

function document(given: Partial<SourceDocument> & { readonly docNo: string }): SourceDocument {
  return {
    poNo: null,
    customer: 'KDKK',
    customerName: '관동화학',
    product: 'KF001',
    productName: 'COS',
    packing: '47L CGA330',
    qty: null,
    orderDate: '2025-11-20 09:00:00',
    addDatetime: '2025-11-20 09:05:00',
    deliveryDate: '2025-11-27 00:00:00',
    progressCode: '10',
    ...given,
  };
}
