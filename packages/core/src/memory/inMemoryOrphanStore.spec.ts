import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { orphanStoreContract } from '../testing/orphanStoreContract.ts';

orphanStoreContract(inMemoryWorld);
