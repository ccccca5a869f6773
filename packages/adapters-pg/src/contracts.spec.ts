import {
  documentSourceContract,
  orphanStoreContract,
  poReportsContract,
  poStoreContract,
  runStoreContract,
} from '@cynow/po-core/testing';
import { afterAll, beforeAll } from 'vitest';
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
runStoreContract(createWorld);
orphanStoreContract(createWorld);
poReportsContract(createWorld);
