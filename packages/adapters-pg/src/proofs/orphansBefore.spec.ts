import { expect, it } from 'vitest';
import { createFcmsTables } from '../demo/createFcmsTables.ts';
import { migrateUp } from '../migrate/migrateUp.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { openPg } from '../openPg.ts';
import { createDatabase } from '../testing/createDatabase.ts';
import { testSettings } from '../testing/pgWorld.ts';
import { openClient } from './openClient.spec.support.ts';

it('orphans that were found before people could decide on them stand in the list where they belong', async () => {
  const database = await createDatabase();
  try {
    await using client = await openClient(database.url);
    await createFcmsTables(client);
    const migrations = await ownMigrations();
    const own = migrations.findIndex(({ name }) => name === 'orphans');
    await migrateUp(database.url, { schema: 'po', migrations: migrations.slice(0, own) });
    await client.query(
      `INSERT INTO po.orphan (doc_no, state, filling_date, add_datetime, cylinders, customer_names, first_seen_at, opened_at)
       VALUES ('FP25000001', 'open', '2025-11-20 10:00:00', NULL, 3, '["a"]', now(), now()),
              ('FP25000002', 'open', 'infinity', '2025-11-21 00:00:00', 3, '[]', now(), now()),
              ('FP25000003', 'resolved', NULL, NULL, 0, '[]', '2025-11-21T15:00:00Z', now()),
              ('FP25000004', 'resolved', NULL, NULL, 0, '[]', now(), NULL),
              ('FP25000005', 'seen', NULL, NULL, 0, '[]', now(), NULL)`,
    );
    await migrateUp(database.url, { schema: 'po', migrations });
    const { ports, close } = await openPg(testSettings(database.url));
    const listed = await ports.orphans.list({}, 10);
    expect(listed.map(({ report }) => report.docNo)).toEqual(['FP25000002', 'FP25000001', 'FP25000003']);
    expect(await ports.orphans.list({ since: '2025-11-22', until: '2025-11-22' }, 10)).toHaveLength(1);
    const [first] = listed;
    expect(first).toMatchObject({ decision: null, arrivedAt: null, landedOn: null });
    expect(await ports.orphans.put([{ ...first!, state: 'ignored' }])).toEqual([]);
    await close();
  } finally {
    await database.drop();
  }
});
