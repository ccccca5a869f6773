import type { CdcFreshness, ChangedReservation, MatchResult, MatchSummary } from '@cynow/po-core';
import type { Application } from '../composition/compose.ts';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Arguments, Context, OrdinaryCommand } from './Command.ts';
import { CommandFailure, type ExitCode, exitCodes, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { decidedNumber, identityOf, numberOf, reservationJson, reservationLine } from './reservationOutput.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

const changedLine = ({ after, po }: ChangedReservation, { messages }: Context): string => {
  const { reserving } = messages;
  const remark =
    after.mismatch === null || after.document === null ? '' : reserving.mismatch(after.mismatch, after.document);
  const home = po === null ? reserving.match.noPo : `${po.customer} ${po.poNo}`;
  return reserving.match.changed(reserving.state(after.state), after.docNo, home, remark);
};

const summaryJson = (
  { state, cdc, orphans, matches, missing, durationMs }: MatchSummary,
  changed: readonly ChangedReservation[],
) => ({
  state,
  cdc,
  reservations: {
    changed: changed.map(({ before, after, po }) => ({ ...reservationJson(after, po), before: before.state })),
  },
  orphans,
  matches,
  missing,
  durationMs,
});

/** What is to be known of FCMS's data before one believes the result. */
const tellFreshness = ({ state, lastChangeAt }: CdcFreshness, { messages, output }: Context): void => {
  const { stale, unknownCdc } = messages.reserving.match;
  if (state === 'unknown') output.note(unknownCdc);
  if (state === 'stale') output.note(stale(lastChangeAt));
};

/** Runs the matching batch and tells what it changed. */
const runBatch = async ({ match }: Application, context: Context): Promise<ExitCode> => {
  const { messages, output, signal } = context;
  const texts = messages.reserving.match;
  const changed: ChangedReservation[] = [];
  let summary: MatchSummary | null = null;
  if (!output.json) output.print(texts.title);
  for await (const event of match({ signal })) {
    if (event.type === 'started') tellFreshness(event.cdc, context);
    if (event.type === 'finished') ({ summary } = event);
    if (event.type !== 'reservations') continue;
    if (output.json) changed.push(...event.changed);
    else for (const each of event.changed) output.print(changedLine(each, context));
    await output.flush();
  }
  if (summary === null) return exitCodes.interrupted;
  if (summary.state === 'waits') output.note(texts.waits);
  if (output.json) await output.value(summaryJson(summary, changed));
  else if (summary.state !== 'waits') {
    output.print();
    output.print(summary.state === 'completed' ? texts.done : texts.stopped);
    output.print(texts.reservations(summary.changed));
    output.print(texts.orphans(summary.orphans.found, summary.orphans.open));
    output.print(texts.matches(summary.matches.opened, summary.matches.closed));
    if (summary.missing !== null) output.print(texts.missing(summary.missing.total));
  }
  return summary.state === 'interrupted' ? exitCodes.interrupted : exitCodes.done;
};

/** What was matched by hand, when it was. @throws CommandFailure otherwise */
const matchedOf = (result: MatchResult, context: Context) => {
  const { reserving } = context.messages;
  switch (result.outcome) {
    case 'not-one':
      throw new CommandFailure(exitCodes.failed, 'NOT_ONE', reserving.notOne(result.numbers));
    case 'not-on-the-po': {
      const { customer = '', poNo = '' } = result.po ?? {};
      throw new CommandFailure(
        exitCodes.failed,
        'NOT_ON_THE_PO',
        reserving.notOnThePo(result.document, customer, poNo),
      );
    }
    case 'fulfils-another': {
      const explanation = reserving.fulfilsAnother(result.document, result.other.docNo);
      throw new CommandFailure(exitCodes.failed, 'FULFILS_ANOTHER', explanation);
    }
    default:
      return decidedNumber(result, context);
  }
};

/** What was asked for. @throws CommandFailure */
const requestOf = (args: Arguments, context: Context) => {
  const { messages } = context;
  const [document, unmatch] = [numberOf(args, 'by-hand', context), numberOf(args, 'unmatch', context)];
  const number = numberOf(args, 'number', context);
  const identity = identityOf(args, context);
  if (document !== undefined && unmatch !== undefined) {
    throw usageFailure(messages.errors.notTogether('--by-hand', '--unmatch'));
  }
  if (number !== undefined && identity !== null) throw usageFailure(messages.errors.notTogether('--number', '--po'));
  if (document === undefined && (number !== undefined || identity !== null)) {
    throw usageFailure(messages.reserving.byHandOnly(number === undefined ? '--po' : '--number'));
  }
  const fulfils = number !== undefined ? { number } : identity === null ? null : { identity };
  return { document, unmatch, fulfils };
};

/** Works out how reserved numbers stand; or matches one by hand. */
export const matchCommand: OrdinaryCommand = {
  name: 'match',
  options: {
    'by-hand': 'value',
    number: 'value',
    customer: 'value',
    po: 'value',
    unmatch: 'value',
    'while-off': 'flag',
  },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { messages, output } = context;
    const { document, unmatch, fulfils } = requestOf(args, context);
    const by = byCommand(await beginWriting(context, args.flag('while-off')));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'match');
    await tellStoredFlag(context, application);
    if (document === undefined && unmatch === undefined) return runBatch(application, context);
    const { reservations } = application;
    const { reservation, po } =
      document === undefined
        ? decidedNumber(await reservations.unmatch({ docNo: unmatch ?? '', by }), context)
        : matchedOf(await reservations.matchByHand({ document, fulfils, by }), context);
    if (output.json) {
      await output.value({ reservation: reservationJson(reservation, po) });
      return exitCodes.done;
    }
    const { matched, unmatched } = messages.reserving;
    output.print(document === undefined ? unmatched(reservation.docNo) : matched(reservation.docNo, document));
    output.print(reservationLine(reservation, po, context));
    return exitCodes.done;
  },
};
