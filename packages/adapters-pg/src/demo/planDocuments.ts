import { createClerk } from './createClerk.ts';
import { createDocumentNumbers } from './createDocumentNumbers.ts';
import { createOccurrences } from './createOccurrences.ts';
import { createOpenOrders, type Delivery } from './createOpenOrders.ts';
import { createPrng } from './createPrng.ts';
import type { DocumentPlan, TypedDocument } from './DocumentPlan.ts';
import { type DocumentTime, documentTimes } from './documentTimes.ts';
import type { FcmsPlan } from './FcmsOptions.ts';
import { dayOf } from './wallClock.ts';

const nothingTyped: TypedDocument = {
  customerCode: null,
  customerName: null,
  poNo: null,
  productCode: null,
  quantity: null,
  orderedAt: null,
  addedAt: null,
  deliveryAt: null,
};

/**
 * Every document of the demo data in the order of its entry, and between them the orphans: move reports whose order
 * does not exist. What is held at any moment are the orders being delivered, so that the size does not matter.
 */
export function* planDocuments(plan: FcmsPlan): Generator<DocumentPlan> {
  const prng = createPrng(`${plan.seed}/documents`);
  const orders = createOpenOrders(plan.seed);
  const numbers = createDocumentNumbers();
  const clerk = createClerk(plan.seed);
  const malformed = createOccurrences(prng, 0.005);
  const cancelled = createOccurrences(prng, 0.03);
  const reused = createOccurrences(prng, 0.002);
  const orphaned = createOccurrences(prng, 0.0025);
  // One only: two numbers near each other would not stand out any more.
  const strayAt = plan.documents < 1000 ? -1 : Math.floor(plan.documents * 0.6);

  /** What a delivery is, whoever types it. */
  const describe = (delivery: Delivery, documentNo: string, enteredAt: number, isCancelled: boolean) => {
    const { order, number } = delivery;
    const product = order.products[(number - 1) % order.products.length] ?? order.products[0];
    const last = number === order.deliveries && order.deliveries > 1;
    const cylinders = last && order.cylinders > 2 && prng.chance(0.3) ? order.cylinders - 1 : order.cylinders;
    const dueOn = dayOf(enteredAt) + prng.int(3, 21);
    return { documentNo, order, delivery: number, product, cylinders, enteredAt, dueOn, cancelled: isCancelled };
  };

  /** A move report alone: nothing that a clerk would type into an order. */
  const orphan = (time: DocumentTime, isCancelled: boolean, addedAt: number | null): DocumentPlan => {
    const document = describe(orders.next(dayOf(time.at)), numbers.next(time), time.at, isCancelled);
    const typed = { ...nothingTyped, customerName: document.order.customer.name, addedAt };
    return { kind: 'orphan', ...document, typed, traits: isCancelled ? ['CANCELLED'] : [] };
  };

  let written = 0;
  let old = false;
  let reuseIsDue = false;
  for (const time of documentTimes(plan)) {
    if (old && !time.old) orders.forget();
    old = time.old;
    const day = dayOf(time.at);
    const newest = written === plan.documents - 1;

    if (reused() >= 0) reuseIsDue = true;
    const again = reuseIsDue ? orders.reuse(day) : null;
    if (again !== null) reuseIsDue = false;
    const delivery = again ?? orders.next(day);

    const oddForm = malformed();
    const stray = written === strayAt && oddForm < 0;
    const documentNo =
      oddForm >= 0 ? numbers.malformed(time, oddForm) : stray ? numbers.stray(time) : numbers.next(time);
    const isCancelled = cancelled() >= 0 && !newest;
    if (isCancelled && !delivery.again && prng.chance(0.5)) orders.again(delivery, day);

    const document = describe(delivery, documentNo, time.at, isCancelled);
    const { typed, traits } = clerk.type(document, newest);
    if (isCancelled) traits.push('CANCELLED');
    if (oddForm >= 0) traits.push('INVALID_DOC_NO');
    if (stray) traits.push('STRAY_DOC_NO');
    yield { kind: 'order', ...document, typed, traits };
    written += 1;

    const alone = orphaned();
    // Every fourth is cancelled, and so not to be reported; of every fifth nobody knows when it was made.
    if (alone >= 0) yield orphan(time, alone % 4 === 2, alone % 5 === 3 ? null : time.at);
  }

  // Move reports of the last hour, whose orders may still be on their way.
  const young = plan.documents < 10 ? 0 : Math.min(5, Math.max(2, Math.round(plan.documents / 2000)));
  for (let i = 0; i < young; i += 1) {
    const at = plan.now - (50 - 10 * i) * 60 - prng.int(0, 59);
    yield orphan({ at, old: false }, false, at);
  }
}
