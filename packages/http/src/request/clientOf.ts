import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { plainAddress, type TrustedProxies } from './TrustedProxies.ts';

/** Where a request came from, as far as it can be believed. */
export interface Client {
  /** The address of who asked first; `unix` for one who came through a local socket. */
  readonly address: string;
  readonly scheme: 'http' | 'https';
  /** Host and port, as the browser knows them; empty when nobody said. */
  readonly host: string;
  /** Whether a proxy of ours handed it on. */
  readonly throughProxy: boolean;
}

const headerOf = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : value) ?? '';
};

/** Reads `X-Forwarded-For` and `X-Forwarded-Proto`, but only what proxies of ours have written. */
export const clientOf = (request: IncomingMessage, trusted: TrustedProxies): Client => {
  const { remoteAddress, encrypted } = request.socket as IncomingMessage['socket'] & { readonly encrypted?: boolean };
  const peer = remoteAddress ?? null;
  const host = headerOf(request, 'host');
  const own = encrypted === true ? 'https' : 'http';
  const throughProxy = trusted(peer);
  if (!throughProxy) return { address: peer === null ? 'unix' : plainAddress(peer), scheme: own, host, throughProxy };
  const hops = headerOf(request, 'x-forwarded-for')
    .split(',')
    .map((hop) => plainAddress(hop.trim()));
  // From the nearest on: the first that is no proxy of ours is the client, whatever stands before it.
  const address = hops.findLast((hop) => isIP(hop) === 0 || !trusted(hop)) ?? '';
  const [scheme] = headerOf(request, 'x-forwarded-proto').split(',').slice(-1);
  return {
    address: isIP(address) === 0 ? (peer === null ? 'unix' : plainAddress(peer)) : address,
    scheme: scheme?.trim() === 'https' ? 'https' : scheme?.trim() === 'http' ? 'http' : own,
    host,
    throughProxy,
  };
};
