import type { NamedPo } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';

/** A PO as people call it: customer and number. */
export const poName = ({ customer, poNo, numberless }: NamedPo, { labels }: Messages): string =>
  `${customer} ${numberless ? labels.numberless : poNo}`;
