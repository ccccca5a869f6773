import { describe, expect, it } from 'vitest';
import { initialFlag } from '../flags/FlagState.ts';
import type { HardSwitch } from '../flags/hardSwitch.ts';
import { runsMayGoOn } from './runsMayGoOn.ts';

const store: HardSwitch = { state: 'store' };
const on = { ...initialFlag, state: 'on' } as const;

describe('runs that people asked for', () => {
  it.each([
    ['the machine is off', { state: 'off', because: 'file' } as const, on],
    ['nobody ever could read the flag', store, null],
    ['it is off', store, initialFlag],
    ['it is in maintenance', store, { ...on, state: 'maintenance' } as const],
  ])('wait while %s', (_, machine, stored) => {
    expect([runsMayGoOn(machine, stored, true), runsMayGoOn(machine, stored, false)]).toEqual([false, false]);
  });

  it('go on while it is on, for whomever', () => {
    const flag = { ...on, users: ['kim'] };
    expect([runsMayGoOn(store, flag, true), runsMayGoOn(store, flag, false)]).toEqual([true, true]);
  });

  it('are only dry in read-only times', () => {
    const flag = { ...on, readOnly: true };
    expect([runsMayGoOn(store, flag, true), runsMayGoOn(store, flag, false)]).toEqual([true, false]);
  });
});
