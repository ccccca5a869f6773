import type { NumberResult, PoIdentity } from '@cynow/po-core';
import { createPoNumberReader, customerKey, docNo, type Po, poIdentityOf, type Reservation } from '@cynow/po-core';
import type { Arguments, Context } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';

type NamedPo = Pick<Po, 'customer' | 'poNo'> | null;

/** A reserved number as machines are told it. */
export const reservationJson = (reservation: Reservation, po: NamedPo) => ({
  docNo: reservation.docNo,
  state: reservation.state,
  customer: po?.customer ?? null,
  poNo: po?.poNo ?? null,
  reservedAt: reservation.reservedAt,
  expiresAt: reservation.expiresAt,
  mismatch: reservation.mismatch,
  document: reservation.document,
  byHand: reservation.matchedBy !== null,
});

/** The PO that `--customer` and `--po` name; null when neither was given. @throws CommandFailure */
export const identityOf = (args: Arguments, { config, messages }: Context): PoIdentity | null => {
  const [customer, poNo] = [args.text('customer'), args.text('po')];
  if (customer === undefined && poNo === undefined) return null;
  if (customer === undefined || poNo === undefined) throw usageFailure(messages.reserving.bothNeeded);
  const { poKey } = createPoNumberReader(config.PO_NO_PLACEHOLDERS)(poNo);
  if (poKey === null) throw usageFailure(messages.reserving.notAPoNo(poNo));
  return poIdentityOf(customerKey(customer), poKey, '');
};

/** The document number of an option; undefined when it was not given. @throws CommandFailure */
export const numberOf = (args: Arguments, name: string, { messages }: Context): string | undefined => {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const number = docNo(given);
  if (number === null) throw usageFailure(messages.reserving.notADocNo(given));
  return number;
};

/** What was decided about a number, when it was. @throws CommandFailure otherwise */
export const decidedNumber = (result: NumberResult, { messages }: Context) => {
  const { reserving } = messages;
  switch (result.outcome) {
    case 'done':
      return result;
    case 'not-reserved':
      throw new CommandFailure(exitCodes.failed, 'NOT_RESERVED', reserving.notReserved(result.docNo));
    case 'not-possible': {
      const { docNo: number, state, matchedBy } = result.reservation;
      const explanation = reserving.notPossible(number, state, matchedBy !== null);
      throw new CommandFailure(exitCodes.failed, 'NOT_POSSIBLE', explanation, { details: { state } });
    }
  }
};

/** A line about a number: itself, how it stands, its PO, and how long it is held. */
export const reservationLine = (reservation: Reservation, po: NamedPo, { messages }: Context): string => {
  const { reserving } = messages;
  const { docNo: number, state, mismatch, document } = reservation;
  const remark = mismatch === null || document === null ? null : reserving.mismatch(mismatch, document);
  return [`   ${number}`, reserving.state(state), po === null ? null : `${po.customer} ${po.poNo}`, remark]
    .filter((part) => part !== null)
    .join('  ');
};
