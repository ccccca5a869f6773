import fc from 'fast-check';

/** So many times the usual number of tries, for properties that are cheap and whose luck matters. */
export const tries = (times: number): { readonly numRuns: number } => ({
  numRuns: times * (fc.readConfigureGlobal()?.numRuns ?? 100),
});
