import { expect } from 'vitest';
import { unknown } from '../po/codeKeys.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import type { PoEntry, PoSort } from '../ports/PoDirectory.ts';
import { priorityOf } from '../review/priority.ts';
import { reasonCodes } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { World } from './World.ts';

/** All POs as a list tells them. */
export const allEntries = async ({ directory }: World, sort: PoSort = 'newest'): Promise<readonly PoEntry[]> => {
  const { entries, next } = await directory.list({}, { sort, limit: 1000, after: null });
  expect(next).toBeNull();
  return entries;
};

/** What a list must say of a PO, but for what was counted and is due. */
const expected = ({ po, deliveries, version }: HeldPo): Partial<PoEntry> => {
  const { id, customer, customerName, poNo, manual, state, receivedOn } = po;
  const open = deliveries.flatMap(({ reasons }) => reasons);
  const live = deliveries.filter(({ number }) => number !== null);
  return {
    ...{ id, version, customer, customerName, poNo, manual, state, receivedOn },
    numberless: po.identity.poKey === null,
    deliveries: live.length,
    priority: priorityOf(open),
    codes: reasonCodes.filter((code) => open.some((reason) => reason.code === code)),
    ordered: po.items.reduce((sum, { qty }) => sum + qty, 0),
    incomplete: po.items.some(({ incomplete }) => incomplete),
    instructed: live.reduce((sum, { qty }) => sum + (qty ?? 0), 0),
  };
};

/** Every PO is listed, and no other, and a list says of each what the PO itself says; the sums are those of the list. */
export const expectConsistentDirectory = async (world: World): Promise<readonly HeldPo[]> => {
  const entries = await allEntries(world);
  const { pos } = await world.ports.pos.find({ ids: entries.map(({ id }) => id) });
  expect(entries.length).toBe((await world.snapshot()).length);
  const held = new Map(pos.map((each) => [each.po.id, each]));
  for (const entry of entries) expect(entry).toMatchObject(expected(held.get(entry.id)!));
  const totals = await world.directory.totals({});
  const sum = (of: (entry: PoEntry) => number | null): number =>
    entries.reduce((all, entry) => all + (of(entry) ?? 0), 0);
  expect(totals).toMatchObject({
    pos: entries.length,
    ordered: sum(({ ordered }) => ordered),
    instructed: sum(({ instructed }) => instructed),
    incomplete: entries.some(({ incomplete }) => incomplete),
  });
  if (totals.asOf !== null) expect(totals.shipped).toBe(sum(({ shipped }) => shipped));
  const { customers } = await world.directory.customers(null, { limit: 1000, after: null });
  const keys = new Set(pos.map(({ po }) => po.identity.customerKey));
  keys.delete(unknown);
  expect(customers.map(({ customerKey }) => customerKey)).toEqual([...keys].sort(compareCodePoints));
  return pos;
};
