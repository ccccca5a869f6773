/**
 * What the machine itself says of the feature, without the database: `off` stops it for everybody; `store` leaves the
 * decision to the stored flag.
 */
export type HardSwitch =
  | { readonly state: 'off'; readonly because: 'environment' | 'file' }
  /** Neither yes nor no: counts as off, and is told, so that a misspelt kill switch never leaves the feature on. */
  | { readonly state: 'off'; readonly because: 'misspelt'; readonly value: string }
  /** Nobody can say whether the off file is there: counts as off, and is told with the system's code, such as `EACCES`. */
  | { readonly state: 'off'; readonly because: 'file-unreadable'; readonly problem: string }
  | { readonly state: 'store' };

/** Whether the file `PO_OFF_FILE` is there; where that cannot be found out, why. */
export type OffFile = 'there' | 'absent' | { readonly problem: string };

/** Reads `ENABLE_PO_MANAGEMENT`, and what was found at `PO_OFF_FILE`. */
export const hardSwitch = (value: string | undefined, offFile: OffFile): HardSwitch => {
  if (offFile === 'there') return { state: 'off', because: 'file' };
  const word = value?.trim().toLowerCase() ?? '';
  if (['false', '0', 'no', 'off'].includes(word)) return { state: 'off', because: 'environment' };
  if (offFile !== 'absent') return { state: 'off', because: 'file-unreadable', problem: offFile.problem };
  if (value === undefined || ['true', '1', 'yes', 'on'].includes(word)) return { state: 'store' };
  return { state: 'off', because: 'misspelt', value: value ?? '' };
};
