import { lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Place } from '@cynow/po-http';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import { errorCode, errorText } from '../config/errorText.ts';
import type { Messages } from '../messages/messages.ts';
import { listenProblem, type Surroundings } from './listenProblem.ts';
import { placeText } from './placeOf.ts';

/** What a look at a file gives; null where there is none. */
const orNull = async <T>(look: Promise<T>): Promise<T | null> => {
  try {
    return await look;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
};

const lookAround = async (place: Place): Promise<Surroundings> => {
  if (!('path' in place)) return { isDirectoryThere: true, isOtherFile: false };
  try {
    const directory = await orNull(stat(dirname(place.path)));
    const there = await orNull(lstat(place.path));
    return { isDirectoryThere: directory?.isDirectory() === true, isOtherFile: there !== null && !there.isSocket() };
  } catch (error) {
    // Who may not look there may not listen there either, and that is then the reason.
    if (errorCode(error) === 'EACCES') return { isDirectoryThere: true, isOtherFile: false };
    throw error;
  }
};

/** The variables that say where it is. */
const settingOf = (place: Place, isMetrics: boolean): string => {
  if (isMetrics) return 'PO_METRICS_ADDRESS';
  if ('fd' in place) return 'cynow-po.socket';
  return 'path' in place ? 'HOST' : 'HOST, PORT';
};

/** Opens a place to listen at. @throws CommandFailure that tells why it cannot be, and what to change */
export const openPlace = async <T>(
  place: Place,
  messages: Messages,
  open: () => Promise<T>,
  { isMetrics = false } = {},
): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const problem = listenProblem(code, place, await lookAround(place));
    const why = problem === null ? errorText(error) : messages.serving.listenProblems[problem];
    const { cannotListen, listenRemedies } = messages.serving;
    const next = listenRemedies[problem ?? 'other'](settingOf(place, isMetrics));
    const explanation = { what: cannotListen(placeText(place)), why, next };
    throw new CommandFailure(exitCodes.notReady, 'CANNOT_LISTEN', explanation, { cause: error });
  }
};
