import { compact } from '../text/compact.ts';

/** A document number in the form in which it is compared with reservations and ordered. */
export const docNo = (x: string | null): string | null => compact(x);

/** Year (two digits) and sequence of a well-formed document number, `FP25000668` → 25 and 668. */
export interface DocNoParts {
  readonly year: number;
  readonly sequence: number;
}

/** Reads well-formed document numbers: equal to their own `docNo`, and prefix, two digits of year, 4–8 of sequence. */
export const createDocNoReader = (prefix: string): ((x: string) => DocNoParts | null) => {
  const pattern = new RegExp(`^${prefix.replace(/[^\p{L}\p{N}]/gu, '\\$&')}([0-9]{2})([0-9]{4,8})$`, 'u');
  const prefixIsStable = docNo(prefix) === prefix;
  return (x) => {
    const match = prefixIsStable ? pattern.exec(x) : null;
    return match === null ? null : { year: Number(match[1]), sequence: Number(match[2]) };
  };
};
