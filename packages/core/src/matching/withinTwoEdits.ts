const far = 3;

/**
 * Whether at most two characters must be added, removed, replaced or swapped with their neighbour to make one text of
 * the other. Looks at what is left between the common beginning and end, and there at the five diagonals that matter.
 */
export const withinTwoEdits = (one: string, other: string): boolean => {
  if (Math.abs(one.length - other.length) > 2) return false;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) {
    end += 1;
  }
  const a = one.slice(start, one.length - end);
  const b = other.slice(start, other.length - end);
  const width = b.length + 1;
  const costs = new Uint8Array((a.length + 1) * width).fill(far);
  const at = (i: number, j: number): number => costs[i * width + j] ?? far;
  for (let j = 0; j <= Math.min(2, b.length); j += 1) costs[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    if (i <= 2) costs[i * width] = i;
    let least = i <= 2 ? i : far;
    for (let j = Math.max(1, i - 2); j <= Math.min(b.length, i + 2); j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(at(i - 1, j - 1) + (same ? 0 : 1), at(i - 1, j) + 1, at(i, j - 1) + 1);
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      costs[i * width + j] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    if (least > 2) return false;
  }
  return at(a.length, b.length) <= 2;
};
