import { progressContract } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';
import { passSizes } from './passSizes.ts';
import { pgProgressWorld, smallSizes } from './progressWorld.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const numRuns = Math.max(10, Math.round(10 * Number(process.env.FC_SCALE ?? 1)));

describe.each([
  ['as large as they are', passSizes],
  ['of a few rows', smallSizes],
])('with steps %s', (_, sizes) => {
  progressContract(() => pgProgressWorld(template, sizes), { numRuns });
});
