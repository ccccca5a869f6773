import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentNumber } from '../testing/arbitraries.ts';
import { compareDecisionOrder, type Position } from './decisionOrder.ts';
import { createDocNoReader } from './docNo.ts';

const read = createDocNoReader('FP');
const at = (effectiveOn: string | null, docNo: string): Position => ({ effectiveOn, parts: read(docNo), docNo });

describe('decision order', () => {
  it('is by date, those without one last; then by year and sequence, then the malformed, then by number', () => {
    const ordered = [
      at('2025-11-01', 'FP25000900'),
      at('2025-11-01', '가25'),
      at('2025-11-02', 'FP24000101'),
      at('2025-11-02', 'FP250002'),
      at('2025-11-02', 'FP25000002'),
      at('2025-11-02', 'FP25000003'),
      at('2025-11-02', 'FP250100'),
      at('2025-11-02', 'FP25-1'),
      at('2025-11-02', 'fp25000001'),
      at('2025-11-02', 'ｚ1'),
      at('2025-11-02', '😀1'),
      at(null, 'FP24000001'),
      at(null, 'A'),
    ];
    // FP25000002 and FP250002 have the same year and sequence: the number decides, '0' before '2'.
    const sorted = [...ordered]
      .reverse()
      .sort(compareDecisionOrder)
      .map(({ docNo }) => docNo);
    expect(sorted).toEqual([
      'FP25000900',
      '가25',
      'FP24000101',
      'FP25000002',
      'FP250002',
      'FP25000003',
      'FP250100',
      'FP25-1',
      'fp25000001',
      'ｚ1',
      '😀1',
      'FP24000001',
      'A',
    ]);
  });

  it('is total: one order of any documents, whatever the order they came in', () => {
    const position = fc
      .tuple(fc.constantFrom('2025-11-01', '2025-11-02', null), documentNumber())
      .map(([day, docNo]) => at(day, docNo));
    const positions = fc.uniqueArray(position, { selector: ({ docNo }) => docNo });
    const shuffled = positions.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect([...other].sort(compareDecisionOrder)).toEqual([...all].sort(compareDecisionOrder));
        for (const a of all) {
          for (const b of all) {
            expect(Math.sign(compareDecisionOrder(a, b))).toBe(-Math.sign(compareDecisionOrder(b, a)) + 0);
            expect(compareDecisionOrder(a, b) === 0).toBe(a.docNo === b.docNo);
          }
        }
      }),
    );
  });
});
