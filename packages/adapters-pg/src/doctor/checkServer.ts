import type pg from 'pg';
import type { PgSettings } from '../connection/PgSettings.ts';
import { type Finding, failed, ok, warning } from './Finding.ts';

const oldestVersion = 150_000;
const fewConnections = 5;
const tolerableSkewMs = 30_000;

interface ServerRow {
  readonly version: string;
  readonly version_number: number;
  readonly cluster: string;
  readonly port: number;
  readonly in_recovery: boolean;
  readonly databases: string[];
  readonly on_search_path: boolean;
  readonly may_use_temporary: boolean;
  readonly now: Date;
  readonly time_zone: string;
  readonly max_connections: number;
  readonly used: number;
  readonly role_limit: number;
  readonly role: string;
}

/** The server: which one it is, its version, clock, and what is left of its connections. */
export const checkServer = async (
  client: pg.ClientBase,
  settings: PgSettings,
  at: Date,
): Promise<readonly Finding[]> => {
  const { rows } = await client.query<ServerRow>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS version_number,
       current_setting('cluster_name') AS cluster, current_setting('port')::integer AS port,
       pg_is_in_recovery() AS in_recovery,
       (SELECT coalesce(json_agg(datname ORDER BY datname), '[]') FROM pg_database WHERE datallowconn AND NOT datistemplate) AS databases,
       EXISTS (SELECT FROM pg_db_role_setting s, unnest(s.setconfig) c
               WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
                 AND (s.setrole = 0 OR s.setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user))
                 AND c LIKE 'search_path=%' AND position($1 IN c) > 0) AS on_search_path,
       has_database_privilege(current_database(), 'TEMP') AS may_use_temporary,
       clock_timestamp() AS now,
       (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone') AS time_zone,
       current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer AS max_connections,
       (SELECT count(*)::integer FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
       (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS role_limit,
       current_user AS role`,
    [settings.fcmsSchema],
  );
  const server = rows[0]!;
  const cluster = { cluster: server.cluster, port: server.port, databases: server.databases, role: server.role };
  const free = server.max_connections - server.used;
  const skewMs = Math.abs(server.now.getTime() - at.getTime());
  const version = { version: server.version };
  const connections = {
    free,
    max: server.max_connections,
    roleLimit: server.role_limit,
    ours: settings.maxConnections,
  };
  const clock = { skewMs, timeZone: server.time_zone, now: server.now };
  return [
    server.in_recovery ? failed('cluster', 'standby', cluster) : ok('cluster', cluster),
    server.version_number < oldestVersion ? failed('version', 'too-old', version) : ok('version', version),
    ok('search-path', { schema: settings.fcmsSchema, onSearchPath: server.on_search_path }),
    server.may_use_temporary
      ? ok('temporary-tables')
      : failed('temporary-tables', 'forbidden', { role: server.role, grant: temporaryGrant(client, server.role) }),
    skewMs > tolerableSkewMs ? warning('clock', 'skewed', clock) : ok('clock', clock),
    free < fewConnections ? warning('connections', 'few', connections) : ok('connections', connections),
  ];
};

const temporaryGrant = (client: pg.ClientBase, role: string): string =>
  `GRANT TEMPORARY ON DATABASE ${client.escapeIdentifier((client as pg.Client).database ?? '')} TO ${client.escapeIdentifier(role)};`;
