import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSiteRules } from '../SiteRules.ts';
import { hostileText, sameDocument, sourceDocumentArb } from '../testing/arbitraries.ts';
import { sourceDocument } from '../testing/builders.ts';
import { tries } from '../testing/tries.ts';
import { createDocumentReader } from './FcmsDocument.ts';
import type { SourceDocument } from './SourceDocument.ts';

const read = createDocumentReader(defaultSiteRules);

describe('a document, read', () => {
  it('has its content, its identity and what is shown of it', () => {
    const document = read(
      sourceDocument({
        docNo: 'FP25000668',
        poNo: ' ｐｏ-001② ',
        customer: 'kd kk  ',
        customerName: ' 관동  화학 ',
        product: 'ｋｆ００１',
        qty: '30.0',
        orderDate: '2025-11-20 23:59:59',
        deliveryDate: '2025-11-27 10:00:00',
        progressCode: '22',
      }),
    );
    expect(document).toMatchObject({
      docNo: 'FP25000668',
      position: { effectiveOn: '2025-11-20', parts: { year: 25, sequence: 668 }, docNo: 'FP25000668' },
      content: {
        poNo: 'ｐｏ-001②',
        customer: 'kd kk',
        product: 'kf001',
        qty: '30',
        effectiveOn: '2025-11-20',
        deliveryOn: '2025-11-27',
        cancelled: false,
      },
      identity: { customerKey: 'KDKK', poKey: 'PO-001' },
      poNo: 'ｐｏ-001',
      mark: '②',
      customerKey: 'KDKK',
      customer: 'kd kk',
      customerName: '관동 화학',
      productKey: 'KF001',
      product: 'ｋｆ００１',
      qty: 30,
    });
  });

  it('without customer, number, product and quantity is known by itself', () => {
    const document = read(
      sourceDocument({ docNo: 'x1', customer: ' unknown', poNo: '구두 2차', product: '없음', qty: '0' }),
    );
    expect(document).toMatchObject({
      identity: { customerKey: 'UNKNOWN', poKey: null, docNo: 'x1' },
      content: { poNo: '구두 2차', customer: 'unknown', product: '없음', qty: '0' },
      position: { parts: null },
      poNo: null,
      customerKey: null,
      customer: null,
      productKey: null,
      product: null,
      qty: null,
    });
  });

  it.each([
    ['51', true],
    [' 51 ', true],
    ['51\u3000', true],
    ['50', false],
    ['5', false],
    ['151', false],
    ['', false],
    [null, false],
  ])('with the progress %j is cancelled: %s', (progressCode, cancelled) => {
    expect(read(sourceDocument({ progressCode })).content.cancelled).toBe(cancelled);
  });

  it('is a document of the site: its prefix and its words for "no number"', () => {
    const readHere = createDocumentReader({ docPrefix: 'QQ', qtyTolerance: 0, placeholders: ['나중에'] });
    const document = readHere(sourceDocument({ docNo: 'QQ250001', poNo: '나중에' }));
    expect(document.position.parts).toEqual({ year: 25, sequence: 1 });
    expect(document.identity).toMatchObject({ poKey: null });
  });

  it('tells a correction of PO-001② to PO-0012 as a change', () => {
    const [before, after] = ['PO-001②', 'PO-0012'].map((poNo) => read(sourceDocument({ poNo })));
    expect(after!.hash).not.toBe(before!.hash);
  });

  it('does not tell names, padding, hours, progress and spellings of numbers as a change', () => {
    const pair = sourceDocumentArb().chain((document) => fc.tuple(fc.constant(document), sameDocument(document)));
    fc.assert(
      fc.property(pair, ([document, same]) => {
        expect(read(same).content).toEqual(read(document).content);
        expect(read(same).hash).toBe(read(document).hash);
      }),
    );
  });

  const changes: readonly (readonly [string, Partial<SourceDocument>])[] = [
    ['another PO no.', { poNo: 'PO-002' }],
    ['a delivery mark', { poNo: 'PO-001 2차' }],
    ['another case of the PO no.', { poNo: 'po-001' }],
    ['another customer', { customer: 'SAM' }],
    ['another case of the customer', { customer: 'kdkk' }],
    ['another product', { product: 'KF002' }],
    ['another quantity', { qty: '11' }],
    ['another order date', { orderDate: '2025-11-21 09:00:00' }],
    ['another delivery date', { deliveryDate: '2025-11-28 00:00:00' }],
    ['no delivery date', { deliveryDate: null }],
    ['a cancellation', { progressCode: '51' }],
  ];
  it.each(changes)('tells %s as a change', (_what, changed) => {
    expect(read(sourceDocument(changed)).hash).not.toBe(read(sourceDocument()).hash);
  });

  it('does not tell another width of customer and product as a change', () => {
    const wide = sourceDocument({ customer: 'ＫＤＫＫ', product: 'ＫＦ００１' });
    expect(read(wide).hash).toBe(read(sourceDocument()).hash);
  });

  it('has a reading whatever the texts', () => {
    const text = fc.option(hostileText());
    const anything: fc.Arbitrary<SourceDocument> = fc.record({
      docNo: hostileText(),
      poNo: text,
      customer: text,
      customerName: text,
      product: text,
      productName: text,
      packing: text,
      qty: text,
      orderDate: text,
      addDatetime: text,
      deliveryDate: text,
      progressCode: text,
    });
    fc.assert(
      fc.property(anything, (source) => {
        const { identity, poNo, customer, customerKey, product, productKey } = read(source);
        expect(identity.poKey === null).toBe(poNo === null);
        expect(customerKey === null).toBe(customer === null);
        expect(productKey === null).toBe(product === null);
      }),
      tries(3),
    );
  });
});
