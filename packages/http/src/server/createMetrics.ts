import { type FlagState, type PoReports, priorities, seoulDayOf } from '@cynow/po-core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Answered } from '../serveEndpoints.ts';

/** What is counted, and what is asked when somebody reads the counts. */
export interface MetricsSources {
  readonly release: string;
  readonly flag: () => FlagState['state'] | 'machine-off' | 'unknown';
  readonly reports: Pick<PoReports, 'stats'>;
  readonly now: () => Date;
}

export interface Metrics {
  readonly answered: (answered: Answered) => void;
  /** All of it, as Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Figures of the database are asked for so often at most: several may read the metrics, and each every few seconds. */
const figuresForMs = 30_000;

const states = ['on', 'maintenance', 'off', 'machine-off', 'unknown'] as const;

export const createMetrics = ({ release, flag, reports, now }: MetricsSources): Metrics => {
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
  new Gauge({ name: 'cynow_po_build_info', help: 'The release', labelNames: ['version'], registers }).set(
    { version: release },
    1,
  );
  new Gauge({
    name: 'cynow_po_flag_state',
    help: 'The flag as this process sees it: 1 for the state that it is in',
    labelNames: ['state'],
    registers,
    collect() {
      const seen = flag();
      for (const state of states) this.set({ state }, state === seen ? 1 : 0);
    },
  });
  const reviews = new Gauge({
    name: 'cynow_po_reviews_open',
    help: 'POs to be looked at',
    labelNames: ['priority'],
    registers,
  });
  const orphans = new Gauge({ name: 'cynow_po_orphans_open', help: 'Move reports without an order', registers });
  const pos = new Gauge({ name: 'cynow_po_pos', help: 'POs that exist', labelNames: ['origin'], registers });
  const reachable = new Gauge({ name: 'cynow_po_database_up', help: 'Whether the figures could be read', registers });
  let askedAt = Number.NEGATIVE_INFINITY;

  const askFigures = async (): Promise<void> => {
    const at = now();
    if (at.getTime() - askedAt < figuresForMs) return;
    askedAt = at.getTime();
    try {
      const stats = await reports.stats(seoulDayOf(at), at);
      for (const priority of priorities) reviews.set({ priority }, stats.reviews.byPriority[priority]);
      orphans.set(stats.orphans.open);
      pos.set({ origin: 'backfilled' }, stats.pos.backfilled);
      pos.set({ origin: 'manual' }, stats.pos.manual);
      reachable.set(1);
    } catch {
      // Told by the gauge: whoever watches it must not be left without all the others.
      reachable.set(0);
    }
  };

  return {
    answered: ({ method, route, status, seconds }) => {
      const labels = { method, route: route ?? 'none', status: String(status) };
      total.inc(labels);
      duration.observe(labels, seconds);
    },
    async text() {
      await askFigures();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
};
