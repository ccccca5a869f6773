import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { poDirectoryContract } from '../testing/poDirectoryContract.ts';

poDirectoryContract(inMemoryWorld);
