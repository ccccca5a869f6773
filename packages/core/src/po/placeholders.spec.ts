import { describe, expect, it } from 'vitest';
import { createPlaceholderTest } from './placeholders.ts';
import { poKey } from './poNo.ts';

const words = [
  ...[
    'N/A',
    'NA',
    'NONE',
    'NULL',
    'TBD',
    'X',
    'XX',
    'SAMPLE',
    '없음',
    '미정',
    '무',
    '구두',
    '구두발주',
    '전화',
    '전화주문',
  ],
  ...['메일', '이메일', '추후', '추후통보', '별도', '샘플', '긴급', '해당없음', 'なし', '未定', '無', '口頭', '電話'],
];

describe('a PO number that says there is none', () => {
  it.each(words)('is %s, in any case and width', (word) => {
    expect(poKey(word)).toBeNull();
    expect(poKey(` ${word.toLowerCase()} `)).toBeNull();
    expect(poKey(word.split('').join('\u3000'))).toBeNull();
    expect(poKey(word.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)))).toBeNull();
    expect(poKey(`${word} 2차`)).toBeNull();
    expect(poKey(`${word}①`)).toBeNull();
  });

  it.each(['---', '000', '0-0', '.', '?', '#0', '٣٤', '😀'])('is %s: no letter and no digit from 1 to 9', (x) => {
    expect(poKey(x)).toBeNull();
  });

  it.each(['N/A1', 'XXX', 'SAMPLES', '없음1', '긴급-2', '1', '010', 'é', '가', 'UNKNOWN'])('is not %s', (x) => {
    expect(poKey(x)).toBe(x.toUpperCase());
  });

  it('is what a site adds, however it is written', () => {
    const isPlaceholder = createPlaceholderTest(['나중 에', 'ｌａｔｅｒ']);
    expect(['나중에', 'LATER', 'TBD', 'LATER1'].map(isPlaceholder)).toEqual([true, true, true, false]);
  });
});
