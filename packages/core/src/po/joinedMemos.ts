/** What staff wrote on two POs that are one from now on: nothing is lost, and nothing stands twice. */
export const joinedMemos = (into: string, from: string): string =>
  [...new Set([into, from].filter((memo) => memo !== ''))].join('\n');
