import { changeProperties } from '@cynow/po-core/testing';
import { afterAll, beforeAll } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';

/** FC_SCALE multiplies them: a world is a database of its own here, and costs a hundred times one in memory. */
const numRuns = Math.max(1, Math.round(2 * Number(process.env.FC_SCALE ?? 1)));

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const createWorld = () => pgWorld(template);

changeProperties(createWorld, { numRuns });
