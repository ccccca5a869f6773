import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { undoRunContract } from '../testing/undoRunContract.ts';

undoRunContract(inMemoryWorld);
