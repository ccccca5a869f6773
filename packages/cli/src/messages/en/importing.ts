import type { FieldProblemCode } from '@cynow/po-core';
import { number } from '../format.ts';
import type { importing as ko } from '../ko/importing.ts';

const problems: Record<FieldProblemCode, string> = {
  unreadable: 'the row cannot be read',
  'unknown-field': 'unknown field',
  required: 'a value is needed',
  'no-items': 'no items',
  'not-a-number': 'not a number',
  'not-whole': 'not a whole number',
  'too-small': 'at least 1 is needed',
  'too-big': 'too great',
  'too-long': 'too long',
  'too-many-items': 'too many items',
  'not-a-day': 'not a day such as 2025-11-22',
  'not-text': 'not text',
  placeholder: 'a word that says "none"',
};

export const importing = {
  fields: {
    customer: ['customer code', 'customer'],
    customerName: ['customer name'],
    poNo: ['PO no.'],
    receivedOn: ['received on'],
    items: ['item', 'items'],
    product: ['product code', 'product'],
    qty: ['quantity', 'quantity (cylinders)'],
    deliveryOn: ['due', 'due date'],
    memo: ['memo'],
  },
  title: (path, dryRun) => `=== Import of POs: ${path}${dryRun ? ' (dry run)' : ''} ===`,
  problem: (line, field, problem, value) =>
    `Row ${line}${field === null ? '' : `, ${field}`}: ${problems[problem]}${value === null ? '' : ` (${value})`}.`,
  item: (n, field) => `item ${n} ${field}`,
  duplicate: (line, lines) =>
    `Row ${line}: the same PO stands in the file several times (rows ${lines.join(', ')}). None of them was imported.`,
  different: (line) => `Row ${line}: this PO was entered before and says something else.`,
  existing: (text) => `      entered: ${text}`,
  given: (text) => `      file:    ${text}`,
  takenOver: (line, customer, poNo, deliveries) =>
    `Row ${line}: a PO from FCMS is now entered by staff: ${customer} ${poNo} (${number(deliveries)} documents stay)`,
  done: '✅ Done',
  stopped: '⚠️ Interrupted — saved so far. Import the same file again for the rest.',
  checked: (n) => `Checked: ${number(n)}`,
  created: (n) => `  ✓ new: ${number(n)}`,
  takenOverTotal: (n) => `  ✓ taken over: ${number(n)}`,
  unchanged: (n) => `  - no change: ${number(n)}`,
  refused: (n) => `  ✗ failed: ${number(n)}`,
  dryRunEnd: '⚠️ Dry run: nothing was saved',
  someRefused: (n) => `${number(n)} rows failed, the rest is saved. List: the rows above`,
  someWouldBeRefused: (n) => `${number(n)} rows cannot be saved. List: the rows above`,
  unknownFormat: (path) => ({ what: `Unknown format: ${path}`, next: 'Use a file that ends in .ndjson or .csv.' }),
  notUtf8: (path) => ({ what: `Not a UTF-8 text: ${path}`, next: 'In Excel, save as "CSV UTF-8".' }),
} satisfies typeof ko;
