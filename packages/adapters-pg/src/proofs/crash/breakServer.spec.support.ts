import type { Attempt, Strike } from './Attempt.spec.support.ts';
import type { CrashServer } from './CrashServer.spec.support.ts';
import { endOf, isWithinAt } from './endOf.spec.support.ts';

const breakServer =
  (bringDown: (server: CrashServer) => Promise<void>) =>
  async ({ server, start, resume, momentMs }: Attempt): Promise<Strike> => {
    const run = start({ resume });
    const within = await isWithinAt(run, momentMs);
    await bringDown(server);
    const problems = await endOf(run, ['NO_CONNECTION']);
    await server.start();
    return { within, problems };
  };

/** Kills the server with all its processes, and starts it again over the same data. */
export const killServer = breakServer((server) => server.kill());

/** Stops the server at once, without finishing anything, and starts it again over the same data. */
export const stopServerAtOnce = breakServer((server) => server.stopAtOnce());
