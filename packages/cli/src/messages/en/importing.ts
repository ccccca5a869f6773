import type { FieldProblemCode } from '@cynow/po-core';
import type { WorkbookProblem } from '../../importing/xlsx/UnusableWorkbook.ts';
import { type Explanation, number } from '../format.ts';
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
  'day-out-of-range': 'not a day from 1990 to 2100',
  'not-text': 'not text',
  'error-value': 'an error value',
  'not-calculated': 'a formula without its result; open the file in Excel and save it',
  'no-column': 'a value in a column without a name',
  placeholder: 'a word that says "none"',
};

const workbooks: Record<WorkbookProblem, Omit<Explanation, 'what'>> = {
  'no-workbook': {
    why: 'It is no workbook (.xlsx), or not all of it is there.',
    next: 'Open it in Excel and save it as "Excel Workbook (.xlsx)".',
  },
  locked: {
    why: 'It has a password, or is of the old format (.xls).',
    next: 'Remove the password in Excel and save it as "Excel Workbook (.xlsx)".',
  },
  damaged: { why: 'Its content is damaged.', next: 'Open it in Excel and save it again.' },
  'too-large': {
    why: 'Its content is more than 256 MiB when unpacked, or its texts more than 64 MiB.',
    next: 'Paste the orders alone into a new workbook, or make several files.',
  },
  'too-many-rows': { why: 'It has more than 200,000 rows.', next: 'Make several files.' },
  'no-sheet': { why: 'It has no visible sheet.', next: 'Make the sheet with the orders visible and save it.' },
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
  problem: (line, field, cell, problem, value) =>
    `Row ${line}${field === null ? '' : `, ${field}`}${cell === null ? '' : ` (${cell})`}: ${problems[problem]}${value === null ? '' : ` (${value})`}.`,
  item: (n, field) => `item ${n} ${field}`,
  duplicate: (line, lines) =>
    `Row ${line}: the same PO stands in the file several times (rows ${lines.join(', ')}). None of them was imported.`,
  different: (line) => `Row ${line}: this PO was entered before and says something else.`,
  existing: (text) => `      entered: ${text}`,
  given: (text) => `      file:    ${text}`,
  takenOver: (line, customer, poNo, deliveries, reopened) =>
    `Row ${line}: a PO from FCMS is now entered by staff: ${customer} ${poNo} (${number(deliveries)} documents stay${reopened ? ', the cancelled PO lives again' : ''})`,
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
  unknownFormat: (path) => ({
    what: `Unknown format: ${path}`,
    next: 'Use a file that ends in .ndjson, .csv or .xlsx.',
  }),
  sheetsLeftOut: (sheet, others) =>
    `Only the sheet '${sheet}' is read. Left out: ${others.map((each) => `'${each}'`).join(', ')}`,
  unusable: (path, problem) => ({ what: `This Excel file cannot be read: ${path}`, ...workbooks[problem] }),
  notUtf8: (path) => ({ what: `Not a UTF-8 text: ${path}`, next: 'In Excel, save as "CSV UTF-8".' }),
} satisfies typeof ko;
