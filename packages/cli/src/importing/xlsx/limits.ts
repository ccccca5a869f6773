/**
 * What a workbook may hold. A file of some hundred kilobytes can unpack to gigabytes; 200,000 rows of orders take some
 * 60 MiB.
 */
export const limits = {
  /** All parts that are read, unpacked. */
  maxBytes: 256 * 1024 * 1024,
  /** The texts that cells share, unpacked: they are held in memory, all of them. */
  maxSharedBytes: 64 * 1024 * 1024,
  /** Rows with anything in them. */
  maxRows: 200_000,
  /** Files in the container. */
  maxParts: 10_000,
} as const;
