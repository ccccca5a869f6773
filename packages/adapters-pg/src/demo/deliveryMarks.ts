import type { DeliveryMarkFamily } from './demoCustomers.ts';

/** Writes delivery `k` of `n` behind a PO no.; the result begins with whatever separates it from the number. */
type WriteMark = (k: number, n: number) => string;

const fullWidth = (n: number): string =>
  String(n).replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
/** ①…⑳ and their likes are 20 consecutive characters, ❶…❿ and ➀…➉ ten; beyond them the clerks write digits. */
const numbered =
  (first: number, length: number): WriteMark =>
  (k) =>
    k <= length ? String.fromCodePoint(first + k - 1) : `(${k}차)`;

/** Ways of the clerks to say which delivery of an order a document is, in the families between which customers differ. */
export const deliveryMarks: Readonly<Record<DeliveryMarkFamily, readonly WriteMark[]>> = {
  korean: [
    (k) => `(${k}차)`,
    (k) => `-${k}차`,
    (k) => ` ${k}차`,
    (k) => ` ${fullWidth(k)}차`,
    (k) => `[${k}회차]`,
    (k) => `(제${k}차)`,
    (k) => ` ${k}회`,
    (k) => ` - ${k}차 납품`,
    (k) => `（ ${k} 차 분납 ）`,
    (k) => `_${k}회차 출하`,
    (k) => `–${k}차`,
  ],
  japanese: [
    (k) => `（${k}次）`,
    (k) => ` 第${k}回`,
    (k) => `【${k}回】`,
    (k) => `ー${k}次`,
    (k) => ` 分納${k}`,
    (k) => `(第${fullWidth(k)}次)`,
    (k) => `　${k}次　`,
  ],
  circled: [numbered(0x2460, 20), numbered(0x2474, 20), numbered(0x2776, 10), numbered(0x2780, 10)],
  split: [(k) => ` 분납${k}`, (k) => `분납 ${k}`, (k) => `-분할${k}`, (k) => `(분할 ${k}차)`, (k) => ` 분납${k}차`],
  fraction: [
    (k, n) => `(${k}/${n}차)`,
    (k, n) => ` ${k}/${n}차`,
    (k, n) => `（${k}／${n}次）`,
    (k) => (k > 1 ? `(${k - 1},${k}차)` : '(1차)'),
    (k) => (k > 1 ? ` ${k - 1}~${k}차` : ' 1차'),
  ],
};
