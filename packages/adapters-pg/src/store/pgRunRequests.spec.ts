import { runRequestsContract } from '@cynow/po-core/testing';
import { afterAll, beforeAll } from 'vitest';
import { createPool } from '../connection/createPool.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { createIds } from './createIds.ts';
import { pgRunRequests } from './pgRunRequests.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

runRequestsContract(async () => {
  const database = await createDatabase({ template: template.name });
  const pool = createPool(testSettings(database.url));
  return {
    requests: pgRunRequests(pool, 'po'),
    newId: createIds(),
    async close() {
      await pool.close();
      await database.drop();
    },
  };
});
