import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request that carries a browser's cookies may come from a page of somebody else's. Browsers tell by
 * `Sec-Fetch-Site`; on the plant's plain HTTP they tell only the `Origin`. A request that tells neither counts as foreign.
 */
export const isCrossSite = (headers: IncomingHttpHeaders, ownOrigin: string): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin === undefined || headers.origin.toLowerCase() !== ownOrigin.toLowerCase();
};
