import { setTimeout } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { clusterIn } from './Cluster.ts';
import type { Home } from './chooseHome.ts';
import { type Presence, presenceName } from './connect.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { runAs } from './runAs.ts';

/**
 * Whether anybody besides this presence is connected. Another presence is an answer at once. Any other connection may
 * be one that was closed a moment ago and whose backend is still about to end, so it counts once it stays for 2 s.
 */
export async function isUsedByOthers({ client }: Presence): Promise<boolean> {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const { rows } = await client.query<{ application_name: string }>(
      `SELECT application_name FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (rows.length === 0) return false;
    if (rows.some((row) => row.application_name === presenceName) || Date.now() > deadline) return true;
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
