/** How to reach the database, and where things are in it. */
export interface PgSettings {
  /** `postgresql://…`; a secret. */
  readonly url: string;
  /** Our schema (`PO_SCHEMA`). */
  readonly schema: string;
  /** The replicated schema of FCMS (`FCMS_SCHEMA`). */
  readonly fcmsSchema: string;
  /** Shown in `pg_stat_activity`, `cynow-po/<command>`. */
  readonly applicationName: string;
  /** Milliseconds after which a statement on our own schema is given up. */
  readonly statementTimeoutMs: number;
  /** Connections that this process may open at once. */
  readonly maxConnections: number;
  /** What well-formed document numbers begin with. */
  readonly docPrefix: string;
  /** Whether to open while the database does not answer, and to work as soon as it does: for who has to live until then. */
  readonly mayBeAway?: boolean;
}

/** The part of the settings that may be shown: never the password. */
export interface PgTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Where a connection string leads, without its password. */
export const targetOf = (url: string): PgTarget => {
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  return {
    host: searchParams.get('host') ?? (decodeURIComponent(hostname) || 'localhost'),
    port: Number(searchParams.get('port') ?? (port === '' ? 5432 : port)),
    database: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username),
    user: decodeURIComponent(username),
  };
};
