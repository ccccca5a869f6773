import fc from 'fast-check';
import { backfillModelTest } from '../testing/backfillModelTest.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

/** Four times the usual number of tries: what one sequence meets is a matter of luck, and in memory they are cheap. */
backfillModelTest(inMemoryWorld, { numRuns: 4 * (fc.readConfigureGlobal()?.numRuns ?? 100) });
