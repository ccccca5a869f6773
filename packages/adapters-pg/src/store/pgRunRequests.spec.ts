import { defaultNow, runRequestsContract, somebody } from '@cynow/po-core/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../connection/createPool.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { createIds } from './createIds.ts';
import { pgAuditTrail } from './pgAuditTrail.ts';
import { pgRunRequests } from './pgRunRequests.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

runRequestsContract(async () => {
  const database = await createDatabase({ template: template.name });
  const pool = createPool(testSettings(database.url));
  const newId = createIds();
  return {
    requests: pgRunRequests(pool, 'po', newId),
    audit: pgAuditTrail(pool, 'po'),
    newId,
    async close() {
      await pool.close();
      await database.drop();
    },
  };
});

it('changes no request whose entry in the trail cannot be written', async () => {
  const database = await createDatabase({ template: template.name });
  const pool = createPool(testSettings(database.url));
  try {
    const newId = createIds();
    const [requests, unable] = [pgRunRequests(pool, 'po', newId), pgRunRequests(pool, 'po', () => 'no id')];
    const options = { window: { since: null, until: null }, limit: 1, force: false };
    const asked = { dryRun: true, options, acceptMissing: null, by: somebody, at: defaultNow };
    const [kept, lost] = [newId(), newId()];
    await requests.add({ ...asked, id: kept });
    await expect(unable.add({ ...asked, id: lost })).rejects.toThrow('uuid');
    await expect(unable.cancel(kept, { by: somebody, at: defaultNow })).rejects.toThrow('uuid');
    expect(await requests.find(lost)).toBeNull();
    expect(await requests.find(kept)).toMatchObject({ state: 'queued', cancel: null });
  } finally {
    await pool.close();
    await database.drop();
  }
});
