import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Day } from './days.ts';

/** What FCMS says of a document and a change of which is a change: normalised, in the order in which it is hashed. */
export interface Content {
  /** `shown` of the PO number, its delivery mark included: NFKC would hide a correction of `PO-001②` to `PO-0012`. */
  readonly poNo: string | null;
  /** `text` of the customer code */
  readonly customer: string | null;
  /** `text` of the product code */
  readonly product: string | null;
  /** canonical decimal, in cylinders */
  readonly qty: string | null;
  readonly effectiveOn: Day | null;
  readonly deliveryOn: Day | null;
  readonly cancelled: boolean;
}

/** The names of the fields of `Content`, in order. */
export const contentFields = ['poNo', 'customer', 'product', 'qty', 'effectiveOn', 'deliveryOn', 'cancelled'] as const;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Two characters for each 12 bits. */
const pairs = Array.from({ length: 4096 }, (_, bits) => alphabet[bits >> 6]! + alphabet[bits & 63]!);

/** The content hash: 132 bits of SHA-256 as 22 URL-safe characters. Equal content, equal hash. */
export const contentHash = (content: Content): string => {
  const digest = sha256(utf8ToBytes(JSON.stringify(contentFields.map((field) => content[field]))));
  let hash = '';
  for (let i = 0; i < 15; i += 3) {
    const bits = (digest[i]! << 16) | (digest[i + 1]! << 8) | digest[i + 2]!;
    hash += pairs[bits >> 12]! + pairs[bits & 4095]!;
  }
  return hash + pairs[(digest[15]! << 4) | (digest[16]! >> 4)]!;
};

/** The fields in which two contents differ, each with before and after. */
export const contentChanges = (
  before: Content,
  after: Content,
): Readonly<Record<string, readonly [unknown, unknown]>> =>
  Object.fromEntries(
    contentFields
      .filter((field) => before[field] !== after[field])
      .map((field) => [field, [before[field], after[field]] as const]),
  );
