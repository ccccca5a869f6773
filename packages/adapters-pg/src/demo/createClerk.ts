import { createOccurrences, type Occurrences } from './createOccurrences.ts';
import { createPrng } from './createPrng.ts';
import type { DemoOrder, DemoTrait, DocumentPlan, TypedDocument } from './DocumentPlan.ts';
import { clip, mistype, respell } from './typedText.ts';
import { dayOf, parseDay, secondsPerDay } from './wallClock.ts';

const noCustomer = [null, '', '\u3000', 'UNKNOWN', '-', '미정', 'N/A'];
const noPoNo = [
  ...[null, '구두', '없음', 'TBD', '', '\u3000\u3000', '-', '구두 2차', '전화주문', 'N/A', '000', '口頭', '미정', '無'],
  ...['x', '2次', '(1차)', 'Ｎ／Ａ', '메일', '---', 'なし', '추후통보'],
];
const noProduct = [null, '', '미정', '---', 'UNKNOWN', '\u3000'];
const noQuantity = [null, 0, -5, '2.5', 2_000_000, '-0.5', 1_000_001];
const absurdDays = ['1900-01-01', '2999-12-31', '0025-11-03', '2205-06-30', '1970-01-01'].map(
  (day) => parseDay(day) ?? 0,
);
/** Names as they come from copying and joking; all of them have to fit anywhere a name is shown. */
const oddNames = [
  "<script>alert('이름')</script> & Co.",
  '100% "인용" \\ 역슬래시 %s %d',
  '👩‍🔬 연구소 🏭 ガス 🧪',
  '아주 긴 이름 '.repeat(12),
  "Robert'); DROP TABLE tr_orders;--",
  '탭\t과 줄\n바꿈이 든 이름',
];

/** What the clerk types for a delivery, with what it shows. */
interface Typing {
  readonly typed: TypedDocument;
  readonly traits: DemoTrait[];
}

type MeantDocument = Pick<DocumentPlan, 'order' | 'delivery' | 'product' | 'cylinders' | 'enteredAt' | 'dueOn'>;

/** A clerk who types documents one after the other, with errors and habits at the rates of a real site. */
export interface Clerk {
  /** The newest document dates the whole set: it is entered in time, with a date. */
  type(document: MeantDocument, newest: boolean): Typing;
}

/** One of a list, the ordinal-th around. */
const inTurn = <T>(list: readonly T[], ordinal: number): T | undefined => list[ordinal % list.length];

export const createClerk = (seed: number): Clerk => {
  const prng = createPrng(`${seed}/clerk`);
  const every = (rate: number): Occurrences => createOccurrences(prng, rate);
  const missingCustomer = every(0.03);
  const missingPoNo = every(0.05);
  const missingProduct = every(0.01);
  const invalidQuantity = every(0.01);
  const noOrderDate = every(0.0035);
  const absurdDate = every(0.0015);
  const mistyped = every(0.025);
  const spelledPoNo = every(0.08);
  const spelledCode = every(0.02);
  const spelledProduct = every(0.015);
  const oddName = every(0.004);

  const nameOf = (order: DemoOrder, odd: number): string => {
    const { name, otherNames } = order.customer;
    if (odd >= 0) return inTurn(oddNames, odd) ?? name;
    return prng.chance(0.85) ? name : prng.pick(otherNames);
  };

  const orderedAt = (enteredAt: number, newest: boolean): number => {
    // Now and then the order is entered a day or two late.
    const late = !newest && prng.chance(0.1) ? prng.int(1, 2) : 0;
    return prng.chance(0.8) ? (dayOf(enteredAt) - late) * secondsPerDay : enteredAt - late * secondsPerDay;
  };

  return {
    type: ({ order, delivery, product, cylinders, enteredAt, dueOn }, newest) => {
      const traits: DemoTrait[] = order.reused ? ['REUSED_PO_NO'] : [];
      const spell = (text: string, ordinal: number): string => {
        if (ordinal < 0) return text;
        const respelled = respell(text, ordinal, prng);
        if (respelled !== text && !traits.includes('DIRTY_TEXT')) traits.push('DIRTY_TEXT');
        return respelled;
      };
      /** The value meant, or, on an occurrence of this trait, one of the list. */
      const unless = <T>(trait: DemoTrait, ordinal: number, wrong: readonly T[], meant: () => T): T => {
        const replaced = ordinal < 0 ? undefined : inTurn(wrong, ordinal);
        if (replaced === undefined) return meant();
        traits.push(trait);
        return replaced;
      };

      const mistake = delivery > 1 ? mistyped() : -1;
      const spelling = spelledPoNo();
      const meantPoNo = (): string => {
        if (mistake >= 0) traits.push('MISTYPED_PO_NO');
        const number = mistake >= 0 ? mistype(order.poNo, mistake, prng) : spell(order.poNo, spelling);
        return number + order.mark(delivery);
      };
      const poNo = unless<string | null>('MISSING_PO_NO', missingPoNo(), noPoNo, meantPoNo);
      const codeSpelling = spelledCode();
      const customerCode = unless<string | null>('MISSING_CUSTOMER', missingCustomer(), noCustomer, () =>
        spell(order.customer.code, codeSpelling),
      );
      const productSpelling = spelledProduct();
      const productCode = unless<string | null>('MISSING_PRODUCT', missingProduct(), noProduct, () =>
        spell(product.code, productSpelling),
      );
      const quantity = unless<string | number | null>('INVALID_QTY', invalidQuantity(), noQuantity, () =>
        // A replicated NUMBER may arrive with a scale.
        prng.chance(0.02) ? `${cylinders}.0` : cylinders,
      );

      const dateless = newest ? -1 : noOrderDate();
      const absurd = newest || dateless >= 0 ? -1 : absurdDate();
      if (dateless >= 0) traits.push('NO_ORDER_DATE');
      if (absurd >= 0) traits.push('ABSURD_DATE');
      const absurdDay = absurd < 0 ? undefined : inTurn(absurdDays, absurd);
      const ordered = absurdDay === undefined ? orderedAt(enteredAt, newest) : absurdDay * secondsPerDay;

      const typed: TypedDocument = {
        customerCode: customerCode === null ? null : clip(customerCode, 10),
        customerName: customerCode === null && prng.chance(0.5) ? null : clip(nameOf(order, oddName()), 90),
        poNo: poNo === null ? null : clip(poNo, 40),
        productCode: productCode === null ? null : clip(productCode, 10),
        quantity,
        orderedAt: dateless >= 0 ? null : ordered,
        addedAt: dateless >= 0 && dateless % 3 === 0 ? null : enteredAt,
        deliveryAt: prng.chance(0.04) ? null : dueOn * secondsPerDay,
      };
      return { typed, traits };
    },
  };
};
