import type { Column } from './columns.ts';

/** A PO as its row has it, unchecked, and the numbers that its items have in the heads, in their order. */
export interface PoOfCells {
  readonly po: Readonly<Record<string, unknown>>;
  readonly itemNumbers: readonly number[];
}

/** Puts the cells of a row together. */
export const poOfCells = (cells: Iterable<readonly [Column, unknown]>): PoOfCells => {
  const po: Record<string, unknown> = {};
  const items = new Map<number, Record<string, unknown>>();
  for (const [place, value] of cells) {
    if ('item' in place) items.set(place.item, { ...items.get(place.item), [place.field]: value });
    else po[place.field] = value;
  }
  const inOrder = [...items].sort(([a], [b]) => a - b);
  return { po: { ...po, items: inOrder.map(([, item]) => item) }, itemNumbers: inOrder.map(([number]) => number) };
};
