/** Text that PostgreSQL cannot hold, or that is none: U+0000 and half of a pair of surrogates. */
const isUnusable = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

interface Waiting {
  readonly value: unknown;
  readonly key: string;
  readonly inside: Waiting | null;
}

const pathTo = (at: Waiting): readonly string[] => {
  const path: string[] = [];
  for (let each: Waiting | null = at; each !== null && each.inside !== null; each = each.inside) path.unshift(each.key);
  return path;
};

/**
 * Where there is unusable text in a value of JSON, however deep: the path to one such text, or to what has a member of such a name,
 * which could not be told itself. Null: nowhere.
 */
export const unusableTextAt = (value: unknown): readonly string[] | null => {
  const waiting: Waiting[] = [{ value, key: '', inside: null }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { value: each } = at;
    if (typeof each === 'string' && isUnusable(each)) return pathTo(at);
    if (typeof each !== 'object' || each === null) continue;
    for (const [key, member] of Object.entries(each)) {
      if (isUnusable(key)) return pathTo(at);
      waiting.push({ value: member, key, inside: at });
    }
  }
  return null;
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
