import type { FieldProblem, ImportedRow, Po, ReadManualPo } from '@cynow/po-core';
import { number } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';

/** The field as people call it: `수량`, `품목 2 수량`. */
const fieldText = (field: string, { importing }: Messages): string | null => {
  if (field === '') return null;
  const [, index, name = ''] = /^items\[(\d+)\]\.?(.*)$/.exec(field) ?? [undefined, undefined, field];
  const label = importing.fields[name]?.[0] ?? name;
  if (index === undefined) return label;
  return index === '0' ? label : importing.item(Number(index) + 1, label);
};

const longest = 40;

/** What was given, in quotes when it was text, cut when it is long. */
const valueText = (value: unknown): string | null => {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
};

/** Where a field of a row stands, `Sheet1!C12`; null where files have no cells. */
export type CellOf = (line: number, field: string) => string | null;

const noCells: CellOf = () => null;

const problemText = (
  line: number,
  { field, problem, value }: FieldProblem,
  messages: Messages,
  cellOf: CellOf,
): string =>
  messages.importing.problem(
    line,
    fieldText(field, messages),
    cellOf(line, field),
    problem,
    problem === 'no-items' ? null : valueText(value),
  );

const contentText = ({ customer, customerName, poNo, receivedOn, items, memo }: Po | ReadManualPo): string =>
  [
    `${customer} ${poNo}`,
    customerName,
    receivedOn,
    items
      .map(
        ({ product, qty, deliveryOn }) => `${product} ${number(qty)}${deliveryOn === null ? '' : ` (${deliveryOn})`}`,
      )
      .join(', '),
    memo,
  ]
    .filter((part) => part)
    .join(' / ');

/** What is told of a row: nothing of one that went well, everything of one that was refused or takes a PO over. */
export const describeRow = (row: ImportedRow, messages: Messages, cellOf: CellOf = noCells): readonly string[] => {
  const { importing } = messages;
  if (row.outcome === 'taken-over') {
    return [importing.takenOver(row.line, row.po.customer, row.po.poNo, row.deliveries, row.reopened)];
  }
  if (row.outcome !== 'refused') return [];
  switch (row.refusal.kind) {
    case 'fields':
      return row.refusal.problems.map((problem) => problemText(row.line, problem, messages, cellOf));
    case 'duplicate':
      return [importing.duplicate(row.line, row.refusal.lines)];
    case 'different':
      return [
        importing.different(row.line),
        importing.existing(contentText(row.refusal.existing)),
        importing.given(contentText(row.refusal.given)),
      ];
  }
};

const itemsJson = (po: Po | ReadManualPo) =>
  po.items.map(({ product, qty, deliveryOn }) => ({ product, qty, deliveryOn }));

const contentJson = (po: Po | ReadManualPo) => ({
  customer: po.customer,
  customerName: po.customerName ?? null,
  poNo: po.poNo,
  receivedOn: po.receivedOn ?? null,
  items: itemsJson(po),
  memo: po.memo ?? '',
});

/** A row as JSON. */
export const rowJson = (row: ImportedRow, messages: Messages, cellOf: CellOf = noCells) => {
  const { line, outcome } = row;
  if (row.outcome !== 'refused') {
    const { customer, poNo } = row.po;
    return {
      line,
      outcome,
      customer,
      poNo,
      ...(row.outcome === 'taken-over' && { deliveries: row.deliveries, reopened: row.reopened }),
    };
  }
  const { customer, poNo, refusal } = row;
  const text = describeRow(row, messages, cellOf).join('\n');
  switch (refusal.kind) {
    case 'fields': {
      const problems = refusal.problems.map(({ value, ...problem }) => {
        const cell = cellOf(line, problem.field);
        return { ...problem, value: value ?? null, ...(cell !== null && { cell }) };
      });
      return { line, outcome, customer, poNo, because: refusal.kind, problems, text };
    }
    case 'duplicate':
      return { line, outcome, customer, poNo, because: refusal.kind, lines: refusal.lines, text };
    case 'different': {
      const [existing, given] = [contentJson(refusal.existing), contentJson(refusal.given)];
      return { line, outcome, customer, poNo, because: refusal.kind, existing, given, text };
    }
  }
};
