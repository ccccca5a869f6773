/** How many answers are kept; the oldest go first. */
const most = 10_000;

/** Answers by key, some of them from memory. */
export interface Remembered<T> {
  of(key: string): Promise<T | null>;
  /** Asked anew, whatever is remembered. */
  anew(key: string): Promise<T | null>;
}

/**
 * Asks `load` at most once in `ms` for the same key, counted from when it was asked; those who ask meanwhile wait for the same
 * answer. That there is nothing, and that it failed, is not remembered.
 */
export const remembered = <T>(load: (key: string) => Promise<T | null>, ms: number, now: () => Date): Remembered<T> => {
  const held = new Map<string, { readonly askedAt: number; readonly answer: Promise<T | null> }>();
  const anew = async (key: string): Promise<T | null> => {
    const asked = { askedAt: now().getTime(), answer: load(key) };
    held.delete(key);
    held.set(key, asked);
    const oldest = held.keys().next().value;
    if (held.size > most && oldest !== undefined) held.delete(oldest);
    const drop = (): void => {
      if (held.get(key) === asked) held.delete(key);
    };
    try {
      const answer = await asked.answer;
      if (answer === null) drop();
      return answer;
    } catch (error) {
      drop();
      throw error;
    }
  };
  return {
    anew,
    async of(key) {
      const [last, at] = [held.get(key), now().getTime()];
      // A clock that was set back must not make an answer older than it may be.
      const isYoung = last !== undefined && at >= last.askedAt && at - last.askedAt < ms;
      return isYoung ? last.answer : anew(key);
    },
  };
};
