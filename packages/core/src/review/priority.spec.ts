import { describe, expect, it } from 'vitest';
import { type Priority, priorityOf } from './priority.ts';
import { type Reason, type ReasonCode, reasonCodes, sortReasons } from './Reason.ts';

const reason = (code: ReasonCode): Reason => ({ code, facts: {} });
const exceeded = (percent: number): Reason => ({ code: 'QTY_MISMATCH', facts: { percent } });

describe('the priority of a review', () => {
  it('is none without an open reason', () => {
    expect(priorityOf([])).toBeNull();
  });

  it.each<readonly [number, Priority]>([
    [1000, 'critical'],
    [50, 'critical'],
    [49.99, 'medium'],
    [10, 'medium'],
    [9.99, 'low'],
    [0.1, 'low'],
  ])('of an ordered quantity exceeded by %s %% is %s', (percent, priority) => {
    expect(priorityOf([exceeded(percent)])).toBe(priority);
  });

  const high = [
    'MISSING_CUSTOMER',
    'MISSING_PO_NO',
    'RESERVATION_CONFLICT',
    'CANCELLED_IN_FCMS',
    'REUSED_PO_NO',
  ] as const;
  const medium = [
    ...(['PROBABLE_MATCH', 'SUSPECT_LINK', 'PRODUCT_NOT_ORDERED', 'MISSING_PRODUCT', 'INVALID_QTY'] as const),
    ...(['SOURCE_CHANGED', 'MISSING_IN_FCMS', 'ALIAS_LINK'] as const),
  ];
  it.each<readonly [ReasonCode, Priority]>([
    ...high.map((code) => [code, 'high'] as const),
    ...medium.map((code) => [code, 'medium'] as const),
    ['INVALID_DOC_NO', 'low'],
  ])('of %s is %s', (code, priority) => {
    expect(priorityOf([reason(code)])).toBe(priority);
  });

  it('is given to every reason', () => {
    expect([...high, ...medium, 'INVALID_DOC_NO', 'QTY_MISMATCH'].sort()).toEqual([...reasonCodes].sort());
  });

  it('is the highest of the open reasons', () => {
    const low = reason('INVALID_DOC_NO');
    const [middle, top] = [reason('INVALID_QTY'), reason('MISSING_CUSTOMER')];
    expect(priorityOf([low, middle])).toBe('medium');
    expect(priorityOf([middle, low])).toBe('medium');
    expect(priorityOf([low, top, middle])).toBe('high');
    expect(priorityOf([top, exceeded(60)])).toBe('critical');
    expect(priorityOf([exceeded(60), top])).toBe('critical');
  });
});

describe('reasons', () => {
  it('are told in their fixed order', () => {
    const reasons = [reason('SOURCE_CHANGED'), exceeded(5), reason('MISSING_CUSTOMER')];
    expect(sortReasons(reasons).map(({ code }) => code)).toEqual([
      'MISSING_CUSTOMER',
      'QTY_MISMATCH',
      'SOURCE_CHANGED',
    ]);
    expect(sortReasons([reasons[0]!])).toEqual([reasons[0]]);
  });
});
