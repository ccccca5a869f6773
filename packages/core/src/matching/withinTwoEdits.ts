const far = 3;

/**
 * Whether at most two characters must be added, removed, replaced or swapped with their neighbour to make one text of
 * the other. Looks only at the five diagonals that matter.
 */
export const withinTwoEdits = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 2) return false;
  const width = b.length + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: width }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = new Array<number>(width).fill(far);
    if (i <= 2) row[0] = i;
    let least = row[0] ?? far;
    for (let j = Math.max(1, i - 2); j <= Math.min(b.length, i + 2); j += 1) {
      const replaced = (last[j - 1] ?? far) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (last[j] ?? far) + 1, (row[j - 1] ?? far) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? far) + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > 2) return false;
    beforeLast = last;
    last = row;
  }
  return (last[b.length] ?? far) <= 2;
};
