/** Lets at most so many be under way at once; the others wait for their turn, first come, first served. */
export const inTurns = (atOnce: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (underWay >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else underWay += 1;
    try {
      return await work();
    } finally {
      // The place goes over to the next, if somebody waits.
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
};
