import { progressContract } from '../testing/progressContract.ts';
import { inMemoryProgressStore, moveKey } from './inMemoryProgressStore.ts';

progressContract(async () => {
  const progress = inMemoryProgressStore();
  return {
    progress,
    async change({ remove = [], put = [] }) {
      for (const key of remove) progress.moves.delete(moveKey(key));
      for (const move of put) progress.moves.set(moveKey(move), move);
    },
    close: async () => undefined,
  };
});
