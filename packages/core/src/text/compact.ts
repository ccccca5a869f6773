import { text } from './text.ts';
import { untilStable } from './untilStable.ts';

const whiteSpace = /[\s\u0085]+/g;

/** `text`, upper-cased without locale, all white space removed: the common ground of the keys. */
export const compact = (x: string | null): string | null =>
  untilStable((current) => text(current)?.toUpperCase().replace(whiteSpace, '') ?? null, x);
