import { expect } from 'vitest';
import { mostReasons } from '../ports/ReviewQueue.ts';
import { priorityOf } from '../review/priority.ts';
import { reasonCodes } from '../review/Reason.ts';
import type { World } from './World.ts';

/** The queue of reviews holds every PO with an open reason and no other, and says of each what the PO itself says. */
export const expectConsistentQueue = async (world: World): Promise<void> => {
  const { entries } = await world.reviews.list({}, { limit: 1000, after: null });
  const { pos } = await world.ports.pos.find({ ids: entries.map(({ id }) => id) });
  const held = new Map(pos.map((each) => [each.po.id, each]));
  for (const entry of entries) {
    const { po, deliveries, version } = held.get(entry.id)!;
    const open = deliveries.flatMap(({ reasons }) => reasons);
    const opened = await world.reviews.openReasons(entry.id);
    const { customer, customerName, poNo, manual, state, receivedOn } = po;
    expect(entry).toMatchObject({ customer, customerName, poNo, manual, state, receivedOn, version });
    expect(entry.priority).toBe(priorityOf(open));
    expect(entry.codes).toEqual(reasonCodes.filter((code) => open.some((reason) => reason.code === code)));
    expect(opened.map(({ code, facts }) => ({ code, facts }))).toEqual(
      deliveries.flatMap(({ reasons }) =>
        reasons.toSorted((a, b) => reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code)),
      ),
    );
    expect(entry.reasons).toEqual(opened.slice(0, mostReasons));
    expect(entry.since).toEqual(new Date(Math.min(...opened.map(({ since }) => since.getTime()))));
  }
  const flagged = (await world.snapshot()).filter(({ deliveries }) =>
    deliveries.some(({ reasons }) => reasons.length > 0),
  );
  expect(entries.length).toBe(flagged.length);
};
