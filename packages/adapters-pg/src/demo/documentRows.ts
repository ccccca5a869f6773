import type { Prng } from './createPrng.ts';
import type { DocumentPlan } from './DocumentPlan.ts';
import type { DocumentCourse } from './documentCourse.ts';
import type { FcmsRow } from './fcmsTables.ts';
import { dateParts, dayOf, secondsPerDay, timeText } from './wallClock.ts';

const remarks = [
  '오전 납품 부탁드립니다',
  '至急',
  '성적서 첨부 <b>필수</b>',
  '밸브 방향 확인 ⚠️',
  'ラベル貼付のこと　',
  "don't mix lots, 100% same lot",
];
const remark = (prng: Prng, share: number): string | null => (prng.chance(share) ? prng.pick(remarks) : null);

const text = (seconds: number | null): string | null => (seconds === null ? null : timeText(seconds));
const midnight = (seconds: number): number => dayOf(seconds) * secondsPerDay;

/** The order row of a document. */
export const orderRow = (document: DocumentPlan, course: DocumentCourse, prng: Prng): FcmsRow<'tr_orders'> => {
  const { typed, product, cylinders } = document;
  const touchedAt = typed.addedAt === null ? null : Math.min(course.until, typed.addedAt + prng.int(0, 7200));
  return {
    ARRIVAL_SHIPPING_NO: document.documentNo,
    CUSTOMER_ORDER_NO: typed.poNo,
    SUPPLIER_USER_CODE: typed.customerCode,
    SUPPLIER_USER_NAME: typed.customerName,
    ORDER_DATE: text(typed.orderedAt),
    TRADE_CONDITION_CODE: typed.productCode,
    SELECTION_PATTERN_CODE: `S${prng.int(1, 5)}`,
    ITEM_NAME: product.gas,
    PACKING_NAME: product.packing,
    INSTRUCTION_QUANTITY: (product.kilograms * cylinders).toFixed(1),
    INSTRUCTION_COUNT: typed.quantity,
    FILLING_THRESHOLD: product.kilograms,
    DELIVERY_DATE: text(typed.deliveryAt),
    ORDER_REMARKS: remark(prng, 0.12),
    MOVE_REPORT_REMARKS: remark(prng, 0.04),
    ADD_DATETIME: text(typed.addedAt),
    UPDATE_DATETIME: text(touchedAt),
  };
};

/** The plan of a document. */
export const informationRow = (
  document: DocumentPlan,
  course: DocumentCourse,
  prng: Prng,
): FcmsRow<'tr_order_informations'> => ({
  MOVE_REPORT_NO: document.documentNo,
  FILLING_PLAN_DATE: timeText(midnight(course.filledAt)),
  WAREHOUSING_PLAN_DATE: prng.chance(0.05) ? null : timeText(midnight(course.warehousedAt)),
  SHIPPING_PLAN_DATE: timeText(document.dueOn * secondsPerDay),
  SALES_REMARKS: remark(prng, 0.06),
  BUSINESS_REMARKS: remark(prng, 0.03),
  PRODUCTION_REMARKS: remark(prng, 0.05),
  UPDATE_DATETIME: timeText(Math.min(course.until, document.enteredAt + prng.int(60, 86_400))),
});

/** How far a document is, in the code of its move report. */
const progressOf = (document: DocumentPlan, course: DocumentCourse): string => {
  if (document.cancelled) return '51';
  if (course.shippedAt <= course.until) return '60';
  if (course.warehousedAt <= course.until) return '50';
  if (course.analysedAt <= course.until) return '42';
  if (course.filledAt <= course.until) return '22';
  return course.selectedAt <= course.until ? '21' : '10';
};

/** The execution of a document. */
export const moveReportRow = (
  document: DocumentPlan,
  course: DocumentCourse,
  prng: Prng,
): FcmsRow<'tr_move_reports'> => {
  const { typed, enteredAt } = document;
  const madeAt = document.kind === 'orphan' ? enteredAt : Math.min(enteredAt + prng.int(1, 15) * 60, course.until);
  const filled = course.filledAt <= course.until;
  const shipped = course.shippedAt <= course.until;
  const { year, month } = dateParts(dayOf(course.filledAt));
  const passed = [course.shippedAt, course.warehousedAt, course.filledAt].find((at) => at <= course.until);
  return {
    MOVE_REPORT_NO: document.documentNo,
    PROGRESS_CODE: !document.cancelled && prng.chance(0.01) ? null : progressOf(document, course),
    FILLING_DATE: filled ? timeText(midnight(course.filledAt)) : null,
    SHIPPING_DATE: shipped ? timeText(midnight(course.shippedAt)) : null,
    FILLING_LOT_HEADER: filled ? `${document.product.code.slice(0, 2)}${year % 100}${month.toString(16)} ` : null,
    FILLING_LOT_NO: filled ? String(prng.int(1, 9999)).padStart(4, '0') : null,
    FILLING_LOT_BRANCH: filled && prng.chance(0.2) ? String(prng.int(1, 3)) : null,
    ADD_DATETIME: typed.addedAt === null ? null : timeText(madeAt),
    UPDATE_DATETIME: timeText(passed ?? madeAt),
  };
};
