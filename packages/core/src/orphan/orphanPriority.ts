import { addDays, type Day, effectiveDate, seoulDayOf } from '../document/days.ts';
import type { Priority } from '../review/priority.ts';
import type { Orphan } from './Orphan.ts';

/** Up to so many days old it can still be repaired in FCMS. */
const criticalDays = 7;
const mediumDays = 30;

/**
 * The Asia/Seoul day from which an orphan's age counts: of filling, else of shipping, else of entry (`ADD_DATETIME`), else
 * when it was first seen. A day outside 1990–2100 counts as none.
 */
export const orphanDay = ({ report, firstSeenAt }: Pick<Orphan, 'report' | 'firstSeenAt'>): Day =>
  effectiveDate(report.fillingDate, report.shippingDate) ??
  effectiveDate(report.addDatetime, null) ??
  seoulDayOf(firstSeenAt);

/** The days from which open orphans of a priority date, `today` being the Asia/Seoul day; null: none has this priority. */
export const daysOfPriority = (
  priority: Priority,
  today: Day,
): { readonly since: Day | null; readonly until: Day | null } | null => {
  switch (priority) {
    case 'critical':
      return { since: addDays(today, -criticalDays), until: null };
    case 'high':
      return null;
    case 'medium':
      return { since: addDays(today, -mediumDays), until: addDays(today, -criticalDays - 1) };
    case 'low':
      return { since: null, until: addDays(today, -mediumDays - 1) };
  }
};

/** The priority of an open orphan: critical while up to 7 days old, medium up to 30, low after. */
export const orphanPriority = (orphan: Pick<Orphan, 'report' | 'firstSeenAt'>, at: Date): Priority => {
  const [day, today] = [orphanDay(orphan), seoulDayOf(at)];
  if (day >= addDays(today, -criticalDays)) return 'critical';
  return day >= addDays(today, -mediumDays) ? 'medium' : 'low';
};
