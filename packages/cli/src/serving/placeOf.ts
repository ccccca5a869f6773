import type { Place } from '@cynow/po-http';
import type { Config } from '../config/readConfig.ts';

/** The first descriptor that systemd hands over. */
const firstHandedOver = 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** The socket that systemd has opened for this process (`LISTEN_FDS`); through the wrapper it has another number. */
const handedOver = ({ LISTEN_FDS, LISTEN_PID, CYNOW_PO_LISTEN_FD }: Environment, pid: number): number | null => {
  if (CYNOW_PO_LISTEN_FD !== undefined) return Number(CYNOW_PO_LISTEN_FD);
  return LISTEN_FDS === '1' && LISTEN_PID === String(pid) ? firstHandedOver : null;
};

/** Where the server listens: where systemd does for it, else at the socket or the address that the site has set. */
export const placeOf = ({ HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>, env: Environment, pid: number): Place => {
  const fd = handedOver(env, pid);
  if (fd !== null) return { fd };
  return HOST.startsWith('/') ? { path: HOST } : { host: HOST, port: PORT };
};

/** A place in words. */
export const placeText = (place: Place): string => {
  if ('fd' in place) return `fd ${place.fd}`;
  if ('path' in place) return place.path;
  return `${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`;
};

/** What somebody types to get there. */
export const urlOf = (place: Place, path: string): string =>
  'path' in place ? `unix:${place.path}:${path}` : `http://${placeText(place)}${path}`;
