import { customerKey } from './codeKeys.ts';
import { type PoIdentity, poIdentityOf } from './identity.ts';
import type { Delivery } from './Po.ts';
import { poKey } from './poNo.ts';

/** The PO that a delivery's own customer and number name, as FCMS last gave them; not always the one that it is on. */
export const deliveryIdentity = ({
  customer,
  poNo,
  docNo,
}: Pick<Delivery, 'customer' | 'poNo' | 'docNo'>): PoIdentity =>
  poIdentityOf(customerKey(customer), poKey(poNo), docNo);
