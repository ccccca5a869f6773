import {
  type CdcFreshness,
  type CdcState,
  type FlagState,
  type PoReports,
  priorities,
  seoulDayOf,
} from '@cynow/po-core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OrdersLog } from '../OrdersLog.ts';
import type { Answered } from '../serveEndpoints.ts';
import type { MetricsPart } from './MetricsPart.ts';

/** A pool of connections to the database. */
export interface PoolFigures {
  readonly pool: string;
  readonly most: number;
  readonly used: number;
  readonly idle: number;
  /** Who waits for a connection. */
  readonly waiting: number;
}

/** What is counted, and what is asked when somebody reads the counts. */
export interface MetricsSources {
  readonly release: string;
  readonly flag: () => FlagState['state'] | 'machine-off' | 'unknown';
  readonly pools: () => readonly PoolFigures[];
  readonly reports: Pick<PoReports, 'stats'>;
  readonly freshness: () => Promise<CdcFreshness>;
  readonly now: () => Date;
  readonly log: OrdersLog;
}

export interface Metrics {
  readonly answered: (answered: Answered) => void;
  /** Of this process. */
  ofProcess(): Promise<MetricsPart>;
  /** What the database holds; the same in every process. */
  ofDatabase(): Promise<MetricsPart>;
}

/** The database is asked so often at most: several may read the metrics, and each every few seconds. */
const figuresForMs = 15_000;
/** Over millions of POs the figures take seconds: reading them must stay a small part of what the database does. */
const mostOfTheTime = 1 / 20;

const flagStates = ['on', 'maintenance', 'off', 'machine-off', 'unknown'] as const;
const cdcStates = ['live', 'quiet', 'paused', 'stale', 'unknown'] as const satisfies readonly CdcState[];
const runStates = ['running', 'completed', 'interrupted', 'failed'] as const;

const processMetrics = ({ release, flag, pools }: MetricsSources) => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'] as const;
  const total = new Counter({ name: 'http_requests_total', help: 'Requests answered', labelNames, registers });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'cynow_po_build_info',
    help: 'The release; 1 for each that runs',
    labelNames: ['version'],
    aggregator: 'max',
    registers,
  }).set({ version: release }, 1);
  new Gauge({
    name: 'cynow_po_flag_state',
    help: 'The flag as processes see it: 1 for each state that one is in',
    labelNames: ['state'],
    aggregator: 'max',
    registers,
    collect() {
      const seen = flag();
      for (const state of flagStates) this.set({ state }, state === seen ? 1 : 0);
    },
  });
  new Gauge({
    name: 'cynow_po_db_pool_connections',
    help: 'Open connections to the database',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const { pool, used, idle } of pools()) {
        this.set({ pool, state: 'used' }, used);
        this.set({ pool, state: 'idle' }, idle);
      }
    },
  });
  new Gauge({
    name: 'cynow_po_db_pool_connections_max',
    help: 'Connections to the database that a pool may open',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { pool, most } of pools()) this.set({ pool }, most);
    },
  });
  new Gauge({
    name: 'cynow_po_db_pool_waiting',
    help: 'Work that waits for a connection to the database',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { pool, waiting } of pools()) this.set({ pool }, waiting);
    },
  });
  const answered: Metrics['answered'] = ({ method, route, status, seconds }) => {
    const labels = { method, route: route ?? 'none', status: String(status) };
    total.inc(labels);
    duration.observe(labels, seconds);
  };
  return { registry, answered };
};

const databaseMetrics = ({ reports, freshness, now, log }: MetricsSources) => {
  const registry = new Registry();
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Gauge<Label>({ name: `cynow_po_${name}`, help, labelNames, registers: [registry] });
  const reachable = gauge('database_up', 'Whether the figures of the database could be read');
  const reviews = gauge('reviews_open', 'POs to be looked at', 'priority');
  const orphans = gauge('orphans_open', 'Move reports without an order');
  const pos = gauge('pos', 'POs that exist', 'origin');
  const documents = gauge('documents', 'Documents on a PO', 'state');
  const reservations = gauge('reservations', 'Reserved numbers', 'state');
  const lastDocuments = gauge('backfill_last_run_documents', 'Documents of the last run of the backfill', 'outcome');
  const lastState = gauge('backfill_last_run_state', 'How the last run of the backfill stands', 'state');
  const lastStart = gauge('backfill_last_run_start_timestamp_seconds', 'When the last run of the backfill began');
  const lastSeconds = gauge('backfill_last_run_duration_seconds', 'How long the last run of the backfill took');
  const lag = gauge('cdc_lag_seconds', "Time since FCMS's data changed last");
  const cdc = gauge('cdc_state', 'The replication of FCMS: 1 for the state that it is in', 'state');
  // Without a label each would stand at 0 from the beginning, which none of them may mean.
  for (const each of [reachable, orphans, lastStart, lastSeconds, lag]) each.remove();

  const readStats = async (at: Date): Promise<void> => {
    const stats = await reports.stats(seoulDayOf(at), at);
    for (const priority of priorities) reviews.set({ priority }, stats.reviews.byPriority[priority]);
    orphans.set(stats.orphans.open);
    pos.set({ origin: 'backfilled' }, stats.pos.backfilled);
    pos.set({ origin: 'manual' }, stats.pos.manual);
    documents.set({ state: 'live' }, stats.documents.recorded - stats.documents.cancelled);
    documents.set({ state: 'cancelled' }, stats.documents.cancelled);
    for (const [state, count] of Object.entries(stats.reservations)) {
      reservations.set({ state: state.toLowerCase() }, count);
    }
    const [run] = stats.lastRuns;
    if (run === undefined) return;
    const { created, skipped, needsReview, failed } = run.tally;
    const byOutcome = { created, skipped, 'needs-review': needsReview, failed };
    for (const [outcome, { total }] of Object.entries(byOutcome)) lastDocuments.set({ outcome }, total);
    for (const state of runStates) lastState.set({ state }, state === run.state ? 1 : 0);
    lastStart.set(run.startedAt.getTime() / 1000);
    if (run.finishedAt === null) lastSeconds.remove();
    else lastSeconds.set((run.finishedAt.getTime() - run.startedAt.getTime()) / 1000);
  };

  const readFreshness = async (): Promise<void> => {
    const { state, lastChangeAt } = await freshness();
    for (const each of cdcStates) cdc.set({ state: each }, each === state ? 1 : 0);
    if (lastChangeAt === null) lag.remove();
    else lag.set(Math.max(0, (now().getTime() - lastChangeAt.getTime()) / 1000));
  };

  let nextAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<void> => {
    const at = now();
    if (at.getTime() < nextAt) return;
    nextAt = at.getTime() + figuresForMs;
    const read = await Promise.allSettled([readStats(at), readFreshness()]);
    const failed = read.find(({ status }) => status === 'rejected');
    nextAt = Math.max(nextAt, at.getTime() + (now().getTime() - at.getTime()) / mostOfTheTime);
    reachable.set(failed === undefined ? 1 : 0);
    // Whoever watches the gauge must not be left without all the other metrics.
    if (failed?.status === 'rejected') log.warn({ err: failed.reason }, 'figures of the database could not be read');
  };
  return { registry, ask };
};

export const createMetrics = (sources: MetricsSources): Metrics => {
  const { registry: ofProcess, answered } = processMetrics(sources);
  const { registry: ofDatabase, ask } = databaseMetrics(sources);
  return {
    answered,
    ofProcess: () => ofProcess.getMetricsAsJSON(),
    async ofDatabase() {
      await ask();
      return ofDatabase.getMetricsAsJSON();
    },
  };
};
