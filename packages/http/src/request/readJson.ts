/** Text that PostgreSQL cannot hold, or that is none: U+0000 and half of a pair of surrogates. */
const isUnusable = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** Whether there is unusable text anywhere in a value of JSON, however deep. */
export const hasUnusableText = (value: unknown): boolean => {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (typeof each === 'string' && isUnusable(each)) return true;
    if (typeof each !== 'object' || each === null) continue;
    for (const [key, member] of Object.entries(each)) {
      if (isUnusable(key)) return true;
      waiting.push(member);
    }
  }
  return false;
};

export type JsonText = { readonly outcome: 'read'; readonly value: unknown } | { readonly outcome: 'not-json' };

/** Reads JSON in UTF-8. */
export const readJson = (bytes: Uint8Array): JsonText => {
  try {
    return { outcome: 'read', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { outcome: 'not-json' };
  }
};
