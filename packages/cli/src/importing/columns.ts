import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';

/** Where the cells of a column go: to a field of the PO, or of its item with this number. */
export type Column = { readonly field: string } | { readonly item: number; readonly field: string };

const poFields = ['customer', 'customerName', 'poNo', 'receivedOn', 'memo'];
const itemFields = ['product', 'qty', 'deliveryOn'];

const plain = (label: string): string => label.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** The code of every name of a field: itself, and its labels in every language. */
const codes = new Map(
  [ko.importing.fields, en.importing.fields]
    .flatMap((fields) => Object.entries(fields))
    .flatMap(([code, labels]) => [code, ...labels].map((label): [string, string] => [plain(label), code])),
);

const codeOf = (label: string): string | undefined => codes.get(plain(label));

/** Reads the head of a column, `customer`, `고객코드` or `items[1].product`; null when it is none. */
export const column = (head: string): Column | null => {
  const field = codeOf(head);
  if (field !== undefined) {
    if (poFields.includes(field)) return { field };
    return itemFields.includes(field) ? { item: 1, field } : null;
  }
  const [, list = '', number = '', name = ''] = /^(.+?)\s*\[(\d{1,3})\]\s*\.\s*(.+)$/.exec(head.trim()) ?? [];
  const ofItem = codeOf(name);
  if (codeOf(list) !== 'items' || ofItem === undefined || !itemFields.includes(ofItem)) return null;
  return { item: Number(number), field: ofItem };
};
