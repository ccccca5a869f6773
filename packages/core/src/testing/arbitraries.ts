import fc from 'fast-check';

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
