import { fork } from 'node:child_process';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  type BackfillPorts,
  type BackfillSettings,
  blockingKeys,
  customerKey,
  defaultSiteRules,
  factsOfDocument,
  indexChangesOf,
  matchFeatures,
  mostPosOfKey,
  type PoWithDeliveries,
  poIdentityOf,
  poKey,
  runBackfill,
  type SourceDocument,
} from '@cynow/po-core';
import type pg from 'pg';
import { createFcmsTables } from '../../src/demo/createFcmsTables.ts';
import { createPrng } from '../../src/demo/createPrng.ts';
import { migrateUp } from '../../src/migrate/migrateUp.ts';
import { ownMigrations } from '../../src/migrate/ownMigrations.ts';
import { openPg } from '../../src/openPg.ts';
import type { Column } from '../../src/store/columns.ts';
import { copyRows } from '../../src/store/copyRows.ts';
import { createIds } from '../../src/store/createIds.ts';
import { inTurn } from '../../src/store/inTurn.ts';
import { createBatchWriter } from '../../src/store/writeChanges.ts';
import { session } from '../bench/session.ts';
import { withDatabase } from '../bench/withDatabase.ts';
import { createOrders, firstDocument, type TradeOrder } from './generateTrade.ts';

const settings: BackfillSettings = {
  rules: defaultSiteRules,
  cdc: { watch: false, pause: null, workingHours: { weekdays: new Set(), from: 0, to: 0, holidays: new Set() } },
  orphanAfterMinutes: 60,
};

const newId = createIds();

/** The order as staff entered it. */
const entered = (order: TradeOrder): PoWithDeliveries => ({
  deliveries: [],
  po: {
    id: newId(),
    identity: poIdentityOf(customerKey(order.customer), poKey(order.number), ''),
    customer: order.customer,
    customerName: order.customerName,
    poNo: order.number,
    manual: true,
    reviewed: false,
    state: 'open',
    receivedOn: order.placedOn,
    items: order.lines.map(({ product, qty, deliveryOn }) => ({
      productKey: product,
      product,
      qty,
      deliveryOn,
      incomplete: false,
    })),
    memo: '',
    aliases: [],
  },
});

const sourceColumns: readonly Column<SourceDocument>[] = [
  { name: '"ARRIVAL_SHIPPING_NO"', type: 'text', value: ({ docNo }) => docNo },
  { name: '"CUSTOMER_ORDER_NO"', type: 'text', value: (document) => document.poNo },
  { name: '"SUPPLIER_USER_CODE"', type: 'text', value: ({ customer }) => customer },
  { name: '"SUPPLIER_USER_NAME"', type: 'text', value: ({ customerName }) => customerName },
  { name: '"TRADE_CONDITION_CODE"', type: 'text', value: ({ product }) => product },
  { name: '"INSTRUCTION_COUNT"', type: 'numeric', value: ({ qty }) => qty },
  { name: '"ORDER_DATE"', type: 'timestamp', value: ({ orderDate }) => orderDate },
  { name: '"ADD_DATETIME"', type: 'timestamp', value: ({ addDatetime }) => addDatetime },
  { name: '"DELIVERY_DATE"', type: 'timestamp', value: ({ deliveryDate }) => deliveryDate },
];

const batch = 5000;

/** A million orders of 400 customers as POs, and documents: one in ten of a recent order under a corrupted number. */
const fill = async (client: pg.Client, poCount: number, documentCount: number): Promise<void> => {
  const prng = createPrng('speed');
  const nextOrder = createOrders(400, prng);
  const dayOf = (i: number): number => Math.floor((i * 1_500) / (poCount + documentCount));
  const writeChanges = createBatchWriter('po');
  const identities = new Set<string>();
  const lately: TradeOrder[] = [];
  for (let from = 0; from < poCount; from += batch) {
    const touched: PoWithDeliveries[] = [];
    for (let i = from; i < Math.min(poCount, from + batch); i += 1) {
      const order = nextOrder(dayOf(i));
      const entry = entered(order);
      const identity = JSON.stringify(entry.po.identity);
      if (identities.has(identity)) continue;
      identities.add(identity);
      touched.push(entry);
      if (i >= poCount - 20_000) lately.push(order);
    }
    const changes = {
      touched,
      added: new Set(touched.map(({ po }) => po.id)),
      removed: [],
      recorded: [],
      changed: [],
      aliases: { taken: [], given: [] },
    };
    const index = indexChangesOf(() => undefined, touched, []);
    await client.query('BEGIN');
    await inTurn(client, writeChanges(changes, { at: new Date(), version: 1, index }));
    await client.query('COMMIT');
  }
  for (let from = 0; from < documentCount; from += batch) {
    const documents = Array.from({ length: Math.min(batch, documentCount - from) }, (_, i) => {
      const known = prng.chance(0.1);
      const order = known ? prng.pick(lately) : nextOrder(dayOf(poCount + from + i));
      return firstDocument(`FP25${String(from + i).padStart(6, '0')}`, order, known, prng);
    });
    await copyRows('fcms_cdc.tr_orders', sourceColumns, documents)?.(client);
  }
};

interface Measured {
  readonly seconds: number;
  /** Of our process alone: on a busy machine it waits for its turn. */
  readonly cpuSeconds: number;
  readonly checked: number;
  readonly newPos: number;
  readonly probable: number;
  readonly suspect: number;
  readonly peakMb: number;
  /** Candidates of each document that looks, ascending. */
  readonly counts: readonly number[];
}

