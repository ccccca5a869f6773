import {
  cdcMonitorContract,
  documentSourceContract,
  looksContract,
  orphanDecisionContract,
  orphanStoreContract,
  poDirectoryContract,
  poReportsContract,
  poStoreContract,
  reservationStoreContract,
  reviewContract,
  reviewQueueContract,
  runStoreContract,
} from '@cynow/po-core/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { connect } from './connection/connect.ts';
import type { TestDatabase } from './testing/createDatabase.ts';
import { createTemplate, pgWorld } from './testing/pgWorld.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const createWorld = () => pgWorld(template);

documentSourceContract(createWorld);
poStoreContract(createWorld);
reviewContract(createWorld);
looksContract(createWorld);
runStoreContract(createWorld);
orphanStoreContract(createWorld);
orphanDecisionContract(createWorld);
poReportsContract(createWorld);
poDirectoryContract(createWorld);
reviewQueueContract(createWorld);
reservationStoreContract(createWorld);

cdcMonitorContract(async () => {
  const { ports, settings, close } = await pgWorld(template);
  let changes = 0;
  return {
    cdc: ports.cdc,
    async change() {
      const before = (await ports.cdc.look(new Date(), false)).counter;
      const client = await connect(settings);
      changes += 1;
      await client.query('INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO") VALUES ($1)', [`FP${changes}`]);
      // The server adds a session's changes to its counters at the latest when the session ends.
      await client.end();
      await expect.poll(async () => (await ports.cdc.look(new Date(), false)).counter).not.toBe(before);
    },
    close,
  };
});
