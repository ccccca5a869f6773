import { writeFileSync } from 'node:fs';
import inspector from 'node:inspector/promises';
import { hostname } from 'node:os';
import { defaultSiteRules, runBackfill } from '@cynow/po-core';
import { createFcmsTables } from '../src/demo/createFcmsTables.ts';
import { loadFcms } from '../src/demo/loadFcms.ts';
import { migrateUp } from '../src/migrate/migrateUp.ts';
import { ownMigrations } from '../src/migrate/ownMigrations.ts';
import { openPg } from '../src/openPg.ts';
import { session } from './bench/session.ts';
import { withDatabase } from './bench/withDatabase.ts';

const documents = Number(process.argv[2] ?? 20000);
const looks = process.argv[3] !== 'no';
await withDatabase('prof', async (url) => {
  await session(url, async (client) => {
    await createFcmsTables(client);
    await loadFcms(client, { seed: 1, documents, endOn: '2025-11-22', historiesPerDocument: 0 });
    await client.query('VACUUM ANALYZE');
  });
  await migrateUp(url, { schema: 'po', migrations: await ownMigrations() });
  const opened = await openPg({
    url,
    schema: 'po',
    fcmsSchema: 'fcms_cdc',
    applicationName: 'prof',
    statementTimeoutMs: 60000,
    maxConnections: 3,
    docPrefix: 'FP',
  });
  const s = new inspector.Session();
  s.connect();
  await s.post('Profiler.enable');
  await s.post('Profiler.setSamplingInterval', { interval: 500 });
  await s.post('Profiler.start');
  const t = performance.now();
  const c0 = process.cpuUsage();
  for await (const e of runBackfill(
    { ...opened.ports, clock: { now: () => new Date() } },
    {
      rules: defaultSiteRules,
      cdc: { watch: false, pause: null, workingHours: { weekdays: new Set(), from: 0, to: 0, holidays: new Set() } },
      orphanAfterMinutes: 60,
      ...(looks ? {} : { looks: false }),
    },
    {
      owner: { actor: 'b', host: hostname(), pid: 1 },
      options: { window: { since: null, until: null }, limit: null, force: false },
      dryRun: false,
      batchSize: 2000,
      waitMs: 0,
    },
  )) {
    if (e.type === 'finished') console.log(JSON.stringify(e.result.tally).slice(0, 400));
  }
  const c = process.cpuUsage(c0);
  console.log(
    'wall',
    ((performance.now() - t) / 1000).toFixed(1),
    'cpu',
    ((c.user + c.system) / 1e6).toFixed(1),
    'rss',
    Math.round(process.memoryUsage.rss() / 2 ** 20),
  );
  const { profile } = await s.post('Profiler.stop');
  writeFileSync('/tmp/prof2/p.cpuprofile', JSON.stringify(profile));
  await opened.close();
});
