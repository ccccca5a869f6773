import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { customerKey, productKey } from './codeKeys.ts';

describe.each([
  ['customerKey', customerKey],
  ['productKey', productKey],
] as const)('%s', (_name, keyOf) => {
  it.each([
    ['KDKK', 'KDKK'],
    [' kd kk\u3000', 'KDKK'],
    ['ＫＤＫＫ', 'KDKK'],
    ['kf-001', 'KF-001'],
    ['가스 1', '가스1'],
    ['kim', 'KIM'],
    ['straße', 'STRASSE'],
    ['0', '0'],
    ['٣', '٣'],
  ])('of %j is %s', (x, key) => {
    expect(keyOf(x)).toBe(key);
  });

  it.each([null, '', '\u3000', 'UNKNOWN', 'unknown ', 'n/a', 'Ｎ／Ａ', '없음', '없 음', '미정', '-', '--', '...', '/'])(
    'of %j is none',
    (x) => {
      expect(keyOf(x)).toBeNull();
    },
  );

  it.each(['NONE', 'NULL', 'TBD', 'X', 'XX', 'SAMPLE', '000', '무', '구두', '전화', '긴급'])(
    'of %s is a code: only a PO no. is a placeholder then',
    (x) => {
      expect(keyOf(x)).toBe(x);
    },
  );

  it('is idempotent and total', () => {
    fc.assert(
      fc.property(hostileText(), (x) => {
        expect(keyOf(keyOf(x))).toBe(keyOf(x));
      }),
      tries(5),
    );
  });

  it('ignores case, width and spaces, and keeps dashes apart', () => {
    expect(keyOf('KF–001')).not.toBe(keyOf('KF-001'));
    expect(keyOf('KF001')).not.toBe(keyOf('KF-001'));
  });
});
