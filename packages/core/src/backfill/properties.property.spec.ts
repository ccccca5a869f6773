import { backfillProperties } from '../testing/backfillProperties.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

backfillProperties(inMemoryWorld);
