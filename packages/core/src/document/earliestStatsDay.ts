import { addDays, type Day } from './days.ts';

/** Ten years, leap days included. */
const mostDays = 3653;

/** The first day from which POs made per day are told: ten years before today. Earlier ones would be mostly lines of nothing. */
export const earliestStatsDay = (today: Day): Day => addDays(today, -mostDays);
