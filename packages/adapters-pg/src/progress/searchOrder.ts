/** Pages of a table, from `from` up to, not including, `to`. */
export interface Pages {
  readonly from: number;
  readonly to: number;
}

/** The pages from `from` up to `to`, at most `size` at a time. */
export function* pagesBetween(from: number, to: number, size: number): Generator<Pages, void> {
  for (let page = from; page < to; page += size) yield { from: page, to: Math.min(page + size, to) };
}

/**
 * All pages of a table in the order in which new rows are likely to be there: first its end, from the page `oldTail` that was
 * the last one; then from `place` on, where the server filled gaps the last time, around the table. The end and the place
 * are looked at `always`.
 */
export function* searchOrder(
  oldTail: number,
  tail: number,
  place: number,
  size: number,
): Generator<Pages & { readonly always: boolean }, void> {
  for (const pages of pagesBetween(oldTail, tail + 1, size)) yield { ...pages, always: true };
  const start = place < oldTail ? place : 0;
  let always = true;
  for (const [from, to] of [
    [start, oldTail],
    [0, start],
  ] as const) {
    for (const pages of pagesBetween(from, to, size)) {
      yield { ...pages, always };
      always = false;
    }
  }
}
