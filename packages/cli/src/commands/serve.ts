import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { FlagProcess, HardSwitch, StoredFlag } from '@cynow/po-core';
import type { Checks, OrdersLog, RunningServer, ServerOptions } from '@cynow/po-http';
import type { Application } from '../composition/compose.ts';
import { errorCode, errorText } from '../config/errorText.ts';
import { version } from '../version.ts';
import { readSwitch } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { backfillSettings } from './settings.ts';

/** How often the machine's switch is looked at, and how often this process tells what it sees. */
const everyMs = 1000;
/** What is under way ends within this time; closing the database has the rest of ten seconds. */
const stopWithinMs = 8000;
/** A probe that has to wait longer has its answer. */
const checkWithinMs = 2000;

/** The flag as this server sees it, looked at again and again. */
interface FlagSeen {
  readonly machine: () => HardSwitch;
  readonly stored: () => StoredFlag | null;
  readonly state: () => FlagProcess['state'];
  close(): Promise<void>;
}

const watchFlag = async (
  { config, surroundings }: Context,
  { watchFlag: watch, flags }: Application,
  log: OrdersLog,
): Promise<FlagSeen> => {
  const watched = await watch();
  const id = randomUUID();
  const { hostname: host, pid, cwd } = surroundings;
  let machine = readSwitch(config, cwd);
  if (machine.state === 'off' && machine.because === 'misspelt')
    log.warn({ value: machine.value }, 'ENABLE_PO_MANAGEMENT is misspelt: off');
  const state = (): FlagProcess['state'] =>
    machine.state === 'off' ? 'machine-off' : (watched.current()?.state ?? 'unknown');
  let told = true;
  const tell = async (): Promise<void> => {
    const seen = watched.current()?.version ?? null;
    try {
      await flags.report({
        id,
        command: 'serve',
        host,
        pid,
        release: version,
        version: seen,
        state: state(),
        seenAt: surroundings.now(),
      });
      told = true;
    } catch (error) {
      // Once: the database may be away for long.
      if (told) log.warn({ err: error }, 'cannot tell what the flag looks like from here');
      told = false;
    }
  };
  const ended = new AbortController();
  const looking = (async () => {
    while (!ended.signal.aborted) {
      machine = readSwitch(config, cwd);
      await tell();
      await after(everyMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return {
    machine: () => machine,
    stored: () => watched.current(),
    state,
    async close() {
      ended.abort();
      await looking;
      await flags.forget(id).catch((error: unknown) => log.warn({ err: error }, 'could not say goodbye'));
      await watched.close();
    },
  };
};

const checksOf = ({ schemaState }: Application): Promise<Checks> => {
  const look = async (): Promise<Checks> => {
    try {
      const state = await schemaState();
      return { database: { ok: true }, migrations: { ok: state === 'current', told: state } };
    } catch (error) {
      return { database: { ok: false, told: errorText(error) } };
    }
  };
  const late: Promise<Checks> = after(
    checkWithinMs,
    { database: { ok: false, told: `> ${checkWithinMs} ms` } },
    { ref: false },
  );
  return Promise.race([look(), late]);
};

const addressOf = (text: string | null): ServerOptions['metricsAddress'] => {
  if (text === null) return null;
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
};

const start = async (context: Context): Promise<RunningServer> => {
  const { config, messages, surroundings, defer } = context;
  const { createLog, createMetrics, createOrdersRouter, healthRoutes, startServer } = await import('@cynow/po-http');
  const format = config.LOG_FORMAT ?? (surroundings.stderr.isTTY === true ? 'text' : 'json');
  const log = createLog({ level: config.LOG_LEVEL, format, write: (line) => void surroundings.stderr.write(line) });
  const database = await openDatabase(context);
  const application = await openOver(context, database, 'serve');
  const { orders: ports } = application;
  const flag = await watchFlag(context, application, log);
  defer(() => flag.close());
  const metrics = createMetrics({ release: version, flag: flag.state, reports: ports.reports, now: surroundings.now });
  const orders = createOrdersRouter(ports, {
    basePath: config.PO_BASE_PATH,
    publicUrl: config.PO_PUBLIC_URL,
    homeUrl: config.PO_HOME_URL,
    language: config.PO_LANG,
    trustedProxies: config.PO_TRUSTED_PROXIES,
    auth: config.PO_AUTH,
    settings: backfillSettings(config, database),
    flag,
    release: version,
    log,
    answered: metrics.answered,
  });
  const address = { host: config.HOST, port: config.PORT };
  const metricsAddress = addressOf(config.PO_METRICS_ADDRESS);
  try {
    return await startServer({
      address,
      metricsAddress,
      metrics,
      middleware: (isDraining) => [
        healthRoutes({ checks: () => checksOf(application), isDraining, accounts: ports.accounts, log }),
        orders,
      ],
      log,
    });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    const explanation = messages.serving.cannotListen(address.host, address.port, errorText(error));
    throw new CommandFailure(exitCodes.notReady, 'CANNOT_LISTEN', explanation, { cause: error });
  }
};

const urlOf = ({ host, port }: { readonly host: string; readonly port: number }, path: string): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Serves the pages and the API until it is told to stop; then everything that is under way is answered. */
export const serveCommand: OrdinaryCommand = {
  name: 'serve',
  options: {},
  reads: 'config',
  endsItself: true,
  async run(context) {
    const { config, messages, output, signal } = context;
    const server = await start(context);
    const url = urlOf(server.address, config.PO_BASE_PATH);
    const metricsUrl = server.metricsAddress === null ? null : urlOf(server.metricsAddress, '/metrics');
    if (output.json) await output.value({ url, metricsUrl });
    else {
      output.print(messages.serving.listening(url));
      if (metricsUrl !== null) output.print(messages.serving.metrics(metricsUrl));
    }
    await output.flush();
    await untilAborted(signal);
    await server.stop(stopWithinMs);
    output.note(messages.serving.stopped);
    return exitCodes.done;
  },
};
