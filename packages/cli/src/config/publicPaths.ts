import type { Values } from './variables.ts';

/**
 * The path that users type and the path at which requests are expected, where these are two. Only a proxy that takes the one
 * to the other makes that right; a public address that is only a host says nothing of it.
 */
export const publicPaths = ({
  PO_PUBLIC_URL,
  PO_BASE_PATH,
}: Pick<Values, 'PO_PUBLIC_URL' | 'PO_BASE_PATH'>): { readonly typed: string; readonly expected: string } | null => {
  const typed = PO_PUBLIC_URL === null ? '' : new URL(PO_PUBLIC_URL).pathname.replace(/\/$/, '');
  return typed === '' || typed === PO_BASE_PATH ? null : { typed, expected: PO_BASE_PATH };
};
