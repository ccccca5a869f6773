import { columnIndex } from '../../output/xlsx/columnName.ts';
import type { Column } from '../columns.ts';

const keyOf = (place: Column): string => ('item' in place ? `${place.item}.${place.field}` : place.field);

/** In which columns the fields of rows stand: by the heads, and by row what differs from them. */
export const createCellPlaces = () => {
  let unknownHeads: ReadonlyMap<string, number> = new Map();
  let byField: ReadonlyMap<string, number> = new Map();
  let itemNumbers: readonly number[] = [];
  /** Of rows that leave items out in between. */
  const ownItemNumbers = new Map<number, readonly number[]>();
  return {
    /** Heads of which one or more name no field: the columns by their texts. */
    setUnknownHeads(heads: ReadonlyMap<string, number>): void {
      unknownHeads = heads;
    },
    setColumns(columns: ReadonlyMap<number, Column>): void {
      byField = new Map([...columns].map(([index, place]) => [keyOf(place), index]));
      const numbers = new Set([...columns.values()].flatMap((place) => ('item' in place ? [place.item] : [])));
      itemNumbers = [...numbers].sort((a, b) => a - b);
    },
    /** The numbers that the items of a row have in the heads. */
    setItems(line: number, numbers: readonly number[]): void {
      if (numbers.some((number, i) => number !== itemNumbers[i])) ownItemNumbers.set(line, numbers);
    },
    /** The column of a field as problems name it, or the one that is itself named, which has no head. */
    columnOf(line: number, field: string): number | null {
      const [, i, name = ''] = /^items\[(\d+)\]\.(.+)$/.exec(field) ?? [];
      const numbers = ownItemNumbers.get(line) ?? itemNumbers;
      const key = i === undefined ? field : `${numbers[Number(i)]}.${name}`;
      return unknownHeads.get(field) ?? byField.get(key) ?? columnIndex(`${field}1`);
    },
  };
};
