import { describe, expect, it } from 'vitest';
import { hardSwitch } from './hardSwitch.ts';

describe('the hard switch', () => {
  it.each(['false', '0', 'no', 'off', 'OFF', 'False', ' no '])('%j is off', (value) => {
    expect(hardSwitch(value, 'absent')).toEqual({ state: 'off', because: 'environment' });
  });

  it.each(['true', '1', 'yes', 'on', 'ON', 'True', ' yes ', undefined])('%j leaves it to the store', (value) => {
    expect(hardSwitch(value, 'absent')).toEqual({ state: 'store' });
  });

  it.each(['', ' ', 'flase', 'aus', '2', 'offf', 'none'])('%j is off, and told as misspelt', (value) => {
    expect(hardSwitch(value, 'absent')).toEqual({ state: 'off', because: 'misspelt', value });
  });

  it.each([undefined, 'on', 'off', 'flase'])(
    'is off while the off file exists, whatever the environment says: %j',
    (value) => {
      expect(hardSwitch(value, 'there')).toEqual({ state: 'off', because: 'file' });
    },
  );

  it.each([undefined, 'on', 'flase'])('is off, and tells why, while nobody can look for the off file: %j', (value) => {
    const off = { state: 'off', because: 'file-unreadable', problem: 'EACCES' };
    expect(hardSwitch(value, { problem: 'EACCES' })).toEqual(off);
  });

  it('that says off needs no file', () => {
    expect(hardSwitch('off', { problem: 'EACCES' })).toEqual({ state: 'off', because: 'environment' });
  });
});
