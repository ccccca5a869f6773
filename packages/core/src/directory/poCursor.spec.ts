import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PoFilter, type PoPlace, poSorts } from '../ports/PoDirectory.ts';
import { type PoListing, poCursor, readPoCursor } from './poCursor.ts';

const place: PoPlace = {
  id: '0190a',
  receivedOn: '2025-11-22',
  customerKey: 'KDKK',
  numberless: false,
  number: '수주-1',
};
const listing: PoListing = { filter: { search: '관동', manual: true }, sort: 'newest' };

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((each) => !each.includes('\0'));
const placeArb: fc.Arbitrary<PoPlace> = fc.record({
  id: fc.uuid(),
  receivedOn: fc.constantFrom(null, '2025-11-22', '1990-01-01'),
  customerKey: text,
  numberless: fc.boolean(),
  number: text,
});
const filterArb: fc.Arbitrary<PoFilter> = fc.record(
  {
    search: fc.constantFrom('a', 'b', ''),
    review: fc.constantFrom('needs-review', 'high'),
    state: fc.constantFrom('open', 'cancelled'),
    customerKey: fc.constantFrom('a', 'b'),
    productKey: fc.constantFrom('a', 'b'),
    manual: fc.boolean(),
    receivedSince: fc.constantFrom('2025-01-01', '2025-01-02'),
    receivedUntil: fc.constantFrom('2025-01-01', '2025-01-02'),
  },
  { requiredKeys: [] },
);
const listingArb = fc.record({ filter: filterArb, sort: fc.constantFrom(...poSorts) });

describe('a cursor of a list of POs', () => {
  it('leads back to its place in its list, and nowhere in another', () => {
    fc.assert(
      fc.property(listingArb, listingArb, placeArb, (own, other, where) => {
        const cursor = poCursor(own, where);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readPoCursor(own, cursor)).toEqual(where);
        const same = JSON.stringify(own, Object.keys({ ...own.filter, filter: 0, sort: 0 }).sort());
        const another = JSON.stringify(other, Object.keys({ ...other.filter, filter: 0, sort: 0 }).sort());
        expect(readPoCursor(other, cursor) === null).toBe(same !== another);
      }),
    );
  });

  it('does not mind how a filter says that it does not narrow', () => {
    expect(
      readPoCursor({ ...listing, filter: { ...listing.filter, state: undefined } }, poCursor(listing, place)),
    ).toEqual(place);
  });

  it.each([
    { ...place, number: 'a\0b' },
    { ...place, customerKey: '\ud800' },
    { ...place, receivedOn: '2025-02-30' },
    { ...place, receivedOn: 'soon' },
  ])('of a place that there cannot be is none: %j', (impossible) => {
    expect(readPoCursor(listing, poCursor(listing, impossible))).toBeNull();
  });

  it('reads whatever is typed without failing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(btoa8)), (typed) => {
        expect(readPoCursor(listing, typed)).toBeNull();
      }),
    );
    expect(readPoCursor(listing, 'gA')).toBeNull();
    expect(readPoCursor(listing, 'A'.repeat(9000))).toBeNull();
  });
});

function btoa8(json: string): string {
  return Buffer.from(json).toString('base64url');
}
