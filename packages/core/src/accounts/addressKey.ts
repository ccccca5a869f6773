const ipv4 = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/;

/** The groups of one side of `::`. */
const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

/**
 * What counts as one address for the brakes of signing in: an IPv4 address, however it is written, and of an IPv6 address
 * the first 64 bits, because whoever has one has the whole network behind them. Anything else as it is.
 */
export const addressKey = (address: string): string => {
  const bare = address.trim().toLowerCase().replace(/%.*$/, '');
  if (!bare.includes(':')) return bare;
  const mapped = ipv4.exec(bare)?.[1];
  if (mapped !== undefined && /^[0:]*:ffff:/.test(bare)) return mapped;
  const [before = '', after] = bare.split('::');
  const [head, tail] = [groupsOf(before), groupsOf(after ?? '')];
  const gap = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
};
