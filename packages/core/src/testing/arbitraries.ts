import fc from 'fast-check';
import type { Window } from '../backfill/Window.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';

/** Any text at all: all of Unicode, lone surrogates, controls, invisible and look-alike characters. */
export const hostileText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc
      .array(
        fc.constantFrom(
          ...[
            '\u0000',
            '\u200b',
            '\ufeff',
            '\u3000',
            '\u0085',
            '\t',
            "'",
            '"',
            '%',
            '\\',
            '<b>',
            '😀',
            '𠮷',
            '\u202e',
            'ﬁ',
            'Å',
            'ß',
            'ı',
            'ｶﾞ',
          ],
          ...[
            'ㅡ',
            'ー',
            '一',
            '–',
            '①',
            '⑵',
            '㉑',
            '2차',
            '(2차)',
            '분납2',
            '회차',
            '次',
            'A',
            '1',
            '0',
            '-',
            '/',
            '~',
            ',',
            ' ',
          ],
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join('')),
  );

/** What clerks type as PO numbers. Few different numbers, so that documents meet on the same PO. */
export const poNumberText = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('PO-', 'po-', 'ＰＯ－', 'A', '발주', '発注-', '24-11-', '', 'K'),
      fc.constantFrom('001', '002', '１', '12', '2024', ''),
      fc.constantFrom('', '', '', '②', ' 2차', '(1차)', '-3차', '분납2', ' 2/3차', '-2', '/2차', '①②', ' ', '\u3000'),
    )
    .map((parts) => parts.join(''));

/** Few document numbers, of every form that FCMS has: six and four digits, malformed ones. */
export const documentNumber = (): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...['FP25000001', 'FP25000002', 'FP25000003', 'FP25000010', 'FP25000011', 'FP24000900', 'FP250004', 'FP240005'],
    ...['fp250004', 'FP25-0001', 'XX25000001', '가25'],
  );

/** Timestamps at the edges of the last 7, 30 and 90 days of 2025-11-22, later ones, and those that count as none. */
export const sourceTimestamp = (): fc.Arbitrary<string | null> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ...['2025-11-22 23:59:59', '2025-11-23 00:00:00', '2025-11-16 00:00:00', '2025-11-15 23:59:59'],
        ...['2025-10-24 00:00:00', '2025-10-23 23:59:59', '2025-08-25 00:00:00', '2025-08-24 23:59:59'],
        '2025-11-20 09:00:00',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(null, '1899-12-30 00:00:00', '2925-11-20 00:00:00') },
  );

/** PO numbers of few orders, with and without delivery marks, and some that are none. */
const sourcePoNo = (): fc.Arbitrary<string | null> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('PO-001', 'po-001  ', 'ＰＯ－００１②', 'PO-001 2차', 'PO-002', 'PO-0012'),
    },
    // What clerks make of PO-001, so that new POs have candidates.
    { weight: 2, arbitrary: fc.constantFrom('PO001', 'NO.PO/001', 'PO-0O1', 'PO-001-2') },
    { weight: 1, arbitrary: fc.constant('2411②') },
    { weight: 1, arbitrary: fc.constantFrom(null, '', '없음', '구두 2차', 'FCMS-FP25000001') },
  );

