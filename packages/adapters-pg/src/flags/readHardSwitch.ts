import { lstatSync } from 'node:fs';
import { type HardSwitch, hardSwitch, type OffFile } from '@cynow/po-core';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/**
 * Whether the file is there, whatever it is: a link that leads nowhere is. Not there is one whose directory was never made,
 * too; anything else that keeps us from looking leaves open what somebody wanted.
 */
const look = (path: string): OffFile => {
  try {
    lstatSync(path);
    return 'there';
  } catch (error) {
    const problem = codeOf(error);
    return problem === 'ENOENT' ? 'absent' : { problem };
  }
};

/**
 * What this machine says of the feature at this moment, without the database (rules 10). `value`: `ENABLE_PO_MANAGEMENT`,
 * undefined when it is not set; `offFile`: the path of `PO_OFF_FILE`, if there is one.
 */
export const readHardSwitch = (value: string | undefined, offFile: string | undefined): HardSwitch =>
  hardSwitch(value, offFile === undefined ? 'absent' : look(offFile));
