import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHardSwitch } from './readHardSwitch.ts';

const directory = mkdtempSync(join(tmpdir(), 'cynow-po-switch-'));
afterAll(() => rmSync(directory, { recursive: true }));

const at = (...names: readonly string[]): string => join(directory, ...names);

describe('the off file', () => {
  it('that is not there, also in a directory that nobody made yet, leaves the decision to the store', () => {
    expect(readHardSwitch(undefined, undefined)).toEqual({ state: 'store' });
    expect(readHardSwitch(undefined, at('off'))).toEqual({ state: 'store' });
    expect(readHardSwitch('on', at('none', 'off'))).toEqual({ state: 'store' });
  });

  it('is off while it is there, whatever it is, and wherever a link leads', () => {
    writeFileSync(at('file'), '');
    symlinkSync(at('nowhere'), at('dangling'));
    symlinkSync(at('round'), at('round'));
    for (const path of [at('file'), directory, at('dangling'), at('round')]) {
      expect(readHardSwitch('on', path)).toEqual({ state: 'off', because: 'file' });
    }
  });

  it('is off where nobody can look, and says why', () => {
    writeFileSync(at('plain'), '');
    const off = (problem: string) => ({ state: 'off', because: 'file-unreadable', problem });
    expect(readHardSwitch('on', at('plain', 'off'))).toEqual(off('ENOTDIR'));
    expect(readHardSwitch(undefined, at('round', 'off'))).toEqual(off('ELOOP'));
    expect(readHardSwitch(undefined, at('x'.repeat(300)))).toEqual(off('ENAMETOOLONG'));
    expect(readHardSwitch(undefined, 'a\0b')).toEqual(off('ERR_INVALID_ARG_VALUE'));
    expect(readHardSwitch('off', at('plain', 'off'))).toEqual({ state: 'off', because: 'environment' });
  });
});
