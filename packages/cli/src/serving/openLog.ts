import type { createLog } from '@cynow/po-http';
import type { Context } from '../commands/Command.ts';

/** The log of the server, on stderr. */
export const openLog = async ({ config, surroundings }: Context): Promise<ReturnType<typeof createLog>> => {
  const { createLog } = await import('@cynow/po-http');
  const format = config.LOG_FORMAT ?? (surroundings.stderr.isTTY === true ? 'text' : 'json');
  return createLog({ level: config.LOG_LEVEL, format, write: (line) => void surroundings.stderr.write(line) });
};
