import { createServer, type Server } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { Address } from '@cynow/po-http';
import type { Context } from '../commands/Command.ts';
import { forkWorker } from './forkWorker.ts';
import { openLog } from './openLog.ts';
import { openPlace } from './openPlace.ts';
import { placeOf, urlOf } from './placeOf.ts';
import { superviseWorkers } from './superviseWorkers.ts';

/** The time in which clients, and whoever asks whether we are ready, learn that they have to go elsewhere. */
const noticeMs = 500;

/** A server that answers. */
export interface Serving {
  readonly url: string;
  /** null: metrics are read nowhere. */
  readonly metricsUrl: string | null;
  /** Resolves when the command was told to end, and everything under way has been answered. */
  ended(): Promise<void>;
}

const addressOf = (text: string): Address => {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Serves with `count` workers: this process accepts connections and hands them out, so that none is refused while workers come
 * and go. SIGHUP replaces all workers. `env`: what workers have in their environment besides.
 * @throws CommandFailure when an address is taken or not ours, or the first worker cannot start
 */
export const serveWithWorkers = async (
  context: Context,
  count: number,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Serving> => {
  const { config, messages, surroundings, signal, onHangUp } = context;
  const { listenAt, metricsContentType, startMetricsServer } = await import('@cynow/po-http');
  const log = await openLog(context);

  const server: Server = createServer({ pauseOnConnect: true });
  const place = placeOf(config, surroundings.env, surroundings.pid);
  const bound = await openPlace(place, messages, () => listenAt(server, place));
  const workers = superviseWorkers({
    count,
    fork: (follows) => forkWorker(count, config.PO_LANG, follows, env),
    local: 'path' in bound,
    log,
  });
  server.on('connection', workers.take);
  server.on('error', (error) => log.error({ err: error }, 'connection not accepted'));

  let stopMetrics = (): void => undefined;
  const end = async (): Promise<void> => {
    server.close();
    await workers.end();
    stopMetrics();
  };
  try {
    let metricsUrl: string | null = null;
    if (config.PO_METRICS_ADDRESS !== null) {
      const address = addressOf(config.PO_METRICS_ADDRESS);
      const options = { address, read: workers.metrics, contentType: metricsContentType, log };
      const metrics = await openPlace(address, messages, () => startMetricsServer(options), { isMetrics: true });
      stopMetrics = metrics.stop;
      metricsUrl = urlOf(metrics.address, '/metrics');
    }
    // Asked for while workers start, it is done when they have.
    onHangUp(workers.reload);
    const started = workers.start().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    await Promise.race([started, untilAborted(signal)]);
    return {
      url: urlOf(bound, config.PO_BASE_PATH),
      metricsUrl,
      async ended() {
        await untilAborted(signal);
        workers.part();
        await after(noticeMs);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
};
