import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runStoreContract } from '../testing/runStoreContract.ts';

runStoreContract(inMemoryWorld);
