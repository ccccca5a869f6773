import { number } from '../format.ts';
import type { exporting as ko } from '../ko/exporting.ts';

export const exporting = {
  needsFile: 'An Excel file cannot be shown on a terminal. Name a file: --output FILE.xlsx',
  cut: (texts) =>
    `⚠ ${number(texts)} texts do not fit into a cell and were cut at 32,767 characters. For all of them use --format ndjson.`,
} satisfies typeof ko;
