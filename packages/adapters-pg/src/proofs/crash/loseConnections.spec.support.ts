import { setTimeout as pause } from 'node:timers/promises';
import { openClient } from '../openClient.spec.support.ts';
import type { Attempt, Strike } from './Attempt.spec.support.ts';
import { endOf, givenUp, isWithinAt } from './endOf.spec.support.ts';
import { applicationName } from './startRun.spec.support.ts';
import { openTcpProxy, type TcpProxy } from './tcpProxy.spec.support.ts';

/** Has the server end the run's sessions, or some of them. */
export const terminateSessions = async ({ start, url, plan, resume, momentMs }: Attempt): Promise<Strike> => {
  await using client = await openClient(url());
  const run = start({ resume });
  const within = await isWithinAt(run, momentMs);
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() ORDER BY pid',
    [applicationName],
  );
  const pids = rows.map(({ pid }) => pid).filter(() => plan.whole || plan.prng.chance(0.5));
  await client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) AS pid', [pids]);
  return { within, problems: await endOf(run, ['NO_CONNECTION']) };
};

const throughAProxy =
  (
    disturb: (proxy: TcpProxy, attempt: Attempt) => Promise<void>,
    statementTimeoutMs: number,
    errors: readonly string[],
  ) =>
  async (attempt: Attempt): Promise<Strike> => {
    const { start, url, resume, momentMs } = attempt;
    const proxy = await openTcpProxy(url());
    try {
      const run = start({ resume, statementTimeoutMs }, proxy.url);
      const within = await isWithinAt(run, momentMs);
      await disturb(proxy, attempt);
      return { within, problems: await endOf(run, errors) };
    } finally {
      await proxy.close();
    }
  };

/** Has the network drop the run's connections, or some of them. */
export const cutSockets = throughAProxy(
  async (proxy, { plan }) => proxy.cut(() => plan.whole || plan.prng.chance(0.5)),
  30_000,
  ['NO_CONNECTION'],
);

const shortTimeoutMs = 2000;

/**
 * Has the network stand still for longer than the server's timeouts; then it flows again, or drops the connections. A
 * statement that waited for its rows from here meanwhile has been given up.
 */
export const stallConnections = throughAProxy(
  async (proxy, { plan }) => {
    proxy.stall();
    await pause(shortTimeoutMs + plan.prng.int(200, 1500));
    if (plan.whole) proxy.cut(() => true);
    proxy.flow();
  },
  shortTimeoutMs,
  ['NO_CONNECTION', givenUp],
);
