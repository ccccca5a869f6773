import { compareCodePoints } from '../text/compareCodePoints.ts';

/** A possible pairing, and what it is worth: a whole number. Worthless ones (0 or less) are never chosen. */
export interface Pairing {
  readonly left: string;
  readonly right: string;
  readonly weight: number;
}

const comparePairings = (a: Pairing, b: Pairing): number =>
  compareCodePoints(a.left, b.left) || compareCodePoints(a.right, b.right);

/** The pairings in groups that share no left and no right side, so that each can be solved by itself. */
const components = (pairings: readonly Pairing[]): Pairing[][] => {
  const parents = new Map<string, string>();
  const rootOf = (node: string): string => {
    let root = node;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    // Shorten the way for the next one who asks.
    for (let at = node; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { left, right } of pairings) {
    const [a, b] = [rootOf(`l${left}`), rootOf(`r${right}`)];
    if (a !== b) parents.set(a, b);
  }
  return [...Map.groupBy(pairings, ({ left }) => rootOf(`l${left}`)).values()];
};

/**
 * For each row the column given to it, so that the sum of costs is least (Hungarian method with potentials, rows ≤
 * columns). Takes time by rows² × columns.
 */
const cheapest = (costs: readonly (readonly number[])[], columns: number): number[] => {
  const rowPotential = new Array<number>(costs.length + 1).fill(0);
  const columnPotential = new Array<number>(columns + 1).fill(0);
  // Rows and columns count from 1; column 0 holds the row that looks for a place.
  const rowOf = new Array<number>(columns + 1).fill(0);
  for (let row = 1; row <= costs.length; row += 1) {
    const least = new Array<number>(columns + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Array<number>(columns + 1).fill(0);
    const done = new Array<boolean>(columns + 1).fill(false);
    rowOf[0] = row;
    let column = 0;
    do {
      done[column] = true;
      const current = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j += 1) {
        if (done[j]) continue;
        const cost = (costs[current - 1]?.[j - 1] ?? 0) - (rowPotential[current] ?? 0) - (columnPotential[j] ?? 0);
        if (cost < (least[j] ?? 0)) {
          least[j] = cost;
          cameFrom[j] = column;
        }
        if ((least[j] ?? 0) < delta) {
          delta = least[j] ?? 0;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j += 1) {
        if (done[j]) {
          const moved = rowOf[j] ?? 0;
          rowPotential[moved] = (rowPotential[moved] ?? 0) + delta;
          columnPotential[j] = (columnPotential[j] ?? 0) - delta;
        } else {
          least[j] = (least[j] ?? 0) - delta;
        }
      }
      column = next;
    } while ((rowOf[column] ?? 0) !== 0);
    while (column !== 0) {
      const before = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  const columnOf = new Array<number>(costs.length).fill(-1);
  for (let j = 1; j <= columns; j += 1) {
    const row = rowOf[j] ?? 0;
    if (row > 0) columnOf[row - 1] = j - 1;
  }
  return columnOf;
};

const solve = (component: readonly Pairing[]): Pairing[] => {
  const lefts = [...new Set(component.map(({ left }) => left))];
  const rights = [...new Set(component.map(({ right }) => right))];
  const places = new Map(rights.map((right, j) => [right, j]));
  const byPlace = lefts.map(() => new Map<number, Pairing>());
  component.forEach((pairing) => {
    const row = byPlace[lefts.indexOf(pairing.left)];
    const place = places.get(pairing.right) ?? 0;
    const known = row?.get(place);
    if (known === undefined || known.weight < pairing.weight) row?.set(place, pairing);
  });
  // Behind the right sides, a column of its own for each left side that is worth nothing: to stay alone.
  const columns = rights.length + lefts.length;
  const costs = byPlace.map((row) => Array.from({ length: columns }, (_, j) => -(row.get(j)?.weight ?? 0)));
  return cheapest(costs, columns)
    .map((column, i) => byPlace[i]?.get(column))
    .filter((pairing) => pairing !== undefined);
};

/**
 * Chooses pairings so that each left and each right side is used at most once and the total weight is the greatest
 * possible. Of equally good choices it always makes the same one, whatever the order of `pairings`. The result is in order
 * of the left sides.
 */
export const assign = (pairings: readonly Pairing[]): Pairing[] =>
  components(pairings.filter(({ weight }) => weight > 0).toSorted(comparePairings))
    .flatMap(solve)
    .sort(comparePairings);
