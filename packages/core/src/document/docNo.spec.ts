import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { createDocNoReader, docNo } from './docNo.ts';

describe('docNo', () => {
  it.each([
    ['FP25000668  ', 'FP25000668'],
    ['fp 2500 0668', 'FP25000668'],
    ['ＦＰ２５０００６６８', 'FP25000668'],
    ['\u200bfp250001\u3000', 'FP250001'],
  ])('compares %j as %s', (x, expected) => {
    expect(docNo(x)).toBe(expected);
  });

  it.each([null, '', ' \u3000'])('is none for %j', (x) => {
    expect(docNo(x)).toBeNull();
  });

  it('is idempotent and total, without white space and lower case', () => {
    fc.assert(
      fc.property(hostileText(), (x) => {
        const read = docNo(x);
        expect(docNo(read)).toBe(read);
        expect(read?.toUpperCase() ?? null).toBe(read);
        expect(read === null || !/\s/.test(read)).toBe(true);
      }),
      tries(5),
    );
  });
});

describe('a well-formed document number', () => {
  const read = createDocNoReader('FP');

  it.each([
    ['FP240001', { year: 24, sequence: 1 }],
    ['FP25000668', { year: 25, sequence: 668 }],
    ['FP2599999999', { year: 25, sequence: 99_999_999 }],
    ['FP0000000', { year: 0, sequence: 0 }],
  ])('%s has year and sequence', (x, parts) => {
    expect(read(x)).toEqual(parts);
  });

  it.each([
    'FP24001',
    'FP24000000001',
    'fp25000668',
    'FP 25000668',
    'ＦＰ25000668',
    'FP2500066８',
    'FP25-000668',
    'XX25000668',
    'FP25000668A',
    'AFP25000668',
    '',
  ])('%j is malformed', (x) => {
    expect(read(x)).toBeNull();
  });

  it('begins with what the site has set', () => {
    expect(createDocNoReader('가.')('가.25000668')).toEqual({ year: 25, sequence: 668 });
    expect(createDocNoReader('가.')('가x25000668')).toBeNull();
    expect(createDocNoReader('Q+')('Q+250001')).toEqual({ year: 25, sequence: 1 });
  });

  it('is never equal to another form of itself', () => {
    expect(createDocNoReader('fp')('fp25000668')).toBeNull();
    expect(createDocNoReader('ＦＰ')('ＦＰ25000668')).toBeNull();
  });
});
