import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWords } from './shellWords.ts';

it('are read by a shell as the words they were', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((x) => !/[\0\n]/.test(x));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${shellWords(words)}`], { encoding: 'utf8' });
      expect(printed.split('\n').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 20, examples: [[["it's", 'a b', '$HOME', '구두', '*']]] },
  );
});

it('are left as they are where nothing has to be quoted', () => {
  expect(shellWords(['KDKK', 'ABC-2024-001', '고객'])).toBe('KDKK ABC-2024-001 고객');
});
