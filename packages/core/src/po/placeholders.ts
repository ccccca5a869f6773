import { compact } from '../text/compact.ts';

const usual = [
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
  '메일',
  '이메일',
  '추후',
  '추후통보',
  '별도',
  '샘플',
  '긴급',
  '해당없음',
  'なし',
  '未定',
  '無',
  '口頭',
  '電話',
];

const letterOrDigitAboveZero = /[\p{L}1-9]/u;

/** Tells whether a PO number's key says "there is no number"; a site adds words of its own. */
export const createPlaceholderTest = (ofTheSite: readonly string[] = []): ((key: string) => boolean) => {
  const words = new Set([...usual, ...ofTheSite].map(compact));
  return (key) => !letterOrDigitAboveZero.test(key) || words.has(key);
};
