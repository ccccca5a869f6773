import { mostAtOnce, type ReserveResult } from '@cynow/po-core';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Arguments, Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, type ExitCode, exitCodes, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { wholeNumber } from './readValues.ts';
import { decidedNumber, identityOf, numberOf, reservationJson, reservationLine } from './reservationOutput.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

type Reserved = Extract<ReserveResult, { outcome: 'reserved' }>;

/** What was reserved, when it was. @throws CommandFailure otherwise */
const reservedOf = (result: ReserveResult, args: Arguments, { config, messages }: Context): Reserved => {
  const { reserving } = messages;
  const fail = (code: string, explanation: CommandFailure['explanation'], details = {}): CommandFailure =>
    new CommandFailure(exitCodes.failed, code, explanation, { details });
  switch (result.outcome) {
    case 'reserved':
      return result;
    case 'not-fresh': {
      const { state, lastChangeAt } = result.cdc;
      throw new CommandFailure(exitCodes.notReady, 'NOT_FRESH', reserving.notFresh(state, lastChangeAt), {
        details: { cdc: result.cdc },
      });
    }
    case 'rehearsal':
      throw fail('REHEARSAL', reserving.rehearsal(config.PO_SCHEMA));
    case 'no-such-po':
      throw fail('NOT_FOUND', reserving.noSuchPo(args.text('customer') ?? '', args.text('po') ?? ''));
    case 'po-cancelled':
      throw fail('PO_CANCELLED', reserving.poCancelled(result.po.customer, result.po.poNo));
    case 'exhausted':
      throw fail('EXHAUSTED', reserving.exhausted(result.year, result.greatest), { greatest: result.greatest });
  }
};

const tellReserved = async ({ po, reservations, cdc }: Reserved, context: Context): Promise<void> => {
  const { messages, output } = context;
  const { reserving } = messages;
  if (cdc.state === 'unknown') output.note(reserving.unknownCdc);
  if (cdc.state === 'paused' || cdc.state === 'stale') output.note(reserving.behind(cdc.state, cdc.lastChangeAt));
  if (output.json) {
    return output.value({
      po: { customer: po.customer, poNo: po.poNo },
      reservations: reservations.map((each) => reservationJson(each, po)),
      cdc,
    });
  }
  output.print(reserving.reserved(po.customer, po.poNo, reservations.length));
  for (const each of reservations) {
    output.print(`${reservationLine(each, null, context)}  ${reserving.heldFor(each.hours, each.expiresAt)}`);
  }
  output.print(reserving.promise);
};

const decisions = ['release', 'extend', 'undo'] as const;
const told = { release: 'released', extend: 'extended', undo: 'undone' } as const;

/** What of a number was asked for, besides reserving new ones. @throws CommandFailure */
const decisionOf = (args: Arguments, context: Context) => {
  const asked = decisions.flatMap((kind) => {
    const docNo = numberOf(args, kind, context);
    return docNo === undefined ? [] : [{ kind, docNo }];
  });
  const identity = identityOf(args, context);
  if (asked.length + (identity === null ? 0 : 1) !== 1) throw usageFailure(context.messages.reserving.oneThing);
  return { decision: asked[0] ?? null, identity };
};

/** Sets document numbers aside for a PO, gives them up, or holds them longer. */
export const reserveCommand: OrdinaryCommand = {
  name: 'reserve',
  options: {
    customer: 'value',
    po: 'value',
    count: 'value',
    'accept-stale': 'flag',
    release: 'value',
    extend: 'value',
    undo: 'value',
    'while-off': 'flag',
  },
  reads: 'config',
  async run(context, args): Promise<ExitCode> {
    const { messages, output } = context;
    const { decision, identity } = decisionOf(args, context);
    const count = wholeNumber(args, 'count', { min: 1, max: mostAtOnce }, messages);
    if (decision !== null && (count !== undefined || args.flag('accept-stale'))) {
      const option = count === undefined ? '--accept-stale' : '--count';
      throw usageFailure(messages.errors.notTogether(option, `--${decision.kind}`));
    }
    const by = byCommand(await beginWriting(context, args.flag('while-off')));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'reserve');
    await tellStoredFlag(context, application);
    const { reservations } = application;
    if (identity !== null) {
      const request = { po: { identity }, count: count ?? 1, acceptStale: args.flag('accept-stale'), by };
      await tellReserved(reservedOf(await reservations.reserve(request), args, context), context);
      return exitCodes.done;
    }
    if (decision === null) throw usageFailure(messages.reserving.oneThing);
    const { kind, docNo } = decision;
    const { reservation, po } = decidedNumber(await reservations[kind]({ docNo, by }), context);
    if (output.json) await output.value({ reservation: reservationJson(reservation, po) });
    else {
      output.print(messages.reserving[told[kind]](docNo));
      output.print(reservationLine(reservation, po, context));
    }
    return exitCodes.done;
  },
};
