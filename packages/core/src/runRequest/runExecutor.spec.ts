import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runExecutorContract } from '../testing/runExecutorContract.ts';

runExecutorContract(inMemoryWorld);
