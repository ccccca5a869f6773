/** Where a database is, without who may enter. */
export interface Target {
  readonly database: string;
  readonly host: string;
  readonly port: number;
}

/** Where a database address leads; null when it names no host or no database, or is no address of PostgreSQL. */
export const targetOf = (url: string): Target | null => {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, pathname, searchParams } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') return null;
  // The directory of a Unix socket cannot be a host name, so it comes as a parameter.
  const host = searchParams.get('host') ?? decode(hostname);
  const database = decode(pathname.slice(1));
  if (!host || !database) return null;
  return { database, host, port: Number(searchParams.get('port') ?? (port || 5432)) };
};

/** The address with `***` for its password, and nothing else when it is no address. */
export const withoutPassword = (url: string): string => {
  if (targetOf(url) === null) return '***';
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***');
  return shown.href;
};

/** What must never be shown of an address: itself and its password, as written and as meant. */
export const secretsOf = (url: string): readonly string[] => {
  if (!URL.canParse(url)) return [url];
  const { password, searchParams } = new URL(url);
  return [url, password, decode(password), searchParams.get('password') ?? ''].filter(
    (secret): secret is string => secret !== null && secret !== '',
  );
};

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
};
