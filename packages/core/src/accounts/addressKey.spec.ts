import { expect, it } from 'vitest';
import { addressKey } from './addressKey.ts';

it.each([
  ['10.0.0.7', '10.0.0.7'],
  [' 10.0.0.7 ', '10.0.0.7'],
  ['::ffff:10.0.0.7', '10.0.0.7'],
  ['0:0:0:0:0:FFFF:10.0.0.7', '10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
  ['/run/socket', '/run/socket'],
])('counts %s as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
