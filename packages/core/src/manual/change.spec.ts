import { changeContract } from '../testing/changeContract.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

changeContract(inMemoryWorld);
