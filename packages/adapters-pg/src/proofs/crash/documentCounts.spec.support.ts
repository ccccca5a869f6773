import type { TableDifference } from '../comparableState.spec.support.ts';

/** Documents of which a state holds less, or more, than it should. */
export interface DocumentCounts {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** Where each document stands once; in `decision`, once for each run that accepted it. */
const tables = new Set(['document', 'decision']);

const docNosOf = (rows: readonly string[]): readonly string[] =>
  rows.map((row) => (JSON.parse(row) as { readonly doc_no: string }).doc_no);

/** Those of `some` that occur there more often than among the others. */
const surplus = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const left = [...others];
  return some.filter((docNo) => {
    const at = left.indexOf(docNo);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

const unique = (docNos: readonly string[]): readonly string[] => [...new Set(docNos)].sort();

/** The documents that have a row less, or a row more; one whose row reads otherwise is neither. */
export const documentCounts = (differences: readonly TableDifference[]): DocumentCounts => {
  const rows = differences
    .filter(({ table }) => tables.has(table))
    .map(({ unexpected, missing }) => ({ unexpected: docNosOf(unexpected), missing: docNosOf(missing) }));
  return {
    lost: unique(rows.flatMap(({ unexpected, missing }) => surplus(missing, unexpected))),
    doubled: unique(rows.flatMap(({ unexpected, missing }) => surplus(unexpected, missing))),
  };
};
