/** Applies `step` until nothing changes; null ends it. What comes out is therefore idempotent whatever `step` does. */
export const untilStable = (step: (x: string) => string | null, x: string | null): string | null => {
  let current = x;
  while (current !== null) {
    const next = step(current);
    if (next === current) return current;
    current = next;
  }
  return null;
};
