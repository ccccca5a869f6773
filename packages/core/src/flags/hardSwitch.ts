/**
 * What the machine itself says of the feature, without the database: `off` stops it for everybody; `store` leaves the
 * decision to the stored flag.
 */
export type HardSwitch =
  | { readonly state: 'off'; readonly because: 'environment' | 'file' }
  /** Neither yes nor no: counts as off, and is told, so that a misspelt kill switch never leaves the feature on. */
  | { readonly state: 'off'; readonly because: 'misspelt'; readonly value: string }
  | { readonly state: 'store' };

/** Reads `ENABLE_PO_MANAGEMENT`, and whether the file `PO_OFF_FILE` exists. */
export const hardSwitch = (value: string | undefined, offFileExists: boolean): HardSwitch => {
  if (offFileExists) return { state: 'off', because: 'file' };
  const word = value?.trim().toLowerCase() ?? '';
  if (['false', '0', 'no', 'off'].includes(word)) return { state: 'off', because: 'environment' };
  if (value === undefined || ['true', '1', 'yes', 'on'].includes(word)) return { state: 'store' };
  return { state: 'off', because: 'misspelt', value: value ?? '' };
};
