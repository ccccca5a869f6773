import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Whether what this peer says of the client may be believed. `null`: it came through a local socket. */
export type TrustedProxies = (peer: string | null) => boolean;

/** The address without what marks an IPv4 address among IPv6 ones. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/**
 * Reads addresses, networks (`10.0.0.0/8`) and the word `unix`.
 * @throws Error naming the first entry that is none
 */
export const readTrustedProxies = (entries: readonly string[]): TrustedProxies => {
  const list = new BlockList();
  for (const entry of entries) {
    if (entry === 'unix') continue;
    const [address = '', bits] = entry.split('/');
    const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
    const most = family === 'ipv4' ? 32 : 128;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === null || length < 0 || length > most) {
      throw new Error(`PO_TRUSTED_PROXIES: "${entry}" is neither an address, nor a network, nor "unix".`);
    }
    list.addSubnet(address, length, family);
  }
  return (peer) => {
    if (peer === null) return entries.includes('unix');
    const address = plainAddress(peer);
    return isIPv4(address) ? list.check(address, 'ipv4') : isIPv6(address) && list.check(address, 'ipv6');
  };
};
