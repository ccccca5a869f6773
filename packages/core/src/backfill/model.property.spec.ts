import { backfillModelTest } from '../testing/backfillModelTest.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { tries } from '../testing/tries.ts';

backfillModelTest(inMemoryWorld, tries(4));