/** Documents that meet on purpose: few numbers, customers, products and days, with marks, blanks, bad values, cancelled ones. */
export const sourceDocumentArb = (docNo: fc.Arbitrary<string> = documentNumber()): fc.Arbitrary<SourceDocument> =>
  fc.record({
    docNo,
    poNo: sourcePoNo(),
    customer: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('KDKK', 'kd kk') },
      { weight: 1, arbitrary: fc.constant('SAM') },
      { weight: 1, arbitrary: fc.constantFrom(null, '', 'unknown', '없음') },
    ),
    customerName: fc.constantFrom('관동화학', 'KANTO', '', null),
    product: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('KF001', 'ｋｆ００１') },
      { weight: 1, arbitrary: fc.constant('KF002') },
      { weight: 1, arbitrary: fc.constantFrom(null, 'N/A') },
    ),
    productName: fc.constantFrom('COS', null),
    packing: fc.constantFrom('47L CGA330', null),
    qty: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('10', '10.0', '20', '7') },
      { weight: 1, arbitrary: fc.constantFrom(null, '0', '-3', '2.5', '1000000', '1000001') },
    ),
    orderDate: sourceTimestamp(),
    addDatetime: sourceTimestamp(),
    deliveryDate: fc.constantFrom(null, '2025-11-27 00:00:00', '2025-11-28 00:00:00'),
    progressCode: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(null, '10', '31') },
      { weight: 1, arbitrary: fc.constant('51') },
    ),
  });

/** Several documents, each number once. */
export const sourceDocuments = (maxLength = 12): fc.Arbitrary<SourceDocument[]> =>
  fc.uniqueArray(sourceDocumentArb(), { selector: ({ docNo }) => docNo, maxLength });

/** The same document as far as the rules can tell: other names, other padding, another spelling of the quantity and hour. */
export const sameDocument = (document: SourceDocument): fc.Arbitrary<SourceDocument> =>
  fc
    .record({
      customerName: fc.constantFrom('새 이름', "O'Hara <b>", null),
      productName: fc.constantFrom('N2O', null),
      packing: fc.constantFrom('10L', null),
      padding: fc.constantFrom('', '  ', '\u3000'),
      hour: fc.constantFrom('00:00:00', '23:59:58'),
      progressCode: fc.constantFrom(null, '10', '22', '50'),
    })
    .map(({ padding, hour, progressCode, ...names }) => {
      const padded = (x: string | null): string | null => (x === null ? null : `${x.trim()}${padding}`);
      const at = (x: string | null): string | null => (x === null ? null : `${x.slice(0, 10)} ${hour}`);
      return {
        ...document,
        ...names,
        poNo: padded(document.poNo),
        customer: padded(document.customer),
        product: padded(document.product),
        qty: document.qty === '10' ? '10.00' : document.qty,
        orderDate: at(document.orderDate),
        addDatetime: at(document.addDatetime),
        deliveryDate: at(document.deliveryDate),
        progressCode: document.progressCode === '51' ? '51' : progressCode,
      };
    });

/** POs that staff enter: the orders of `sourceDocumentArb`'s documents, with more or less than is delivered. */
export const manualPoArb = (): fc.Arbitrary<ManualPo> =>
  fc.record(
    {
      customer: fc.constantFrom('KDKK', 'kdkk', 'KDKK', 'SAM'),
      customerName: fc.constantFrom('관동화학', 'SAMSUNG', null),
      poNo: fc.constantFrom('PO-001', 'po-001', 'PO-001', 'PO-002', 'PO-0012', '2411②', 'NEW-1'),
      receivedOn: fc.constantFrom('2025-11-01', null),
      items: fc.array(
        fc.record({
          product: fc.constantFrom('KF001', 'kf001', 'KF001', 'KF002'),
          qty: fc.constantFrom(1, 7, 10, 15, 30),
          deliveryOn: fc.constantFrom(null, '2025-12-01'),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      memo: fc.constantFrom('', '급함'),
    },
    { requiredKeys: ['customer', 'poNo', 'items'] },
  );

/** Windows as the command line offers them, on 2025-11-22. */
export const windowArb = (): fc.Arbitrary<Window> =>
  fc.constantFrom(
    { since: '2025-11-16', until: null },
    { since: '2025-10-24', until: null },
    { since: '2025-08-25', until: null },
    { since: null, until: null },
    { since: '2025-10-24', until: '2025-11-15' },
    { since: null, until: '2025-10-23' },
  );

/** Batch sizes from 1 to 1,000, the small ones more often. */
export const batchSizeArb = (): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1000 }));
