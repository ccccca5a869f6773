import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../document/days.ts';
import { placeText, readPlace } from './OrphanPlace.ts';

it('a place can be read from its text', () => {
  const day = fc.nat({ max: 40_000 }).map((days) => addDays('1990-01-01', days));
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, 3), day, fc.string({ minLength: 1 }), (group, on, docNo) => {
      const place = { group, day: on, docNo };
      expect(readPlace(placeText(place))).toEqual(place);
    }),
  );
});

it.each(['', '0', '4.2025-11-20.FP1', '0.2025-11-20.', '0.2025-02-30.FP1', '0.0000-01-01.FP1', '0.2025-13-45.FP1'])(
  'no place is read from %j',
  (text) => expect(readPlace(text)).toBeNull(),
);
