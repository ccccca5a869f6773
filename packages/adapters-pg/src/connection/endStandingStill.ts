import { connect, pauseMsOf } from './connect.ts';
import type { PgSettings } from './PgSettings.ts';

/**
 * Ends those sessions of this program that stand still while the session `pid` waits for what they hold: ones from which
 * the server has waited for rows to copy, or to which it has tried to send rows, for as long as a transaction may stand
 * still. The server's own timeouts reach no session in either of these waits; it would hold its locks until its process
 * goes on.
 * @throws PoError `NO_CONNECTION`
 */
export const endStandingStill = async (settings: PgSettings, pid: number): Promise<void> => {
  const client = await connect(settings);
  try {
    await client.query(
      `SELECT pg_terminate_backend(a.pid) FROM unnest(pg_blocking_pids($1)) AS blocking (pid)
       JOIN pg_stat_activity a USING (pid)
       WHERE a.usename = current_user AND a.application_name LIKE 'cynow-po/%' AND a.wait_event_type = 'Client'
         AND a.state = 'active' AND a.query_start < now() - $2 * interval '1 millisecond'`,
      [pid, pauseMsOf(settings.statementTimeoutMs)],
    );
  } finally {
    await client.end();
  }
};
