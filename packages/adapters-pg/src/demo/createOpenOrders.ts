import { createPrng, type Prng } from './createPrng.ts';
import type { DemoOrder } from './DocumentPlan.ts';
import { deliveryMarks } from './deliveryMarks.ts';
import { type Count, demoCustomers } from './demoCustomers.ts';
import { demoProducts } from './demoProducts.ts';
import { dateParts } from './wallClock.ts';

export interface Delivery {
  readonly order: DemoOrder;
  /** 1…n. */
  readonly number: number;
  /** Its first document is cancelled, and this is for the second. */
  readonly again: boolean;
}

/** The orders that are being delivered on a day, as a stream: what is finished is forgotten. */
export interface OpenOrders {
  /** The delivery that the next document of this day is for: of an order that waits for it, or of a new one. */
  next(day: number): Delivery;
  /** A delivery of a new order that carries the number of one finished half a year ago; null while there is none. */
  reuse(day: number): Delivery | null;
  /** Plans the same delivery once more, because its document is cancelled. */
  again(delivery: Delivery, day: number): void;
  /** Forgets all deliveries to come. */
  forget(): void;
}

const cylindersOf = [1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 6, 6, 8, 8, 10, 10, 12, 15, 20, 24];
/** Cylinders of one delivery, on average. */
export const meanCylinders = cylindersOf.reduce((sum, n) => sum + n, 0) / cylindersOf.length;

/** Deliveries of one order; on average 2, so that half of the documents begin one. */
const deliveriesOf = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 9];

const reuseAfterDays = 190;
const keepFinishedDays = 500;

const markOf = (
  prng: Prng,
  order: { customer: DemoOrder['customer']; deliveries: number },
): ((k: number) => string) => {
  const family = prng.pick(order.customer.marks);
  if (order.deliveries === 1 || family === 'same') return () => '';
  const write = prng.pick(deliveryMarks[family]);
  // Often nobody knows at the first delivery that there will be a second.
  const firstIsMarked = prng.chance(0.6);
  return (k) => (k === 1 && !firstIsMarked ? '' : write(k, order.deliveries));
};

/** Counts for each customer and counter; a customer's first counter has already counted a little before the data begin. */
const createCounters = (prng: Prng): ((customer: string) => Count) => {
  const begun = new Set<string>();
  const counters = new Map<string, number>();
  return (customer) => (counter) => {
    const key = `${customer}/${counter}`;
    const before = counters.get(key) ?? (begun.has(customer) ? 0 : prng.int(0, 40));
    begun.add(customer);
    counters.set(key, before + 1);
    return before + 1;
  };
};

export const createOpenOrders = (seed: number): OpenOrders => {
  const prng = createPrng(`${seed}/orders`);
  const countFor = createCounters(prng);
  const totalWeight = demoCustomers.reduce((sum, customer) => sum + customer.weight, 0);
  let orders = 0;
  let today = 0;
  let due: Delivery[] = [];
  const later = new Map<number, Delivery[]>();
  const finished: { readonly order: DemoOrder; readonly day: number }[] = [];

  const anyCustomer = () => {
    let left = prng.next() * totalWeight;
    for (const customer of demoCustomers) {
      left -= customer.weight;
      if (left < 0) return customer;
    }
    return demoCustomers[0];
  };

  const open = (day: number, old?: DemoOrder): Delivery => {
    const customer = old?.customer ?? anyCustomer();
    const { year, month } = dateParts(day);
    const deliveries = prng.pick(deliveriesOf);
    const product = () => demoProducts[prng.pick(customer.products)] ?? demoProducts[0];
    const first = product();
    const second = prng.chance(0.15) ? product() : first;
    const order: DemoOrder = {
      id: orders,
      customer,
      poNo: old?.poNo ?? customer.poNo(year, month, countFor(customer.code)),
      products: second === first ? [first] : [first, second],
      cylinders: prng.pick(cylindersOf),
      deliveries,
      mark: markOf(prng, { customer, deliveries }),
      reused: old !== undefined,
    };
    orders += 1;
    return { order, number: 1, again: false };
  };

  const planAt = (delivery: Delivery, day: number): void => {
    const planned = later.get(day);
    if (planned === undefined) later.set(day, [delivery]);
    else planned.push(delivery);
  };

  /** Books what follows a delivery: the next one, or the end of the order. */
  const follow = (delivery: Delivery, day: number): Delivery => {
    const { order, number } = delivery;
    if (delivery.again) return delivery;
    if (number < order.deliveries) planAt({ order, number: number + 1, again: false }, day + prng.int(2, 14));
    else if (!order.reused && finished[finished.length - 1]?.day !== day) {
      // One a day is plenty, and keeps the list as long as it may be at any size.
      finished.push({ order, day });
      while ((finished[0]?.day ?? day) < day - keepFinishedDays) finished.shift();
    }
    return delivery;
  };

  const passTo = (day: number): void => {
    for (; today < day && later.size > 0; today += 1) {
      const arrived = later.get(today + 1);
      if (arrived === undefined) continue;
      due = due.concat(arrived);
      later.delete(today + 1);
    }
    today = day;
  };

  return {
    next: (day) => {
      passTo(day);
      // Half of the documents follow another of their order, so three in four are more than enough to keep up.
      const waiting = prng.chance(0.75) ? due.shift() : undefined;
      return follow(waiting ?? open(day), day);
    },
    reuse: (day) => {
      passTo(day);
      const oldest = finished[0];
      if (oldest === undefined || oldest.day > day - reuseAfterDays) return null;
      finished.shift();
      return follow(open(day, oldest.order), day);
    },
    again: (delivery, day) => planAt({ ...delivery, again: true }, day + prng.int(1, 3)),
    forget: () => {
      due = [];
      later.clear();
    },
  };
};
