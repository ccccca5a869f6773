import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { orphanDecisionContract } from '../testing/orphanDecisionContract.ts';
import { orphanStoreContract } from '../testing/orphanStoreContract.ts';

orphanStoreContract(inMemoryWorld);
orphanDecisionContract(inMemoryWorld);
