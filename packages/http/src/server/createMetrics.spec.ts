import { emptyTally, type Run, type Stats } from '@cynow/po-core';
import { expect, it } from 'vitest';
import { createMetrics, type MetricsSources } from './createMetrics.ts';
import { lastingPart, mergeMetrics, metricsText } from './MetricsPart.ts';

const at = new Date('2025-11-22T03:00:00Z');

const run: Run = {
  id: 'r',
  window: { since: '2025-11-01', until: null },
  limit: null,
  force: false,
  actor: 'kim',
  host: 'srv1',
  pid: 1,
  state: 'completed',
  startedAt: new Date('2025-11-22T02:00:00Z'),
  finishedAt: new Date('2025-11-22T02:00:12Z'),
  cursor: null,
  tally: {
    ...emptyTally,
    checked: 10,
    created: { total: 7, newPo: 6, attached: 1, refreshed: 0 },
    skipped: { total: 1, byReason: { CANCELLED: 1 } },
    needsReview: { ...emptyTally.needsReview, total: 2, newPo: 2 },
    failed: { total: 1, documents: [{ docNo: 'FP25000009', error: '' }] },
  },
  orphans: { open: 0, found: 0, resolved: 0 },
  missing: null,
  undone: null,
  error: null,
};

const stats: Stats = {
  pos: { total: 12, needsReview: 3, backfilled: 8, manual: 4 },
  reviews: { byReason: {}, byPriority: { critical: 1, high: 2, medium: 0, low: 0 } },
  documents: { recorded: 20, cancelled: 2 },
  orphans: { open: 5 },
  reservations: { RESERVED: 3, MATCHED: 1, MISMATCH: 0, EXPIRED: 0, RELEASED: 0 },
  createdPerDay: [],
  lastRuns: [run],
  progress: {} as Stats['progress'],
};

const metricsOf = (over: Partial<MetricsSources> = {}) => {
  const warnings: string[] = [];
  const metrics = createMetrics({
    release: '1.2.3',
    flag: () => 'maintenance',
    pools: () => [{ pool: 'work', most: 5, used: 2, idle: 1, waiting: 4 }],
    reports: { stats: async () => stats },
    freshness: async () => ({ state: 'live', lastChangeAt: new Date(at.getTime() - 90_000) }),
    now: () => at,
    log: { info: () => undefined, error: () => undefined, warn: (_facts, message) => void warnings.push(message) },
    ...over,
  });
  return { metrics, warnings };
};

it('tells figures of the database by their names', async () => {
  const { metrics } = metricsOf();
  const text = await metricsText([await metrics.ofProcess(), await metrics.ofDatabase()]);
  for (const line of [
    'cynow_po_build_info{version="1.2.3"} 1',
    'cynow_po_flag_state{state="maintenance"} 1',
    'cynow_po_flag_state{state="on"} 0',
    'cynow_po_db_pool_connections{pool="work",state="used"} 2',
    'cynow_po_db_pool_connections{pool="work",state="idle"} 1',
    'cynow_po_db_pool_connections_max{pool="work"} 5',
    'cynow_po_db_pool_waiting{pool="work"} 4',
    'cynow_po_database_up 1',
    'cynow_po_reviews_open{priority="high"} 2',
    'cynow_po_orphans_open 5',
    'cynow_po_pos{origin="manual"} 4',
    'cynow_po_documents{state="live"} 18',
    'cynow_po_reservations{state="reserved"} 3',
    'cynow_po_backfill_last_run_documents{outcome="created"} 7',
    'cynow_po_backfill_last_run_documents{outcome="skipped"} 1',
    'cynow_po_backfill_last_run_documents{outcome="needs-review"} 2',
    'cynow_po_backfill_last_run_documents{outcome="failed"} 1',
    'cynow_po_backfill_last_run_state{state="completed"} 1',
    'cynow_po_backfill_last_run_start_timestamp_seconds 1763776800',
    'cynow_po_backfill_last_run_duration_seconds 12',
    'cynow_po_cdc_state{state="live"} 1',
    'cynow_po_cdc_lag_seconds 90',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

it('says when the database cannot be read, and tells the rest all the same', async () => {
  const { metrics, warnings } = metricsOf({ reports: { stats: () => Promise.reject(new Error('away')) } });
  const text = await metricsText([await metrics.ofProcess(), await metrics.ofDatabase()]);
  expect(text).toContain('\ncynow_po_database_up 0\n');
  expect(text).toContain('\ncynow_po_cdc_lag_seconds 90\n');
  expect(text).not.toMatch(/^cynow_po_orphans_open/m);
  expect(warnings).toEqual(['figures of the database could not be read']);
});

it('asks the database once for those who read at the same time, and again later', async () => {
  let asked = 0;
  let now = at;
  const reports = {
    stats: async () => {
      asked += 1;
      return stats;
    },
  };
  const { metrics } = metricsOf({ reports, now: () => now });
  await Promise.all([metrics.ofDatabase(), metrics.ofDatabase()]);
  expect(asked).toBe(1);
  now = new Date(at.getTime() + 15_000);
  await metrics.ofDatabase();
  expect(asked).toBe(2);
});

it('asks less often where the figures take long', async () => {
  let asked = 0;
  let now = at;
  const later = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  const reports = {
    stats: async () => {
      asked += 1;
      later(5000);
      return stats;
    },
  };
  const { metrics } = metricsOf({ reports, now: () => now });
  await metrics.ofDatabase();
  later(94_000);
  await metrics.ofDatabase();
  expect(asked).toBe(1);
  later(1000);
  await metrics.ofDatabase();
  expect(asked).toBe(2);
});

it('adds the requests of several processes, also of one that has ended, and no gauge of that one', async () => {
  const answered = { method: 'GET', route: '/api/v1/pos', status: 200, seconds: 0.02 };
  const [first, second] = [metricsOf().metrics, metricsOf().metrics];
  for (const { answered: tell } of [first, first, second]) tell(answered);
  const ended = await mergeMetrics([[], lastingPart(await first.ofProcess())]);
  const text = await metricsText([ended, await second.ofProcess()]);
  expect(text).toContain('\nhttp_requests_total{method="GET",route="/api/v1/pos",status="200"} 3\n');
  const bucket = /^http_request_duration_seconds_bucket\{le="0\.025",method="GET".* 3$/m;
  expect(text).toMatch(bucket);
  expect(text).toContain('\ncynow_po_db_pool_connections_max{pool="work"} 5\n');
});
