import { publicPaths } from '../config/publicPaths.ts';
import { workersOf } from '../serving/forkWorker.ts';
import { mostWorkers, shareConnections } from '../serving/shareConnections.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { openDatabase } from './openDatabase.ts';
import { wholeNumber } from './readValues.ts';

/** Serves the pages and the API until it is told to stop; then everything that is under way is answered. */
export const serveCommand: OrdinaryCommand = {
  name: 'serve',
  options: { workers: 'value' },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { config, messages, output, surroundings, signal } = context;
    const workers = workersOf(surroundings.env);
    // What answers HTTP is read only here: all other commands start sooner without it.
    if (workers !== null) return (await import('../serving/runWorker.ts')).runWorker(context, workers);
    const count = wholeNumber(args, 'workers', { min: 1, max: 64 }, messages) ?? 1;
    const readsCynow = config.PO_AUTH.some((each) => each !== 'own');
    if (shareConnections(config.PO_DB_MAX_CONNECTIONS, count, readsCynow) === null) {
      const most = mostWorkers(config.PO_DB_MAX_CONNECTIONS, readsCynow);
      throw usageFailure(messages.serving.tooManyWorkers(count, config.PO_DB_MAX_CONNECTIONS, most));
    }
    const paths = publicPaths(config);
    if (paths !== null) {
      const { what, why, next } = messages.config.otherPath(paths.typed, paths.expected);
      const { errors } = messages;
      output.note(messages.config.doubtful(what));
      output.note(`   ${errors.why}: ${why}`);
      output.note(`   ${errors.next}: ${next}`);
    }
    // The embedded one runs as long as this process, whatever becomes of workers.
    await openDatabase(context);
    const { serveWithWorkers } = await import('../serving/serveWithWorkers.ts');
    const serving = await serveWithWorkers(context, count);
    const { url, metricsUrl } = serving;
    if (output.json) await output.value({ url, metricsUrl, workers: count });
    else if (!signal.aborted) {
      output.print(messages.serving.listening(url));
      if (metricsUrl !== null) output.print(messages.serving.metrics(metricsUrl));
    }
    await output.flush();
    await serving.ended();
    output.note(messages.serving.stopped);
    return exitCodes.done;
  },
};
