import type { ImportRow } from '@cynow/po-core';
import type { CellOf } from './describeRow.ts';

/** A file of POs, whatever its format. */
export interface RowFile {
  /** Its rows; may be read several times. */
  rows(): AsyncIterable<ImportRow>;
  /** Where a field of a row that was read stands. */
  readonly cellOf: CellOf;
  /** Of a workbook: the sheet that is read, and the other visible ones; else null. */
  readonly sheets: { readonly read: string; readonly leftOut: readonly string[] } | null;
}

/** A file that is lines of text. */
export const lineFile = (rows: () => AsyncIterable<ImportRow>): RowFile => ({ rows, cellOf: () => null, sheets: null });
