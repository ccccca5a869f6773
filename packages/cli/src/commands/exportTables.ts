import type { ExportedDocument, ExportedOrphan, ExportedPo, ExportedReview, PoReports } from '@cynow/po-core';
import type { SheetColumn } from '../output/xlsx/SheetColumn.ts';

/** What can be exported: its columns, in order, and its rows, some at a time. The columns are also the fields of NDJSON. */
export interface ExportTable {
  readonly columns: readonly SheetColumn[];
  rows(): AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;
}

const documents: readonly SheetColumn<keyof ExportedDocument>[] = [
  { name: 'docNo', kind: 'text' },
  { name: 'poNo', kind: 'text' },
  { name: 'customer', kind: 'text' },
  { name: 'delivery', kind: 'number' },
  { name: 'outcome', kind: 'text' },
  { name: 'link', kind: 'text' },
  { name: 'reasons', kind: 'text' },
  { name: 'effectiveOn', kind: 'day' },
  { name: 'product', kind: 'text' },
  { name: 'qty', kind: 'number' },
  { name: 'cancelled', kind: 'flag' },
  { name: 'mark', kind: 'text' },
  { name: 'filled', kind: 'number' },
  { name: 'warehoused', kind: 'number' },
  { name: 'shipped', kind: 'number' },
];

const pos: readonly SheetColumn<keyof ExportedPo>[] = [
  { name: 'customer', kind: 'text' },
  { name: 'customerName', kind: 'text' },
  { name: 'poNo', kind: 'text' },
  { name: 'receivedOn', kind: 'day' },
  { name: 'manual', kind: 'flag' },
  { name: 'items', kind: 'json' },
  { name: 'incomplete', kind: 'flag' },
  { name: 'deliveries', kind: 'number' },
  { name: 'priority', kind: 'text' },
  { name: 'reasons', kind: 'text' },
  { name: 'memo', kind: 'text' },
  { name: 'ordered', kind: 'number' },
  { name: 'instructed', kind: 'number' },
  { name: 'filled', kind: 'number' },
  { name: 'warehoused', kind: 'number' },
  { name: 'shipped', kind: 'number' },
  { name: 'rate', kind: 'number' },
  { name: 'stage', kind: 'text' },
  { name: 'products', kind: 'json' },
  { name: 'asOf', kind: 'moment' },
];

const reviews: readonly SheetColumn<keyof ExportedReview>[] = [
  { name: 'priority', kind: 'text' },
  { name: 'customer', kind: 'text' },
  { name: 'customerName', kind: 'text' },
  { name: 'poNo', kind: 'text' },
  { name: 'docNo', kind: 'text' },
  { name: 'delivery', kind: 'number' },
  { name: 'reason', kind: 'text' },
  { name: 'facts', kind: 'json' },
  { name: 'openedAt', kind: 'moment' },
];

const orphans: readonly SheetColumn<keyof ExportedOrphan>[] = [
  { name: 'docNo', kind: 'text' },
  { name: 'state', kind: 'text' },
  { name: 'cylinders', kind: 'number' },
  // As FCMS has them, which may be no dates.
  { name: 'fillingDate', kind: 'text' },
  { name: 'shippingDate', kind: 'text' },
  { name: 'addDatetime', kind: 'text' },
  { name: 'customerNames', kind: 'text' },
  { name: 'firstSeenAt', kind: 'moment' },
  { name: 'openedAt', kind: 'moment' },
  { name: 'settledAt', kind: 'moment' },
];

const table = <T extends object>(
  columns: readonly SheetColumn<keyof T & string>[],
  read: () => AsyncIterable<readonly T[]>,
): ExportTable => ({
  columns,
  async *rows() {
    for await (const batch of read()) {
      yield batch.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name]])));
    }
  },
});

/** Everything that can be exported, by the word for it. */
export const exportTables = (reports: PoReports) => ({
  pos: table(pos, () => reports.pos()),
  documents: table(documents, () => reports.documents()),
  reviews: table(reviews, () => reports.reviews()),
  orphans: table(orphans, () => reports.orphans()),
});
