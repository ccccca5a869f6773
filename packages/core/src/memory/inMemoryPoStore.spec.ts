import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { poStoreContract } from '../testing/poStoreContract.ts';

poStoreContract(inMemoryWorld);
