import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostWorkers, shareConnections } from './shareConnections.ts';

it.each([
  [20, 1, false, 5],
  [20, 2, false, 3],
  [20, 2, true, 2],
  [20, 3, false, 1],
  [20, 4, false, null],
  [5, 1, false, 1],
  [1, 1, true, 1],
])('of %i connections, %i workers (CYNOW read: %s) have pools of %s', (all, workers, readsCynow, ofPool) => {
  expect(shareConnections(all, workers, readsCynow)).toBe(ofPool);
});

it('the connections of all workers, with what each needs besides, stay within what the machine may have', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 2, max: 64 }),
      fc.boolean(),
      (all, workers, cynow) => {
        const ofPool = shareConnections(all, workers, cynow);
        if (ofPool === null) expect(mostWorkers(all, cynow)).toBeLessThan(workers);
        else {
          const reports = Math.max(1, Math.floor(ofPool / 2));
          const ofEach = ofPool + reports + (cynow ? Math.min(2, reports) : 0) + 2;
          expect(workers * ofEach).toBeLessThanOrEqual(all);
        }
      },
    ),
  );
});
