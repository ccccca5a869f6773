/** Dash look-alikes that are always dashes (after NFKC, which has folded the full-width and small forms). */
export const dash = '\\u2010-\\u2015\\u2212\\u207B\\u2043\\u2500\\u2501';

/** Letters that clerks type as dashes: ー, ㅡ (as NFKC leaves it) and 一. They are dashes only between Latin or digits. */
export const letterDash = '\\u30FC\\u1173\\u4E00';

const dashes = new RegExp(`[${dash}]`, 'g');
const letterDashRun = new RegExp(`(?<=^|[A-Z0-9-])[${letterDash}]+(?=[A-Z0-9-]|$)`, 'g');

/** One dash for all look-alikes, in upper-case text without white space. */
export const unifyDashes = (x: string): string =>
  x.replace(dashes, '-').replace(letterDashRun, (run) => '-'.repeat(run.length));
