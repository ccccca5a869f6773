import { createCylinderPool } from './createCylinderPool.ts';
import { createCylinderWriter } from './createCylinderWriter.ts';
import { createPrng } from './createPrng.ts';
import type { DemoTrait } from './DocumentPlan.ts';
import { documentCourse } from './documentCourse.ts';
import { informationRow, moveReportRow, orderRow } from './documentRows.ts';
import { type FcmsOptions, toFcmsPlan } from './FcmsOptions.ts';
import { type FcmsRow, type FcmsTableName, fcmsTableNames } from './fcmsTables.ts';
import { planDocuments } from './planDocuments.ts';
import { dayOf, dayText } from './wallClock.ts';

/** Some rows of one table. */
export type FcmsChunk = { readonly [T in FcmsTableName]: FcmsTableChunk<T> }[FcmsTableName];

interface FcmsTableChunk<T extends FcmsTableName> {
  readonly table: T;
  readonly rows: readonly FcmsRow<T>[];
}

/** What was made, once the last chunk is out. */
export interface FcmsSummary {
  readonly documents: number;
  /** Live move reports without an order, and how many of them are younger than 60 minutes. */
  readonly orphans: number;
  readonly youngOrphans: number;
  /** Customers' orders that the documents deliver. */
  readonly orders: number;
  /** Documents with each trait. */
  readonly traits: Readonly<Partial<Record<DemoTrait, number>>>;
  /** `YYYY-MM-DD`: the days of entry of the first and the last document. */
  readonly firstOn: string;
  readonly lastOn: string;
}

type Batch = { readonly [T in FcmsTableName]: FcmsRow<T>[] };

const emptyBatch = (): Batch => ({
  tr_orders: [],
  tr_order_informations: [],
  tr_move_reports: [],
  tr_move_report_details: [],
  tr_cylinder_status_histories: [],
});

function* chunksOf(batch: Batch): Generator<FcmsChunk, void> {
  for (const table of fcmsTableNames) {
    const rows = batch[table];
    if (rows.length > 0) yield { table, rows } as FcmsChunk;
  }
}

/** Documents in one round of chunks; with 60 histories each that is some 5 MB in memory, whatever the size of the whole. */
const documentsPerChunk = 250;

/**
 * Makes up the contents of the FCMS tables, row by row and in the order of entry, as a pure function of the options:
 * nothing is read, no clock, no chance, and memory does not grow with the size.
 * @throws {RangeError} for options that make no sense.
 */
export function* generateFcms(options: FcmsOptions): Generator<FcmsChunk, FcmsSummary> {
  const plan = toFcmsPlan(options);
  const prng = createPrng(`${plan.seed}/rows`);
  const cylinders = createCylinderWriter(plan, createCylinderPool(plan), createPrng(`${plan.seed}/cylinders`));
  const traits: Partial<Record<DemoTrait, number>> = {};
  let documents = 0;
  let orphans = 0;
  let youngOrphans = 0;
  let lastOrder = -1;
  let firstOn: string | null = null;
  let lastOn = '';
  let batch = emptyBatch();

  for (const document of planDocuments(plan)) {
    const course = documentCourse(document, plan.now, prng);
    lastOrder = Math.max(lastOrder, document.order.id);
    const isOrder = document.kind === 'order';
    if (isOrder) {
      documents += 1;
      for (const trait of document.traits) traits[trait] = (traits[trait] ?? 0) + 1;
      lastOn = dayText(dayOf(document.enteredAt));
      firstOn ??= lastOn;
      batch.tr_orders.push(orderRow(document, course, prng));
      if (prng.chance(0.92)) batch.tr_order_informations.push(informationRow(document, course, prng));
    } else if (!document.cancelled) {
      orphans += 1;
      if (document.enteredAt > plan.now - 3600) youngOrphans += 1;
    }

    // Some orders were never handed to the plant, and the latest are not yet.
    const handedOver = document.enteredAt < plan.now - 5400 && !prng.chance(0.02);
    if (!isOrder || document.cancelled || handedOver) {
      batch.tr_move_reports.push(moveReportRow(document, course, prng));
      const { details, histories } = cylinders(document, course);
      for (const row of details) batch.tr_move_report_details.push(row);
      for (const row of histories) batch.tr_cylinder_status_histories.push(row);
    }

    if (isOrder && documents % documentsPerChunk === 0) {
      yield* chunksOf(batch);
      batch = emptyBatch();
    }
  }
  yield* chunksOf(batch);
  return { documents, orphans, youngOrphans, orders: lastOrder + 1, traits, firstOn: firstOn ?? lastOn, lastOn };
}
