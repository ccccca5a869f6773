import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { inspect } from 'node:util';
import {
  type BackfillInput,
  type BackfillSettings,
  type Decision,
  defaultSiteRules,
  lastDays,
  PoError,
  runBackfill,
  seoulDayOf,
} from '@cynow/po-core';
import type { PgSettings } from '../connection/PgSettings.ts';
import { openPg } from '../openPg.ts';

/** What a process of its own is asked to do. */
export interface ProcessRequest extends Pick<BackfillInput, 'options' | 'batchSize' | 'dryRun' | 'waitMs'> {
  readonly settings: PgSettings;
  /** When it happens, ISO. */
  readonly now: string;
  /** The window as so many Asia/Seoul days that end today; null takes the options' own. */
  readonly days: number | null;
  /** Begins only when a line comes in, so that several processes may begin at once. */
  readonly atASign: boolean;
  /** Tells the decisions, and at the end all that the reports say. */
  readonly tellAll: boolean;
}

/** What the process tells, a line of JSON each; `at` is the machine's clock. */
export type ProcessEvent = { readonly at: number } & (
  | { readonly type: 'ready' }
  | { readonly type: 'busy'; readonly holder: { readonly pid: number; readonly runId: string } | null }
  | { readonly type: 'not-resumable' }
  | { readonly type: 'started'; readonly runId: string }
  | { readonly type: 'listed'; readonly count: number }
  | { readonly type: 'decided'; readonly read: number; readonly decisions: readonly unknown[] }
  | { readonly type: 'failed'; readonly docNo: string }
  | { readonly type: 'finished'; readonly checked: number }
  | { readonly type: 'reported'; readonly reports: unknown }
  | { readonly type: 'error'; readonly code: string; readonly message: string }
);

type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

const tell = (event: Untimed<ProcessEvent>): void => {
  process.stdout.write(`${JSON.stringify({ at: Date.now(), ...event })}\n`);
};

/** Those of the core's testing entry, which cannot be had here: it belongs into a test runner. */
const siteSettings: BackfillSettings = {
  rules: defaultSiteRules,
  cdc: { watch: false, pause: null, workingHours: { weekdays: new Set(), from: 0, to: 0, holidays: new Set() } },
  orphanAfterMinutes: 60,
};

const withoutAddress = (decision: Decision): unknown =>
  decision.outcome === 'skipped' ? decision : { ...decision, po: { ...decision.po, id: null } };

const { settings, now, days, atASign, tellAll, options, ...input }: ProcessRequest = JSON.parse(process.argv[2] ?? '');
const at = new Date(now);
const window = days === null ? {} : { window: lastDays(seoulDayOf(at), days) };
// The document and PO lists hold no moments; `stats` does, but in the records of runs.
const reported = async ({ reports }: Awaited<ReturnType<typeof openPg>>) => {
  const { lastRuns: _lastRuns, ...stats } = await reports.stats('2025-11-01', at);
  const documents = (await Array.fromAsync(reports.documents())).flat();
  return { stats, documents, pos: (await Array.fromAsync(reports.pos())).flat() };
};

try {
  const opened = await openPg(settings);
  tell({ type: 'ready' });
  if (atASign) {
    const lines = createInterface(process.stdin);
    await new Promise((resolve) => lines.once('line', resolve));
    lines.close();
  }
  const owner = { actor: 'proof', host: hostname(), pid: process.pid };
  const ports = { ...opened.ports, clock: { now: () => at } };
  for await (const event of runBackfill(ports, siteSettings, { ...input, options: { ...options, ...window }, owner })) {
    if (event.type === 'busy') tell({ type: 'busy', holder: event.holder });
    else if (event.type === 'not-resumable') tell({ type: 'not-resumable' });
    else if (event.type === 'started') tell({ type: 'started', runId: event.run.id });
    else if (event.type === 'listed') tell({ type: 'listed', count: event.count });
    else if (event.type === 'failed') tell({ type: 'failed', docNo: event.failure.docNo });
    else if (event.type === 'decided') {
      tell({ type: 'decided', read: event.read, decisions: tellAll ? event.decisions.map(withoutAddress) : [] });
    } else if (event.type === 'finished') tell({ type: 'finished', checked: event.result.tally.checked });
  }
  if (tellAll) tell({ type: 'reported', reports: await reported(opened) });
  await opened.close();
} catch (error) {
  const told = PoError.is(error)
    ? { code: error.code, message: error.message }
    : { code: 'UNKNOWN', message: inspect(error) };
  tell({ type: 'error', ...told });
  process.exit(1);
}
