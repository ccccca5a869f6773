import { compact } from '../text/compact.ts';

const placeholders = new Set(['UNKNOWN', 'N/A', '없음', '미정']);
const letterOrDigit = /[\p{L}\p{Nd}]/u;

const codeKey = (x: string | null): string | null => {
  const key = compact(x);
  return key === null || placeholders.has(key) || !letterOrDigit.test(key) ? null : key;
};

/** The key by which two customer codes are the same customer; null when there is no code. */
export const customerKey = (x: string | null): string | null => codeKey(x);

/** The key by which two product codes are the same product; null when there is no code. */
export const productKey = (x: string | null): string | null => codeKey(x);

/** What stands for a missing customer or product, in identities and in storage. */
export const unknown = 'UNKNOWN';
