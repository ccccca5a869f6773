import { shown } from '../text/shown.ts';
import { text } from '../text/text.ts';

/** Django's limit, so that both kinds of accounts have names of the same sort. */
const longestName = 150;

/** A name as an account of our own may have it; null when it is unusable. Commas part names in lists. */
export const accountName = (typed: string): string | null => {
  const name = shown(typed);
  return name === null || [...name].length > longestName || name.includes(',') ? null : name;
};

/** By what names are compared: width, composition and case do not tell two accounts apart. Empty for what is no name. */
export const accountKey = (name: string): string => text(name)?.toLowerCase() ?? '';
