import { Socket } from 'node:net';
import type { Context } from '../commands/Command.ts';
import { type ExitCode, exitCodes } from '../commands/CommandFailure.ts';
import { carryOutRuns } from '../commands/carryOutRuns.ts';
import { failureOf } from '../commands/failureOf.ts';
import { openOver } from '../commands/openApplication.ts';
import { openDatabase } from '../commands/openDatabase.ts';
import { backfillSettings } from '../commands/settings.ts';
import { version } from '../version.ts';
import { isFollower } from './forkWorker.ts';
import { openLog } from './openLog.ts';
import { readReadiness } from './readReadiness.ts';
import { seeFlag } from './seeFlag.ts';
import { shareConnections } from './shareConnections.ts';
import type { FromWorker, Parting, ToWorker } from './WorkerMessage.ts';

/** When the process that listens has died, there is nobody to say how long. */
const abandoned: Parting = { quietMs: 1000, withinMs: 8000 };

const send = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    // Whoever has died is told nothing more.
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });

/** Everything that answers, over a database of its own. */
const open = async (context: Context, workers: number) => {
  const { config, surroundings, defer, output } = context;
  const { createMetrics, createOrdersRouter, healthRoutes, serveConnections } = await import('@cynow/po-http');
  const log = (await openLog(context)).child({ pid: surroundings.pid });
  // What is said of the database at the start has been said by the process that listens.
  const database = await openDatabase({ ...context, output: { ...output, note: () => undefined } });
  const share = shareConnections(
    config.PO_DB_MAX_CONNECTIONS,
    workers,
    config.PO_AUTH.some((each) => each !== 'own'),
  );
  const application = await openOver(context, database, 'serve', {
    connections: share ?? 1,
    mayBeAway: isFollower(surroundings.env),
  });
  const { orders: ports, pools, freshness } = application;
  const flag = await seeFlag(context, application, log, (stored) => void send({ kind: 'flag', stored }));
  defer(() => flag.close());
  const metrics = createMetrics({
    release: version,
    flag: flag.state,
    pools,
    reports: ports.reports,
    freshness,
    now: surroundings.now,
    log,
  });
  const options = {
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
  };
  const connections = serveConnections({
    middleware: ({ isParting, isStopping }) => [
      healthRoutes({
        readiness: () => readReadiness(application, flag),
        isStopping,
        accounts: ports.accounts,
        log,
      }),
      // Whoever follows a run comes again, and finds a worker that stays.
      createOrdersRouter(ports, { ...options, isDraining: isParting }),
    ],
    log,
  });
  const runs = carryOutRuns(context, database, application, flag, log);
  return {
    ...{ application, flag, metrics, connections, log },
    /** Connections and runs are left to others from now on. */
    part(isStopping: boolean): void {
      connections.partWithClients(isStopping);
      runs.part();
    },
    ended: async ({ quietMs, withinMs }: Parting): Promise<void> => {
      await Promise.all([connections.ended(quietMs, withinMs), runs.ended(withinMs)]);
    },
  };
};

type Opened = Awaited<ReturnType<typeof open>>;

/** Does what the process that listens says, until it says to end. */
const obey = ({ application, flag, metrics, connections, log, part }: Opened): Promise<Parting> =>
  new Promise((resolve) => {
    const leave = (stopping: boolean): void => {
      part(stopping);
      application.giveBack().catch((error: unknown) => log.warn({ err: error }, 'connections not given back'));
    };
    const tellMetrics = async (id: number, withDatabase: boolean): Promise<void> => {
      const ofDatabase = withDatabase ? await metrics.ofDatabase() : null;
      await send({ kind: 'metrics', id, ofProcess: await metrics.ofProcess(), ofDatabase });
    };
    const told = (message: ToWorker, handle: unknown): void => {
      switch (message.kind) {
        case 'connection':
          // Before anything is read: what has not been taken is handed to another if this process dies.
          void send({ kind: 'taken' });
          // One that was closed on the way comes without a socket.
          if (handle instanceof Socket) connections.take(handle, message.local);
          return;
        case 'flag':
          flag.knowsOf(message.stored);
          return;
        case 'part':
          leave(message.stopping);
          return;
        case 'end':
          resolve(message);
          return;
        case 'metrics':
          tellMetrics(message.id, message.withDatabase).catch((error: unknown) =>
            log.warn({ err: error }, 'metrics failed'),
          );
          return;
        case 'died':
          application.flags
            .forget(message.processId)
            .catch((error: unknown) => log.warn({ err: error }, 'a worker that died is still told of'));
      }
    };
    const abandon = (): void => {
      leave(true);
      resolve(abandoned);
    };
    process.on('message', told);
    process.once('disconnect', abandon);
    if (!process.connected) abandon();
  });

/** A worker of the server: answers on the connections that come from the process that listens. */
export const runWorker = async (context: Context, workers: number): Promise<ExitCode> => {
  // A Ctrl-C in a terminal reaches all processes, and so does systemd: what is to happen is said by the one that listens.
  process.on('SIGTERM', () => void send({ kind: 'leaving' }));
  let opened: Opened;
  try {
    opened = await open(context, workers);
  } catch (error) {
    const { exitCode, code, explanation } = failureOf(error, context.messages, context.config, false);
    await send({ kind: 'failed', exitCode, code, explanation });
    return exitCode;
  }
  const { metrics, flag } = opened;
  const ending = obey(opened);
  await send({ kind: 'ready', processId: flag.processId });
  await opened.ended(await ending);
  await send({ kind: 'ended', ofProcess: await metrics.ofProcess() });
  return exitCodes.done;
};
