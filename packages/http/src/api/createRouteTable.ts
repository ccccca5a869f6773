import Router from '@koa/router';
import type { Method } from './Endpoint.ts';

/** Something that a request can lead to. */
export interface Routed {
  readonly id: string;
  readonly method: Method;
  /** Under the base path; parameters in braces. */
  readonly path: `/${string}`;
  readonly permission: string;
}

/** Where a request leads. */
export type Route<T> =
  | { readonly outcome: 'found'; readonly found: T; readonly params: Readonly<Record<string, string>> }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'other-method'; readonly allow: readonly string[] };

const parameter = /\{([^}]*)\}/g;

const parametersIn = ({ path }: Routed): number => path.match(parameter)?.length ?? 0;

const complaint = ({ id, permission }: Routed, text: string): Error =>
  new Error(`The route ${id} (${String(permission)}) cannot be served: ${text}`);

/** @throws Error when a route has no known permission, or two have one name or one place: then nothing starts */
const check = (routes: readonly Routed[], permissions: readonly string[]): void => {
  const places = new Set<string>();
  const ids = new Set<string>();
  for (const route of routes) {
    const { id, method, path, permission } = route;
    if (!permissions.includes(permission)) throw complaint(route, 'it declares no permission.');
    if (ids.has(id)) throw complaint(route, 'another one has its name.');
    const place = `${method} ${path.replaceAll(parameter, '{}')}`;
    if (places.has(place)) throw complaint(route, 'another one has its place.');
    ids.add(id);
    places.add(place);
  }
};

/** Percent encoding as it is meant; null when it is none, or not UTF-8. */
const decoded = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
};

/**
 * Finds routes by path and method. Fixed paths go before parameters. `permissions`: those that a route may declare.
 * @throws Error when a route cannot be served as it is declared: then nothing starts
 */
export const createRouteTable = <T extends Routed>(
  routes: readonly T[],
  permissions: readonly string[],
): ((method: string, path: string) => Route<T>) => {
  check(routes, permissions);
  const router = new Router({ strict: true, sensitive: true });
  const byId = new Map(routes.map((route) => [route.id, route]));
  for (const { id, method, path } of routes.toSorted((a, b) => parametersIn(a) - parametersIn(b))) {
    // It only finds; what is done with a route is decided elsewhere, for all of them.
    router.register(path.replaceAll(parameter, ':$1'), [method], () => undefined, { name: id });
  }

  return (method, path) => {
    const { path: layers, pathAndMethod } = router.match(path, method);
    // Where a fixed path is meant, it is meant for every method: its last word is nobody's address.
    const fewest = Math.min(...layers.map(({ paramNames }) => paramNames.length));
    const meant = layers.filter(
      (layer) => layer.paramNames.length === fewest && layer.captures(path).every((each) => decoded(each) !== null),
    );
    const layer = meant.find((each) => pathAndMethod.includes(each));
    if (layer !== undefined) {
      const values = layer.captures(path).map((each) => decoded(each) ?? '');
      const params = Object.fromEntries(layer.paramNames.map(({ name }, i) => [name, values[i] ?? '']));
      return { outcome: 'found', found: byId.get(layer.name ?? '')!, params };
    }
    const allow = new Set(meant.flatMap(({ methods }) => methods));
    return allow.size === 0 ? { outcome: 'unknown' } : { outcome: 'other-method', allow: [...allow].sort() };
  };
};
