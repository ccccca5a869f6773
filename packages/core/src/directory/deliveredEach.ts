import type { Delivery } from '../po/Po.ts';
import { noCylinders, type StageCounts } from '../progress/stages.ts';
import { deliveryDueOn } from './deliveryDueOn.ts';
import type { Delivered } from './listedFigures.ts';

/** The live ones of a PO's deliveries, each by itself, with the cylinders counted of its document as of `asOf`; null while none were. */
export const deliveredEach = (
  deliveries: readonly Delivery[],
  { asOf, of }: { readonly asOf: Date | null; readonly of: ReadonlyMap<string, StageCounts> },
): readonly Delivered[] =>
  deliveries.flatMap(({ docNo, number, productKey, qty, content }) => {
    if (number === null) return [];
    const counts = of.get(docNo) ?? noCylinders;
    const shipped = asOf === null ? 0 : counts.shipped;
    return [
      {
        ...counts,
        productKey,
        instructed: { qty: qty ?? 0, known: qty !== null },
        dueOn: deliveryDueOn({ qty, shipped, deliveryOn: content.deliveryOn }),
      },
    ];
  });
