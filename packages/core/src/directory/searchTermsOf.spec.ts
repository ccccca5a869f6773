import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedDocNos } from '../document/typedDocNos.ts';
import { standInPoNo } from '../po/identity.ts';
import { hostileText } from '../testing/arbitraries.ts';
import { searchable } from './searchable.ts';
import { searchTermsOf } from './searchTermsOf.ts';

describe('what somebody typed to find a PO', () => {
  it('is read as everything that it may mean', () => {
    expect(searchTermsOf(' po–001 ② ')).toEqual({
      poKey: 'PO-001',
      poKeyPrefix: 'PO-001(2차)',
      productKey: 'PO–0012',
      docNos: ['po–001 ②', 'PO–0012'],
      customerPart: 'PO0012',
    });
    expect(searchTermsOf('(주) 관동')).toMatchObject({ customerPart: '주관동' });
    expect(searchTermsOf('!')).toMatchObject({ poKey: null, productKey: null, customerPart: null });
  });

  it('finds by what stands in for a number that there is not', () => {
    const typed = ' fcms-fp25000105';
    expect(searchTermsOf(typed)).toMatchObject({
      poKey: 'FCMS-FP25000105',
      docNos: expect.arrayContaining(['FCMS-FP25000105', 'FP25000105']),
    });
    fc.assert(
      fc.property(hostileText(), (docNo) => {
        const terms = searchTermsOf(standInPoNo(docNo));
        expect(terms?.docNos).toEqual(expect.arrayContaining([...typedDocNos(docNo.replaceAll('\0', ''))]));
      }),
    );
  });

  it('is nothing when it is blank', () => {
    for (const blank of ['', ' ', '\u3000\t', '\u200b']) expect(searchTermsOf(blank)).toBeNull();
  });

  it('finds a name by any part of it, however either is written', () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), hostileText(), (before, part, after) => {
        // What composes across the seams is another text.
        const [whole, inside] = [searchable(before + part + after) ?? '', searchable(part) ?? ''];
        const apart = [before, part, after].map((each) => searchable(each) ?? '').join('');
        if (apart === whole) expect(whole).toContain(inside);
        expect(searchable(whole) ?? '').toBe(whole);
      }),
    );
  });
});
