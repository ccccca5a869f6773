import { permissions } from '@cynow/po-core';
import type { Endpoint, Method } from './Endpoint.ts';

/** Where a request leads. */
export type Route =
  | { readonly outcome: 'found'; readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'other-method'; readonly allow: readonly string[] };

interface Pattern {
  readonly endpoint: Endpoint;
  readonly segments: readonly string[];
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** A segment as it is meant; null when it is not UTF-8 in percent encoding. */
const decoded = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
};

const parameterCount = ({ segments }: Pattern): number => segments.filter(isParameter).length;

const parametersOf = ({ segments }: Pattern, path: readonly string[]): Readonly<Record<string, string>> | null => {
  if (segments.length !== path.length) return null;
  const found: [string, string][] = [];
  for (const [i, segment] of segments.entries()) {
    const given = path[i]!;
    if (!isParameter(segment)) {
      if (segment !== given) return null;
      continue;
    }
    const value = decoded(given);
    if (value === null || value === '') return null;
    found.push([segment.slice(1, -1), value]);
  }
  return Object.fromEntries(found);
};

const complaint = ({ id, permission }: Endpoint, text: string): Error =>
  new Error(`The endpoint ${id} (${String(permission)}) cannot be served: ${text}`);

/**
 * Finds endpoints by path and method. Fixed paths go before parameters.
 * @throws Error when an endpoint has no known permission, or two have one name or one place: then nothing starts
 */
export const createRouteTable = (endpoints: readonly Endpoint[]): ((method: string, path: string) => Route) => {
  const places = new Set<string>();
  const ids = new Set<string>();
  for (const endpoint of endpoints) {
    const { id, method, path, permission } = endpoint;
    if (!permissions.includes(permission)) throw complaint(endpoint, 'it declares no permission.');
    if (ids.has(id)) throw complaint(endpoint, 'another one has its name.');
    const place = `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
    if (places.has(place)) throw complaint(endpoint, 'another one has its place.');
    ids.add(id);
    places.add(place);
  }
  const patterns = endpoints
    .map((endpoint): Pattern => ({ endpoint, segments: endpoint.path.split('/') }))
    .sort((a, b) => parameterCount(a) - parameterCount(b));

  return (method, path) => {
    const asked = (method === 'HEAD' ? 'GET' : method) as Method;
    const segments = path.split('/');
    const allow = new Set<string>();
    let met: Pattern | null = null;
    for (const pattern of patterns) {
      // Where a fixed path is meant, it is meant for every method: its last word is nobody's address.
      if (met !== null && parameterCount(pattern) > parameterCount(met)) break;
      const params = parametersOf(pattern, segments);
      if (params === null) continue;
      const { endpoint } = pattern;
      if (endpoint.method === asked) return { outcome: 'found', endpoint, params };
      met = pattern;
      allow.add(endpoint.method);
      if (endpoint.method === 'GET') allow.add('HEAD');
    }
    return allow.size === 0 ? { outcome: 'unknown' } : { outcome: 'other-method', allow: [...allow].sort() };
  };
};
