import type { SourceDocument } from '@cynow/po-core';
import { createPrng, type Prng } from '../../src/demo/createPrng.ts';
import { corrupt } from './corruptions.ts';
import { type NextNumber, numberingStyles } from './numberingStyles.ts';

/** An order as the customer placed it. */
export interface TradeOrder {
  readonly id: string;
  readonly customer: string;
  readonly customerName: string;
  readonly number: string;
  readonly placedOn: string;
  readonly lines: readonly { readonly product: string; readonly qty: number; readonly deliveryOn: string }[];
}

/** What happens, in decision order: staff enter an order, or a clerk types a document of it. */
export type TradeEvent =
  | { readonly type: 'entered'; readonly order: TradeOrder }
  | {
      readonly type: 'document';
      readonly order: TradeOrder;
      readonly kind: string | null;
      readonly source: SourceDocument;
    };

export interface TradeSize {
  readonly seed: string;
  readonly customers: number;
  readonly orders: number;
  /** Days over which the orders are placed. */
  readonly days: number;
  /** Share of the documents with a corrupted number. */
  readonly corrupted: number;
  /** Share of the orders that staff entered. */
  readonly entered: number;
}

interface Customer {
  readonly code: string;
  readonly name: string;
  readonly weight: number;
  readonly nextNumber: NextNumber;
  readonly products: readonly { readonly code: string; readonly quantities: readonly number[] }[];
  /** Days from order to delivery, at most. */
  readonly patience: number;
}

const firstDay = Date.parse('2024-03-01T00:00:00Z') / 86_400_000;
const dayAt = (n: number): string => new Date((firstDay + n) * 86_400_000).toISOString().slice(0, 10);

/** An index that prefers the first places: half of the draws the first, and so on. */
const leaning = (length: number, prng: Prng): number => {
  let at = 0;
  while (at < length - 1 && prng.chance(0.5)) at += 1;
  return at;
};

const createCustomer = (i: number, prng: Prng): Customer => {
  const styles = Object.values(numberingStyles);
  const style = styles[i % styles.length] ?? prng.pick(styles);
  return {
    code: `C${String(i).padStart(3, '0')}`,
    name: `고객 ${i} 주식회사`,
    weight: 0.1 * 40 ** prng.next(),
    nextNumber: style(prng),
    products: Array.from({ length: prng.int(2, 8) }, (_, p) => ({
      code: `KF${i}${p}`,
      quantities: Array.from({ length: prng.int(2, 5) }, () =>
        prng.pick([1, 2, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 40]),
      ),
    })),
    patience: prng.pick([3, 7, 14, 21]),
  };
};

const placeOrder = (id: number, customer: Customer, day: number, prng: Prng): TradeOrder => {
  const lines = prng.chance(0.75) ? 1 : prng.chance(0.8) ? 2 : 3;
  const deliveryOn = dayAt(day + prng.int(1, customer.patience));
  return {
    id: `O${id}`,
    customer: customer.code,
    customerName: customer.name,
    number: customer.nextNumber(dayAt(day)),
    placedOn: dayAt(day),
    lines: Array.from({ length: lines }, () => {
      const product = customer.products[leaning(customer.products.length, prng)] ?? { code: 'KF', quantities: [10] };
      return {
        product: product.code,
        qty: product.quantities[leaning(product.quantities.length, prng)] ?? 10,
        deliveryOn,
      };
    }),
  };
};

const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What a clerk types as the number. */
interface Typed {
  readonly kind: string | null;
  readonly typed: string;
}

const asOrdered = (order: TradeOrder): Typed => ({ kind: null, typed: order.number });

interface Planned {
  readonly on: string;
  readonly order: TradeOrder;
  readonly product: string;
  readonly qty: number;
  readonly deliveryOn: string;
}

/** Days by which clerks write another order date than the customer's: none or few, seldom weeks. */
const orderDateSlip = (prng: Prng): number => {
  if (prng.chance(0.93)) return leaning(4, prng);
  return prng.chance(0.7) ? prng.int(4, 14) : prng.int(15, 60);
};

/** Days between the delivery that was ordered and the one of the document. */
const deliverySlip = (prng: Prng): number => {
  if (prng.chance(0.5)) return 0;
  return prng.chance(0.8) ? prng.int(-3, 3) : prng.int(4, 15);
};

