import { documentSourceContract } from '../testing/documentSourceContract.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

documentSourceContract(inMemoryWorld);
