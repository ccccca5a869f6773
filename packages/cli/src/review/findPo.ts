import type { FoundPo, HeldPo } from '@cynow/po-core';
import { CommandFailure, exitCodes } from '../commands/CommandFailure.ts';
import type { Application } from '../composition/compose.ts';
import type { Messages } from '../messages/messages.ts';

/** A PO as people name it: customer and number, or that it has none and which document is its. */
export const nameOf = ({ po, deliveries }: Pick<HeldPo, 'po' | 'deliveries'>, { reviews, labels }: Messages): string =>
  po.identity.poKey === null
    ? `${reviews.po(po.customer, po.customerName, labels.numberless)} (${deliveries[0]?.docNo ?? po.identity.docNo})`
    : reviews.po(po.customer, po.customerName, po.poNo);

/** The words with which the PO is found again: customer and number, or its document. */
export const wordsFor = ({ po }: Pick<HeldPo, 'po'>): readonly string[] =>
  po.identity.poKey === null ? [po.identity.docNo] : [po.customer, po.poNo];

/**
 * The PO that was typed: a document's number, an address or a PO's number as one word; or customer and number, also within one
 * word, as the shell gives what stood in quotes, or with a slash between them. @throws CommandFailure when there is none, or several
 */
export const findPo = async (
  { reviewing }: Pick<Application, 'reviewing'>,
  words: readonly string[],
  messages: Messages,
): Promise<FoundPo & { readonly outcome: 'found' }> => {
  const { find } = messages.reviews;
  const typed = words.join(' ').trim();
  const [, customer = '', poNo = ''] =
    (words.length === 1 ? /^([^\s/]+)[\s/]+(.+)$/s : /^(\S+)\s+(.+)$/s).exec(typed) ?? [];
  const asOne = words.length === 1 ? await reviewing.findPo({ word: typed }) : null;
  const found =
    (asOne === null || asOne.outcome === 'not-found') && poNo !== ''
      ? await reviewing.findPo({ customer, poNo })
      : (asOne ?? { outcome: 'not-found' });
  if (found.outcome === 'found') return found;
  if (found.outcome === 'ambiguous') {
    const names = found.pos.map((po) => nameOf(po, messages)).join(', ');
    throw new CommandFailure(exitCodes.failed, 'AMBIGUOUS', find.ambiguous(typed, names), {
      details: { pos: found.pos.map(({ po }) => ({ id: po.id, customer: po.customer, poNo: po.poNo })) },
    });
  }
  throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', find.notFound(typed));
};