/** Counts the candidates of each document. */
const counting = ({ pos, ...ports }: Omit<BackfillPorts, 'clock'>, counts: number[]): Omit<BackfillPorts, 'clock'> => ({
  ...ports,
  pos: {
    ...pos,
    async lookUp(documents, force, keeps) {
      const found = await pos.lookUp(documents, force, keeps);
      const { byKey } = found.known.candidates;
      for (const document of documents) {
        const keys = blockingKeys(matchFeatures(factsOfDocument(document))).sought;
        if (!byKey.has(keys[0] ?? '')) continue;
        const ids = keys.map((key) => byKey.get(key) ?? []);
        counts.push(
          new Set(ids.flatMap((each) => (typeof each === 'number' || each.length > mostPosOfKey ? [] : each))).size,
        );
      }
      return found;
    },
  },
});

/** Backfills everything in this process; a rehearsal counts candidates. */
const backfill = async (url: string, dryRun: boolean, looks: boolean): Promise<Measured> => {
  const opened = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'cynow-po/bench',
    statementTimeoutMs: 60_000,
    maxConnections: 3,
    docPrefix: 'FP',
  });
  // Not `maxRSS`: Linux hands a child the peak of the process that forked it.
  let peak = 0;
  const sampled = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const counts: number[] = [];
  try {
    const ports = dryRun ? counting(opened.ports, counts) : opened.ports;
    const started = performance.now();
    const cpuFrom = process.cpuUsage();
    for await (const event of runBackfill(
      { ...ports, clock: { now: () => new Date() } },
      looks ? settings : { ...settings, looks },
      {
        owner: { actor: 'bench', host: hostname(), pid: process.pid },
        options: { window: { since: null, until: null }, limit: null, force: false },
        dryRun,
        batchSize: 2000,
        waitMs: 0,
      },
    )) {
      if (event.type !== 'finished') continue;
      const { checked, created, needsReview } = event.result.tally;
      const cpu = process.cpuUsage(cpuFrom);
      return {
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
        seconds: (performance.now() - started) / 1000,
        checked,
        newPos: created.newPo + needsReview.newPo,
        probable: needsReview.byReason.PROBABLE_MATCH ?? 0,
        suspect: needsReview.byReason.SUSPECT_LINK ?? 0,
        peakMb: Math.round(peak / 1e6),
        counts: counts.sort((a, b) => a - b),
      };
    }
    throw new Error('another run holds the place');
  } finally {
    clearInterval(sampled);
    await opened.close();
  }
};

interface Asked {
  readonly url: string;
  readonly dryRun: boolean;
  readonly looks: boolean;
}

/** The same in a process of its own, so that the generator's memory does not count. */
const measured = (asked: Asked): Promise<Measured> =>
  new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), [], {
      execArgv: [...process.execArgv, '--max-semi-space-size=16'],
      env: { ...process.env, BENCH_MATCHING: JSON.stringify(asked) },
    });
    child.once('message', (message) => done(message as Measured));
    child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)));
  });

const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;

const count = (n: number): string => Math.round(n).toLocaleString('en');

/** How fast documents are backfilled over so many POs in PostgreSQL, and what of that is matching. */
export const measureInPostgres = (poCount: number, documentCount: number): Promise<void> =>
  withDatabase('cynow_bench_speed', async (url) => {
    await session(url, (client) => createFcmsTables(client));
    const { outcome } = await migrateUp(url, { schema: 'po', migrations: await ownMigrations() });
    if (outcome !== 'applied') throw new Error(`migrate up: ${outcome}`);
    await session(url, async (client) => {
      const started = performance.now();
      await fill(client, poCount, documentCount);
      await client.query('VACUUM ANALYZE');
      const { rows } = await client.query<Record<string, string>>(
        `SELECT pg_size_pretty(pg_total_relation_size('po.candidate_key')) AS keys, count(*) AS held,
                pg_size_pretty(pg_total_relation_size('po.po') + pg_total_relation_size('po.item')) AS pos
         FROM po.candidate_key`,
      );
      const { keys, held, pos } = rows[0]!;
      console.log(
        `${count(poCount)} POs in PostgreSQL (${((performance.now() - started) / 1000).toFixed(0)} s): ${count(Number(held))} keys, ${keys}; POs and items ${pos}`,
      );
    });
    const line = (name: string, { seconds, cpuSeconds, checked, newPos, probable, suspect, peakMb }: Measured): void =>
      console.log(
        `${name.padEnd(18)} ${seconds.toFixed(1)} s, ${count(checked / seconds)} documents/s (${cpuSeconds.toFixed(1)} s of our processor; ${count(newPos)} new POs, ${count(probable)} probable matches, ${suspect} suspect links), peak memory ${peakMb} MB`,
      );
    const rehearsed = await measured({ url, dryRun: true, looks: true });
    line('dry run', rehearsed);
    const { counts } = rehearsed;
    console.log(
      `candidates         median ${quantile(counts, 0.5)}, p99 ${quantile(counts, 0.99)}, most ${counts.at(-1) ?? 0}`,
    );
    line('without matching', await measured({ url, dryRun: true, looks: false }));
    line('real run', await measured({ url, dryRun: false, looks: true }));
  });

const asked = process.env.BENCH_MATCHING;
if (asked !== undefined) {
  const { url, dryRun, looks } = JSON.parse(asked) as Asked;
  process.send?.(await backfill(url, dryRun, looks));
  process.disconnect();
}
