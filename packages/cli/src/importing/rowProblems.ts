import { type FieldProblem, type FieldProblemCode, type ImportRow, manualPoSchema } from '@cynow/po-core';
import type { z } from 'zod';

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');

const valueAt = (row: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    row,
  );

const codeOf = (issue: z.core.$ZodIssue, value: unknown): FieldProblemCode => {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined || value === null) return 'required';
      if (issue.expected === 'int' || issue.expected === 'number') {
        return typeof value === 'number' && Number.isFinite(value) ? 'not-whole' : 'not-a-number';
      }
      return issue.expected === 'string' ? 'not-text' : 'unreadable';
    case 'too_small':
      return issue.origin === 'array' ? 'no-items' : 'too-small';
    case 'too_big':
      if (issue.origin === 'array') return 'too-many-items';
      return issue.origin === 'string' ? 'too-long' : 'too-big';
    case 'custom':
      switch (issue.message) {
        case 'required':
        case 'not-a-day':
        case 'day-out-of-range':
          return issue.message;
        default:
          return 'not-text';
      }
    default:
      return 'unreadable';
  }
};

const problemsOf = (issue: z.core.$ZodIssue, row: unknown): readonly FieldProblem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pathText([...issue.path, key]),
      problem: 'unknown-field',
      value: valueAt(row, [...issue.path, key]),
    }));
  }
  const value = valueAt(row, issue.path);
  return [{ field: pathText(issue.path), problem: codeOf(issue, value), value }];
};

const textOf = (row: unknown, key: string): string | null => {
  const value = valueAt(row, [key]);
  return typeof value === 'string' ? value : null;
};

/** A row of a file as a PO, or with everything that is wrong with it. */
export const toImportRow = (line: number, row: unknown): ImportRow => {
  const read = manualPoSchema.safeParse(row);
  if (read.success) return { line, po: read.data };
  return {
    line,
    problems: read.error.issues.flatMap((issue) => problemsOf(issue, row)),
    customer: textOf(row, 'customer'),
    poNo: textOf(row, 'poNo'),
  };
};
