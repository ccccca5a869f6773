import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { reviewContract } from '../testing/reviewContract.ts';

reviewContract(inMemoryWorld);
