import { expect, it } from 'vitest';
import { lotNo } from './lotNo.ts';

it('a lot number is header and number, and a branch behind a dash', () => {
  expect(lotNo({ header: 'L     ', no: '2511001   ', branch: '1   ' })).toBe('L2511001-1');
  expect(lotNo({ header: null, no: '77', branch: '\u3000' })).toBe('77');
  expect(lotNo({ header: '  ', no: null, branch: '1' })).toBeNull();
});
