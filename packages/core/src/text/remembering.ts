const room = 10_000;

/**
 * The same pure function, remembering what it gave for the latest few thousand texts: a million documents name the same few
 * customers and products. What it gives is the same with and without.
 */
export const remembering = <T>(compute: (x: string | null) => T): ((x: string | null) => T) => {
  const known = new Map<string | null, T>();
  return (x) => {
    const found = known.get(x);
    if (found !== undefined || known.has(x)) return found as T;
    const value = compute(x);
    if (known.size === room) known.clear();
    known.set(x, value);
    return value;
  };
};
