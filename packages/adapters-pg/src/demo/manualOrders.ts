import { createPrng } from './createPrng.ts';
import type { DemoOrder, DocumentPlan } from './DocumentPlan.ts';
import { demoProducts } from './demoProducts.ts';
import { type FcmsOptions, type FcmsPlan, toFcmsPlan } from './FcmsOptions.ts';
import { planDocuments } from './planDocuments.ts';
import { dateParts, dayOf, dayText } from './wallClock.ts';

/** A purchase order as staff would enter it, in the format of the import. */
export interface ManualOrder {
  readonly customer: string;
  readonly customerName: string;
  readonly poNo: string;
  /** `YYYY-MM-DD`. */
  readonly receivedOn: string;
  readonly items: readonly { readonly product: string; readonly qty: number; readonly deliveryOn: string | null }[];
  readonly memo: string;
}

/** An order with all its documents, none of them with an error. */
interface Delivered {
  readonly order: DemoOrder;
  readonly documents: readonly DocumentPlan[];
  /** Cylinders of all documents. */
  readonly cylinders: number;
}

/** An order qualifies when its first document lies in these last days, so that a backfill of 90 days finds them all. */
const withinDays = 60;

/** The orders begun in the last days whose documents say what was meant, and whose number nobody typed by mistake. */
const recentOrders = (plan: FcmsPlan): Delivered[] => {
  const begun = new Map<number, { readonly order: DemoOrder; readonly documents: DocumentPlan[] }>();
  const mistyped: string[] = [];
  for (const document of planDocuments(plan)) {
    const { order } = document;
    if (dayOf(document.enteredAt) <= plan.endOn - withinDays) continue;
    if (document.traits.includes('MISTYPED_PO_NO')) mistyped.push(document.typed.poNo ?? '');
    if (document.delivery === 1 && !begun.has(order.id)) begun.set(order.id, { order, documents: [] });
    begun.get(order.id)?.documents.push(document);
  }
  const isClean = (document: DocumentPlan): boolean =>
    document.kind === 'order' && document.traits.every((trait) => trait === 'DIRTY_TEXT');
  return [...begun.values()]
    .filter(({ documents }) => documents.every(isClean))
    .filter(({ order }) => !mistyped.some((number) => number.startsWith(order.poNo)))
    .map((found) => ({ ...found, cylinders: found.documents.reduce((sum, { cylinders }) => sum + cylinders, 0) }));
};

/** One item for each product, with what was delivered of it, changed by `ordered`. */
const itemsOf = ({ documents }: Delivered, ordered: (cylinders: number) => number): ManualOrder['items'] => {
  const sums = new Map<string, { qty: number; dueOn: number }>();
  for (const { product, cylinders, dueOn } of documents) {
    const sum = sums.get(product.code) ?? { qty: 0, dueOn };
    sums.set(product.code, { qty: sum.qty + cylinders, dueOn: Math.max(sum.dueOn, dueOn) });
  }
  return [...sums].map(([product, { qty, dueOn }]) => ({ product, qty: ordered(qty), deliveryOn: dayText(dueOn) }));
};

/** A product of the customer's, or any, that the order does not have. */
const otherProduct = (order: DemoOrder): string => {
  const own = order.customer.products.map((index) => demoProducts[index]);
  const other = [...own, ...demoProducts].find((product) => product && !order.products.includes(product));
  return (other ?? demoProducts[0]).code;
};

