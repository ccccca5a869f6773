import type { FieldProblemCode } from '@cynow/po-core';
import { numberOf } from '../numberOf.ts';
import type { SheetCell } from './SheetCell.ts';

/** What a cell says in the column of a field: nothing, a value to check, or what is wrong with it already. */
export type FieldValue =
  | { readonly value: unknown }
  | { readonly problem: FieldProblemCode; readonly given: unknown }
  | null;

const kindOf = (field: string): 'text' | 'day' | 'quantity' => {
  if (field === 'qty') return 'quantity';
  return field === 'receivedOn' || field === 'deliveryOn' ? 'day' : 'text';
};

const wrongKind = { text: 'not-text', day: 'not-a-day', quantity: 'not-a-number' } as const;

/**
 * Reads a cell for a field. Texts are trimmed. A number in the column of a text is taken as the sheet shows it, where that
 * is beyond doubt, because Excel makes numbers of numbers that are names; a date is not, because what was typed is lost.
 */
export const fieldValue = (field: string, cell: SheetCell): FieldValue => {
  const kind = kindOf(field);
  switch (cell.kind) {
    case 'text': {
      const text = cell.text.trim();
      if (text === '') return null;
      return { value: kind === 'quantity' ? numberOf(text) : text };
    }
    case 'number':
      if (kind === 'quantity') return { value: cell.value };
      if (kind === 'text' && cell.shown !== null) return { value: cell.shown };
      return { problem: wrongKind[kind], given: cell.value };
    case 'date':
      return kind === 'day' ? { value: cell.text } : { problem: wrongKind[kind], given: cell.text };
    case 'flag':
      return { problem: wrongKind[kind], given: cell.value };
    case 'error':
      return { problem: 'error-value', given: cell.text };
    case 'uncalculated':
      return { problem: 'not-calculated', given: undefined };
  }
};
