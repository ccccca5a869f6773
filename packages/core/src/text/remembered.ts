/** The function, its answers kept for as long as what it was asked about is. */
export const remembered = <T extends object, R extends object>(work: (of: T) => R): ((of: T) => R) => {
  const answers = new WeakMap<T, R>();
  return (of) => {
    const known = answers.get(of);
    if (known !== undefined) return known;
    const answer = work(of);
    answers.set(of, answer);
    return answer;
  };
};
