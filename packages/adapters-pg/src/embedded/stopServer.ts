import { setTimeout } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { clusterIn } from './Cluster.ts';
import type { Home } from './chooseHome.ts';
import { type Presence, presentProcess } from './connect.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { exists } from './postmaster.ts';
import { runAs } from './runAs.ts';

/**
 * Whether anybody besides this presence is connected. A presence whose process is alive is an answer at once. Any other
 * connection may belong to one that closed it, or was killed, a moment ago, so it counts once it stays for 2 s.
 */
export async function isUsedByOthers({ client }: Presence): Promise<boolean> {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (rows.length === 0) return false;
    const present = rows.map((row) => presentProcess(row.name)).filter((pid) => pid !== undefined);
    if (present.some(exists) || Date.now() > deadline) return true;
    await setTimeout(50);
  }
}

/**
 * Stops the home's server: cuts off whoever is connected, writes everything out, and returns when it is gone.
 *
 * @throws {EmbeddedPostgresError} STOP_FAILED when it is not gone within a minute.
 */
export async function stopServer({ pgCtl }: Binaries, home: Home): Promise<void> {
  const { data, log } = clusterIn(home.path);
  const args = ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60'];
  const ran = await runAs(home.account, pgCtl, args, { cwd: home.path });
  if (ran.ok) return;
  throw new EmbeddedPostgresError(
    'STOP_FAILED',
    `The embedded PostgreSQL in ${data} did not stop: ${ran.why}\nIts log is ${log}. It does no harm where it is; ` +
      'the next command that uses it stops it, or end the process yourself.',
  );
}
