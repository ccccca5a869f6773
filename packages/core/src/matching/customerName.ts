import { compact } from '../text/compact.ts';
import { remembering } from '../text/remembering.ts';

/** Legal forms, in the spellings that are left after NFKC, upper-casing and without white space. */
const legalForms =
  /주식회사|\(주\)|株式会社|有限会社|\(株\)|\(有\)|(?:CO\.?,?)?LTD\.?$|,?INC\.?$|,?CORP\.?$|CORPORATION$|GMBH$|CO\.$/gu;
const noLetter = /[^\p{L}\p{N}]+/gu;

/** A customer's name for comparing: without width, case, spaces, signs and legal form; null when nothing is left. */
export const comparableName = remembering((name: string | null): string | null => {
  const bare = compact(name)?.replace(legalForms, '').replace(noLetter, '') ?? '';
  return bare.length < 2 ? null : bare;
});
