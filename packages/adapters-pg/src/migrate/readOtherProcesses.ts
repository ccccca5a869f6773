import type { ClientBase } from 'pg';

/** Another connection of ours to this database. */
export interface OtherProcess {
  readonly pid: number;
  /** `cynow-po/serve` for one. */
  readonly applicationName: string;
  /** When it connected; null when this role may not see it. */
  readonly connectedAt: Date | null;
}

/** The connections to this database, but this one, that name themselves ours. */
export async function readOtherProcesses(client: ClientBase): Promise<readonly OtherProcess[]> {
  const { rows } = await client.query<OtherProcess>(
    `SELECT pid, application_name AS "applicationName", backend_start AS "connectedAt"
     FROM pg_catalog.pg_stat_activity
     WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid()
       AND pg_catalog.starts_with(application_name, 'cynow-po/')
     ORDER BY pid`,
  );
  return rows;
}
