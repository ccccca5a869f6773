import { describe, expect, it } from 'vitest';
import { untilStable } from './untilStable.ts';

describe('untilStable', () => {
  it('applies a step until nothing changes', () => {
    const halve = (x: string): string => (x.length > 1 ? x.slice(0, x.length >> 1) : x);
    expect(untilStable(halve, 'abcdefgh')).toBe('a');
  });

  it('ends with null', () => {
    expect(untilStable((x) => (x === 'a' ? null : 'a'), 'b')).toBeNull();
    expect(untilStable((x) => x, null)).toBeNull();
  });
});
