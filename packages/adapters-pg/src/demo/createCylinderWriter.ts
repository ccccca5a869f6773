import { type Cylinder, type CylinderPool, recordedShare } from './createCylinderPool.ts';
import type { Prng } from './createPrng.ts';
import type { DocumentPlan } from './DocumentPlan.ts';
import type { DocumentCourse } from './documentCourse.ts';
import type { FcmsPlan } from './FcmsOptions.ts';
import type { FcmsRow } from './fcmsTables.ts';
import { secondsPerDay, timeText } from './wallClock.ts';

export interface CylinderRows {
  readonly details: FcmsRow<'tr_move_report_details'>[];
  readonly histories: FcmsRow<'tr_cylinder_status_histories'>[];
}

interface Move {
  readonly code: string;
  readonly at: number;
  /** Moves outside a document name none. */
  readonly outside?: true;
}

/** The moves before the document: the empty cylinder arrives and is looked over. */
const movesBefore = (cylinder: Cylinder, course: DocumentCourse, prng: Prng): Move[] => {
  const arrivedAt = course.selectedAt - prng.int(3 * 1440, 15 * 1440) * 60;
  // Cylinders that are needed at once never leave the plant in between.
  if (arrivedAt <= cylinder.restedSince) return [];
  const moves: Move[] = [{ code: '10', at: arrivedAt, outside: true }];
  if (prng.chance(0.02)) moves.push({ code: '19', at: arrivedAt + 6 * 3600, outside: true });
  if (prng.chance(0.6)) moves.push({ code: '14', at: arrivedAt + secondsPerDay, outside: true });
  return moves;
};

/** The moves under the document, from the selection to the shipping, with now and then a repetition. */
const movesUnder = (course: DocumentCourse, prng: Prng): Move[] => {
  const filling = course.filledOutside
    ? [
        { code: '30', at: course.filledAt - 3600 },
        { code: '31', at: course.filledAt },
      ]
    : [{ code: '22', at: course.filledAt }];
  const moves: Move[] = [{ code: '21', at: course.selectedAt }, ...filling, { code: '41', at: course.analysisAt }];
  // Filled again after the analysis: still one filled cylinder.
  if (prng.chance(0.015))
    moves.push({ code: '22', at: course.analysisAt + 1800 }, { code: '41', at: course.analysisAt + 3600 });
  moves.push({ code: '42', at: course.analysedAt }, { code: '50', at: course.warehousedAt });
  moves.push({ code: '51', at: course.linkedAt });
  if (prng.chance(0.01))
    moves.push({ code: '52', at: course.linkedAt + 1200 }, { code: '51', at: course.linkedAt + 2400 });
  moves.push({ code: '60', at: course.shippedAt });
  return moves;
};

/** A whole number near `share` of `count`, so that many documents together have exactly that share. */
const shareOf = (count: number, share: number, prng: Prng): number =>
  share >= 1 ? count : Math.floor(count * share + prng.next());

/** Writes the cylinders of documents, with all their moves up to now. */
export const createCylinderWriter = (
  plan: FcmsPlan,
  pool: CylinderPool,
  prng: Prng,
): ((document: DocumentPlan, course: DocumentCourse) => CylinderRows) => {
  const share = recordedShare(plan);
  return (document, course) => {
    const details: CylinderRows['details'] = [];
    const histories: CylinderRows['histories'] = [];
    const { documentNo, order, product } = document;
    const customerName = order.customer.name;
    const count = shareOf(document.cylinders, share, prng);
    if (course.selectedAt > course.until) return { details, histories };

    for (let i = 0; i < count; i += 1) {
      // One after the other, a few minutes apart; what a day cannot fill is filled the next day.
      const later = (i % 12) * 240 + Math.floor(i / 12) * secondsPerDay;
      const end = Math.min(course.shippedAt + later, Math.max(course.until, course.selectedAt + later));
      const cylinder = pool.take(course.selectedAt - secondsPerDay, end);
      const selectedAt = course.selectedAt + later;
      if (selectedAt > course.until) continue;

      const filled = course.filledAt + later <= course.until;
      const weight = (product.kilograms * (0.985 + 0.03 * prng.next())).toFixed(2);
      details.push({
        MOVE_REPORT_NO: documentNo,
        CYLINDER_NO: cylinder.cylinderNo,
        ROW_NO: i + 1,
        CYLINDER_WEIGHT: (48 + (cylinder.index % 97) / 10).toFixed(1),
        FILLING_WEIGHT: filled ? weight : null,
        SELECTION_PATTERN_CODE: `S${(cylinder.index % 5) + 1}`,
        ADD_DATETIME: timeText(selectedAt),
      });
      for (const move of [...movesBefore(cylinder, course, prng), ...movesUnder(course, prng)]) {
        const at = move.at + (move.outside ? 0 : later);
        if (at > course.until) break;
        const isFilling = move.code === '22' || move.code === '31';
        histories.push({
          CYLINDER_NO: cylinder.cylinderNo,
          HISTORY_SEQ: pool.nextMove(cylinder),
          MOVE_CODE: move.code,
          MOVE_DATE: timeText(at),
          MOVE_REPORT_NO: move.outside ? (cylinder.index % 2 === 0 ? null : '') : documentNo,
          CONDITION_CODE: move.code === '19' ? '900' : '100',
          SUPPLIER_USER_NAME: move.outside ? null : customerName,
          CUSTOMER_USER_NAME: move.code === '51' || move.code === '60' ? customerName : null,
          FILLING_WEIGHT: isFilling ? weight : null,
        });
      }
    }
    return { details, histories };
  };
};
