import { expect, it } from 'vitest';
import { isShareUnwise } from './isShareUnwise.ts';

it.each([
  [50, 99, true],
  [0.01, 0, true],
  [50, 100, false],
  [0, 3, false],
  [100, 3, false],
  [null, 3, false],
  [50, null, false],
])('a share of %s percent of %s users is unwise: %s', (percent, users, unwise) => {
  expect(isShareUnwise(percent, users)).toBe(unwise);
});
