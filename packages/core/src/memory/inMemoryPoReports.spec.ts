import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { poReportsContract } from '../testing/poReportsContract.ts';

poReportsContract(inMemoryWorld);
