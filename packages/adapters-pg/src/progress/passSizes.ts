/** How much one statement of a pass takes on. It has no effect on the result. */
export interface PassSizes {
  /** Histories read in key order; a page ends with the last of a cylinder, so it may have some more. */
  readonly histories: number;
  /** Cylinders read again by key. */
  readonly cylinders: number;
  /** Our rows whose cylinders are looked up for whether they have any history left. */
  readonly known: number;
  /** Pages of the table looked through for new rows. The server's map of free space has 4,069 to a part. */
  readonly blocks: number;
  /** Our rows counted again into documents. */
  readonly counted: number;
}

/** Each takes about a tenth of a second when the source lies in memory; a statement on the source may take 2 s. */
export const passSizes: PassSizes = {
  histories: 50_000,
  cylinders: 500,
  known: 20_000,
  blocks: 8_192,
  counted: 50_000,
};
