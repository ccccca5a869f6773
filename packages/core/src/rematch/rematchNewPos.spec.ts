import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { looksContract } from '../testing/looksContract.ts';

looksContract(inMemoryWorld);