/** Which orders to take, and with what items, so that each kind of agreement and disagreement occurs. */
const recipes: readonly {
  readonly fits: (delivered: Delivered) => boolean;
  readonly items: (delivered: Delivered) => ManualOrder['items'];
  readonly memo: string;
}[] = [
  {
    fits: ({ order, documents }) => order.products.length === 2 && documents.length > 1,
    items: (delivered) => itemsOf(delivered, (qty) => qty),
    memo: '예: 두 품목, 지시수량이 수주수량과 같음',
  },
  ...[1, 2].map((deliveries) => ({
    fits: ({ documents }: Delivered) => documents.length === deliveries,
    items: (delivered: Delivered) => itemsOf(delivered, (qty) => qty),
    memo: '예: 지시수량이 수주수량과 같음',
  })),
  ...[1, 2].map((deliveries) => ({
    fits: ({ documents }: Delivered) => documents.length >= deliveries,
    items: (delivered: Delivered) => itemsOf(delivered, (qty) => qty + Math.ceil(qty / 2)),
    memo: '예: 아직 다 지시되지 않음',
  })),
  {
    fits: ({ order, cylinders }) => order.products.length === 1 && cylinders >= 10,
    items: (delivered) => itemsOf(delivered, (qty) => Math.floor(qty * 0.6)),
    memo: '예: 지시수량이 수주수량보다 50% 이상 많음',
  },
  {
    fits: ({ order, cylinders }) => order.products.length === 1 && cylinders >= 10,
    items: (delivered) => itemsOf(delivered, (qty) => Math.ceil(qty * 0.75)),
    memo: '예: 지시수량이 수주수량보다 10~50% 많음',
  },
  {
    fits: ({ order, cylinders }) => order.products.length === 1 && cylinders >= 12,
    items: (delivered) => itemsOf(delivered, (qty) => qty - 1),
    memo: '예: 지시수량이 수주수량보다 10% 미만 많음',
  },
  ...[1, 2].map((deliveries) => ({
    fits: ({ order, documents }: Delivered) => order.products.length === 1 && documents.length === deliveries,
    items: ({ order, cylinders }: Delivered) => [{ product: otherProduct(order), qty: cylinders, deliveryOn: null }],
    memo: '예: 지시된 제품이 수주에 없음',
  })),
];

/**
 * A handful of purchase orders whose numbers stand on documents of `generateFcms` with the same options: imported
 * before a backfill, some agree with their documents, some are exceeded by less than 10 %, by 10 to 50 %, by more than
 * 50 %, some lack the product, one number stands on the document of another order, and one has no document. From
 * some 500 documents on there are all of them, below that those that can be found.
 * @throws {RangeError} for options that make no sense.
 */
export const manualOrders = (options: FcmsOptions): readonly ManualOrder[] => {
  const plan = toFcmsPlan(options);
  const prng = createPrng(`${plan.seed}/manual`);
  const left = recentOrders(plan);
  const take = (fits: (delivered: Delivered) => boolean): Delivered | undefined => {
    const fitting = left.filter(fits);
    if (fitting.length === 0) return undefined;
    const taken = prng.pick(fitting);
    left.splice(left.indexOf(taken), 1);
    return taken;
  };
  const entered = ({ order, documents }: Delivered, items: ManualOrder['items'], memo: string): ManualOrder => ({
    customer: order.customer.code,
    customerName: order.customer.name,
    poNo: order.poNo,
    receivedOn: dayText(dayOf(documents[0]?.enteredAt ?? 0) - prng.int(1, 4)),
    items,
    memo,
  });
  /** A number in the customer's style, far above those that the documents can have reached. */
  const unusedPoNo = ({ order, documents }: Delivered, ordinal: number): string => {
    const { year, month } = dateParts(dayOf(documents[0]?.enteredAt ?? 0));
    return order.customer.poNo(year, month, () => plan.documents + 100 + ordinal);
  };

  const made: ManualOrder[] = [];
  for (const { fits, items, memo } of recipes) {
    const delivered = take(fits);
    if (delivered !== undefined) made.push(entered(delivered, items(delivered), memo));
  }

  const confused = take(
    ({ order, documents, cylinders }) => order.deliveries === 1 && documents.length === 1 && cylinders > 3,
  );
  if (confused !== undefined) {
    const wrong = [{ product: otherProduct(confused.order), qty: confused.cylinders * 7, deliveryOn: null }];
    const meant = entered(
      confused,
      itemsOf(confused, (qty) => qty),
      '예: 이 수주의 이동서에 다른 수주의 번호가 적힘',
    );
    made.push(entered(confused, wrong, '예: 이동서의 내용이 같은 고객의 다른 수주와 더 잘 맞음'), {
      ...meant,
      poNo: unusedPoNo(confused, 0),
    });
  }
  const waiting = take(() => true);
  if (waiting !== undefined)
    made.push({
      ...entered(
        waiting,
        itemsOf(waiting, (qty) => qty),
        '예: 이동서가 아직 없음',
      ),
      poNo: unusedPoNo(waiting, 1),
    });
  return made;
};