/** The documents of an order: usually one a line, sometimes several, each a part, the later ones due weeks later. */
const planDocuments = (order: TradeOrder, prng: Prng): Planned[] =>
  order.lines.flatMap(({ product, qty, deliveryOn }) => {
    const parts = qty < 4 || prng.chance(0.7) ? 1 : prng.int(2, 3);
    return Array.from({ length: parts }, (_, part) => {
      const each = Math.floor(qty / parts);
      const share = part === parts - 1 ? qty - each * (parts - 1) : each;
      return {
        on: plus(order.placedOn, orderDateSlip(prng)),
        order,
        product: prng.chance(0.01) ? `${product}X` : product,
        // Rounded to what the truck holds, now and then.
        qty: prng.chance(0.03) ? share + prng.int(1, 3) : share,
        deliveryOn: plus(deliveryOn, deliverySlip(prng) + part * prng.int(7, 20)),
      };
    });
  });

/** The order of the trade's customers that comes next, placed on the day after so many days. */
export type NextOrder = (day: number) => TradeOrder;

/** Orders of invented customers, the larger ones more often. The same seed, the same orders. */
export const createOrders = (customerCount: number, prng: Prng): NextOrder => {
  const customers = Array.from({ length: customerCount }, (_, i) => createCustomer(i, prng));
  const bounds: number[] = [];
  for (const { weight } of customers) bounds.push((bounds.at(-1) ?? 0) + weight);
  let id = 0;
  return (day) => {
    const at = prng.next() * (bounds.at(-1) ?? 0);
    const customer = customers[bounds.findIndex((bound) => at < bound)] ?? customers[0];
    if (customer === undefined) throw new RangeError('createOrders: no customers');
    id += 1;
    return placeOrder(id, customer, day, prng);
  };
};

/** The row that a clerk makes of a document. */
const sourceOf = (docNo: string, planned: Planned, typed: Typed, prng: Prng): SourceDocument => {
  const blank = typed.kind === 'customerBlank';
  return {
    docNo,
    poNo: typed.typed,
    customer: blank ? null : planned.order.customer,
    customerName: blank && prng.chance(0.5) ? null : planned.order.customerName,
    product: planned.product,
    productName: null,
    packing: null,
    qty: String(planned.qty),
    orderDate: `${planned.on} 09:00:00`,
    addDatetime: `${planned.on} 09:00:00`,
    deliveryDate: `${planned.deliveryOn} 00:00:00`,
    progressCode: null,
  };
};

/** The first document of an order, its number corrupted or not. */
export const firstDocument = (docNo: string, order: TradeOrder, corrupted: boolean, prng: Prng): SourceDocument => {
  const [planned] = planDocuments(order, prng);
  if (planned === undefined) throw new RangeError('firstDocument: an order without lines');
  return sourceOf(docNo, planned, corrupted ? corrupt(order.number, prng) : asOrdered(order), prng);
};

/**
 * Orders and what clerks make of them, in decision order. Some orders are entered by staff and some are not; some
 * documents bear a corrupted number. The same size, the same trade.
 */
export const generateTrade = (size: TradeSize): TradeEvent[] => {
  const prng = createPrng(`trade ${size.seed}`);
  const nextOrder = createOrders(size.customers, prng);
  const timed: { readonly on: string; readonly event: (docNo: string) => TradeEvent }[] = [];
  for (let i = 0; i < size.orders; i += 1) {
    const order = nextOrder(Math.floor((i * size.days) / size.orders));
    if (prng.chance(size.entered)) timed.push({ on: order.placedOn, event: () => ({ type: 'entered', order }) });
    let before: Typed | null = null;
    for (const planned of planDocuments(order, prng)) {
      // A later document is often a copy of the one before, its errors included.
      const copied: Typed | null = before !== null && prng.chance(0.6) ? before : null;
      const typed: Typed = copied ?? (prng.chance(size.corrupted) ? corrupt(order.number, prng) : asOrdered(order));
      before = typed;
      timed.push({
        on: planned.on,
        event: (docNo) => ({
          type: 'document',
          order,
          kind: typed.kind,
          source: sourceOf(docNo, planned, typed, prng),
        }),
      });
    }
  }
  // Stable: what was planned first stays first on its day.
  return timed
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ event }, i) => event(`FP25${String(i).padStart(6, '0')}`));
};
