/** What a cell holds. */
export type SheetCell =
  | { readonly kind: 'text'; readonly text: string }
  /** `shown` is the number as the sheet shows it, where that is beyond doubt; else null. */
  | { readonly kind: 'number'; readonly value: number; readonly shown: string | null }
  /** `2025-11-22`, or `2025-11-22 21:47:10` when a time is part of it. */
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'flag'; readonly value: boolean }
  /** `#N/A` and its like. */
  | { readonly kind: 'error'; readonly text: string }
  /** A formula whose result the file does not hold. */
  | { readonly kind: 'uncalculated' };

/** A row with anything in it: its number in the sheet, and its cells by column, the first being 0. */
export interface SheetRow {
  readonly number: number;
  readonly cells: ReadonlyMap<number, SheetCell>;
}
