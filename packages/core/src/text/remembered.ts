/** Answers that are kept at most, before all of them are forgotten: some 5 KB each for what is large. */
const room = 30_000;

/**
 * The function, its answers kept while what it was asked about is there, and not too many of them: a rehearsal keeps all that it
 * changes. What it answers is the same with and without.
 */
export const remembered = <T extends object, R extends object>(work: (of: T) => R): ((of: T) => R) => {
  let answers = new WeakMap<T, R>();
  let kept = 0;
  return (of) => {
    const known = answers.get(of);
    if (known !== undefined) return known;
    const answer = work(of);
    if (kept === room) [answers, kept] = [new WeakMap(), 0];
    answers.set(of, answer);
    kept += 1;
    return answer;
  };
};
