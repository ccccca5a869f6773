import { lstat, rm } from 'node:fs/promises';
import { type AddressInfo, connect, type Server } from 'node:net';
import type { Place } from './Place.ts';

const listen = (server: Server, place: Place): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    // Whoever may enter the directory of a socket may connect to it, as anybody may to a port.
    server.listen('path' in place ? { ...place, readableAll: true, writableAll: true } : place, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Whether a file is the socket of a server that has died: nobody answers there. Nobody does at any other file either. */
const isLeftBehind = async (path: string): Promise<boolean> => (await lstat(path)).isSocket() && (await refuses(path));

const refuses = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'));
  });

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Has a server listen, and says where it does then. A socket that a server left behind when it died is replaced.
 * @throws the operating system's error when the place is taken, or not ours
 */
export const listenAt = async (server: Server, place: Place): Promise<Place> => {
  try {
    await listen(server, place);
  } catch (error) {
    if (!isTaken(error) || !('path' in place) || !(await isLeftBehind(place.path))) throw error;
    await rm(place.path);
    await listen(server, place);
  }
  const bound = server.address() as AddressInfo | string;
  if (typeof bound === 'string') return { path: bound };
  return { host: 'host' in place ? place.host : bound.address, port: bound.port };
};
