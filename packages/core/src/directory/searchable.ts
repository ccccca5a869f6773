import { compact } from '../text/compact.ts';

const sign = /[^\p{L}\p{N}]+/gu;

/** A text in which people look for a part of a name or code: without width, case, spaces and signs; null when nothing is left. */
export const searchable = (x: string | null): string | null => {
  const bare = compact(x)?.replace(sign, '') ?? '';
  return bare === '' ? null : bare;
};
