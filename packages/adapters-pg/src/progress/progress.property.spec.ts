import { progressProperties } from '@cynow/po-core/testing';
import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

progressProperties(() => pgWorld(template), {
  numRuns: Math.max(10, Math.round(10 * Number(process.env.FC_SCALE ?? 1))),
});
