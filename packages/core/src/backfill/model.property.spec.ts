import { backfillModelTest } from '../testing/backfillModelTest.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

backfillModelTest(inMemoryWorld);
