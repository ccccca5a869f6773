import { typedDocNos } from '../document/typedDocNos.ts';
import { productKey } from '../po/codeKeys.ts';
import { standInPoNo } from '../po/identity.ts';
import { poKey, poKeyPrefix } from '../po/poNo.ts';
import { shown } from '../text/shown.ts';
import { searchable } from './searchable.ts';

/** All that a text that somebody typed may mean. A PO that fits one of them is found. */
export interface SearchTerms {
  /** The key of the number without its delivery mark. */
  readonly poKey: string | null;
  /** How the key of a number begins. */
  readonly poKeyPrefix: string | null;
  readonly productKey: string | null;
  /** Forms of a document's number. */
  readonly docNos: readonly string[];
  /** A part of a customer's code or name, as `searchable` makes it. */
  readonly customerPart: string | null;
}

/** How what stands in for a number begins: people copy it from where it is shown. */
const standIn = new RegExp(`^\\s*${standInPoNo('')}`, 'i');

const docNosIn = (typed: string): readonly string[] => {
  // No number has it, and no database can be asked for it.
  const text = typed.replaceAll('\0', '');
  return standIn.test(text) ? [...typedDocNos(text), ...typedDocNos(text.replace(standIn, ''))] : typedDocNos(text);
};

/** Reads what somebody typed to find a PO; null when it is nothing but blanks. */
export const searchTermsOf = (typed: string): SearchTerms | null =>
  shown(typed) === null
    ? null
    : {
        poKey: poKey(typed),
        poKeyPrefix: poKeyPrefix(typed),
        productKey: productKey(typed),
        docNos: docNosIn(typed),
        customerPart: searchable(typed),
      };
