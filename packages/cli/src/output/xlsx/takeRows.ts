/** Rows of batches, as many at a time as there is room for. */
export interface RowSource<T> {
  /** Some rows, at most `most`; none only at the end. */
  take(most: number): Promise<readonly T[]>;
  /** Whether there are no more. */
  isAtEnd(): Promise<boolean>;
  /** Ends the source early. */
  close(): Promise<void>;
}

export const takeRows = <T>(batches: AsyncIterable<readonly T[]>): RowSource<T> => {
  const iterator = batches[Symbol.asyncIterator]();
  let held: readonly T[] = [];
  const isAtEnd = async (): Promise<boolean> => {
    while (held.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return true;
      held = next.value;
    }
    return false;
  };
  return {
    isAtEnd,
    async take(most) {
      if (await isAtEnd()) return [];
      const taken = held.slice(0, most);
      held = held.slice(taken.length);
      return taken;
    },
    async close() {
      await iterator.return?.();
    },
  };
};
