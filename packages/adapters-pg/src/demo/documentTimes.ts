import { createPrng } from './createPrng.ts';
import type { FcmsPlan } from './FcmsOptions.ts';
import { secondsPerDay, weekdayOf } from './wallClock.ts';

/** The moment at which a clerk types a document. */
export interface DocumentTime {
  /** Seconds of the Seoul wall clock. */
  readonly at: number;
  /** From before the present numbering: such documents have a sequence of 4 digits. */
  readonly old: boolean;
}

const opens = 8.5 * 3600;
const closes = 18.5 * 3600;
/** By weekday, Sunday first. */
const load = [0.06, 1.15, 1, 1, 1, 1.1, 0.3];

/** How many of the documents are old ones: about 1 %, so that each is a rarity and the 4-digit sequence suffices. */
const oldDocuments = (documents: number): number => (documents < 100 ? 0 : Math.min(500, Math.round(documents / 100)));

/** Cumulated share of each day in `count` documents; the last day weighs in full, so that it has at least one. */
const cumulate = (plan: FcmsPlan): Float64Array => {
  const prng = createPrng(`${plan.seed}/days`);
  const sums = new Float64Array(plan.days);
  let sum = 0;
  for (let i = 0; i < plan.days; i += 1) {
    const weekday = weekdayOf(plan.endOn - plan.days + 1 + i);
    sum += i === plan.days - 1 ? 1 : (load[weekday] ?? 1) * (0.6 + 0.8 * prng.next());
    sums[i] = sum;
  }
  return sums;
};

/** The documents' times in rising order, the newest on `endOn` and not after `now`. */
export function* documentTimes(plan: FcmsPlan): Generator<DocumentTime> {
  const prng = createPrng(`${plan.seed}/times`);
  const old = oldDocuments(plan.documents);
  const firstDay = plan.endOn - plan.days + 1;

  // Old ones: 400 to 200 days before the rest, far enough for a number used again to stand out.
  for (let i = 0; i < old; i += 1) {
    const day = firstDay - 400 + ((i + prng.next()) / old) * 200;
    const at = Math.floor(day) * secondsPerDay + opens + (day % 1) * (closes - opens);
    yield { at: Math.floor(at), old: true };
  }

  const recent = plan.documents - old;
  const sums = cumulate(plan);
  const total = sums[plan.days - 1] ?? 1;
  let written = 0;
  for (let i = 0; i < plan.days; i += 1) {
    const day = firstDay + i;
    const until = i === plan.days - 1 ? recent : Math.min(recent - 1, Math.floor(((sums[i] ?? 0) / total) * recent));
    const count = until - written;
    const start = day * secondsPerDay + opens;
    const end = Math.min(day * secondsPerDay + closes, plan.now);
    for (let j = 0; j < count; j += 1) {
      const at = end > start ? start + ((j + prng.next()) / count) * (end - start) : plan.now;
      yield { at: Math.floor(at), old: false };
    }
    written = Math.max(written, until);
  }
}
