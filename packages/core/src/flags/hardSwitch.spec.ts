import { describe, expect, it } from 'vitest';
import { hardSwitch } from './hardSwitch.ts';

describe('the hard switch', () => {
  it.each(['false', '0', 'no', 'off', 'OFF', 'False', ' no '])('%j is off', (value) => {
    expect(hardSwitch(value, false)).toEqual({ state: 'off', because: 'environment' });
  });

  it.each(['true', '1', 'yes', 'on', 'ON', 'True', ' yes ', undefined])('%j leaves it to the store', (value) => {
    expect(hardSwitch(value, false)).toEqual({ state: 'store' });
  });

  it.each(['', ' ', 'flase', 'aus', '2', 'offf', 'none'])('%j is off, and told as misspelt', (value) => {
    expect(hardSwitch(value, false)).toEqual({ state: 'off', because: 'misspelt', value });
  });

  it.each([undefined, 'on', 'off', 'flase'])(
    'is off while the off file exists, whatever the environment says: %j',
    (value) => {
      expect(hardSwitch(value, true)).toEqual({ state: 'off', because: 'file' });
    },
  );
});
