import type { FieldProblem } from '@cynow/po-core';
import { column } from './columns.ts';

/** What is wrong with heads: those that name no field, or one that was named before. */
export const headProblems = (heads: readonly string[]): readonly FieldProblem[] => {
  const seen = new Set<string>();
  return heads.flatMap((head): FieldProblem[] => {
    const read = column(head);
    const key = JSON.stringify(read);
    if (read !== null && !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ field: head, problem: 'unknown-field', value: head }];
  });
};
