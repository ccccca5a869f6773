import { type Day, isDay } from '../document/days.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { Orphan } from './Orphan.ts';
import { orphanDay } from './orphanPriority.ts';

/**
 * Where an orphan stands in a list. Groups: 0, a human is asked (open, or its document is on another PO than people chose);
 * 1, people decided; 2, it resolved itself; 3, it never was an orphan.
 */
export interface OrphanPlace {
  readonly group: number;
  /** From which its age counts; the newest first, so that open ones stand by priority. */
  readonly day: Day;
  readonly docNo: string;
}

/** The last group that people are shown unless they ask. */
export const lastShownGroup = 2;

const groupOf = ({ state, openedAt, landedOn }: Orphan): number => {
  switch (state) {
    case 'open':
      return 0;
    case 'attached':
    case 'made-po':
    case 'ignored':
      return landedOn === null ? 1 : 0;
    case 'resolved':
      return openedAt === null ? 3 : 2;
    case 'seen':
      return 3;
  }
};

export const orphanPlace = (orphan: Orphan): OrphanPlace => ({
  group: groupOf(orphan),
  day: orphanDay(orphan),
  docNo: orphan.report.docNo,
});

/** The order of the list. */
export const comparePlaces = (a: OrphanPlace, b: OrphanPlace): number =>
  a.group - b.group || compareCodePoints(b.day, a.day) || compareCodePoints(a.docNo, b.docNo);

/** A place as text, to go on from. */
export const placeText = ({ group, day, docNo }: OrphanPlace): string => `${group}.${day}.${docNo}`;

/** The place that a text names; null when it names none. */
export const readPlace = (text: string): OrphanPlace | null => {
  const match = /^([0-3])\.(\d{4}-\d{2}-\d{2})\.(.+)$/su.exec(text);
  return match === null || !isDay(match[2]!) ? null : { group: Number(match[1]), day: match[2]!, docNo: match[3]! };
};
