import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { progressContract } from '../testing/progressContract.ts';

progressContract(async () => {
  const { progress, setMoves, close } = await inMemoryWorld();
  return { progress, change: setMoves, close };
});
