import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { reviewQueueContract } from '../testing/reviewQueueContract.ts';

reviewQueueContract(inMemoryWorld);
