import { reasonCodes } from '@cynow/po-core';
import { decideMany } from '../review/decideMany.ts';
import { decideOne } from '../review/decideOne.ts';
import { filterOptions, readFilter, typedFilter } from '../review/readFilter.ts';
import { decisionOptions, readWanted, type Wanted } from '../review/readWanted.ts';
import { shellWords } from '../review/shellWords.ts';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Arguments, OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { oneOf, wholeNumber } from './readValues.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

/** To keep what was chosen by a reason settles that reason, not whatever else is open. */
const withCodes = (wanted: Wanted, code: (typeof reasonCodes)[number] | undefined): Wanted =>
  'decision' in wanted && wanted.decision.kind === 'keep' && code !== undefined
    ? { decision: { ...wanted.decision, codes: [code] } }
    : wanted;

/** Refuses options that are for one PO with `--all`, and those that choose POs without it. @throws CommandFailure */
const checkScope = (
  args: Arguments,
  { all, keep }: { all: boolean; keep: boolean },
  messages: Parameters<typeof readWanted>[1],
) => {
  const { resolve } = messages.reviews;
  if (all) {
    if (args.texts('po').length > 0) throw usageFailure(resolve.allOrOne);
    if (args.text('if-version') !== undefined) throw usageFailure(resolve.notInBulk('--if-version'));
    return;
  }
  if (args.texts('po').length === 0) throw new CommandFailure(exitCodes.usage, 'USAGE', resolve.noPo);
  const alone = typedFilter(args).find((word) => word.startsWith('--') && !(word === '--reason' && keep));
  const odd = alone ?? (args.flag('yes') ? '--yes' : undefined);
  if (odd !== undefined) throw usageFailure(resolve.filterNeedsAll(odd));
};

/** Takes a reviewer's decision about one PO, or about all that a filter chooses. */
export const reviewResolveCommand: OrdinaryCommand = {
  name: 'review resolve',
  arguments: '[po..]',
  options: {
    ...decisionOptions,
    'if-version': 'value',
    all: 'flag',
    yes: 'flag',
    ...filterOptions,
    'while-off': 'flag',
  },
  reads: 'config',
  endsItself: true,
  async run(context, args) {
    const { messages } = context;
    const { resolve } = messages.reviews;
    const all = args.flag('all');
    const { option, wanted: typed, forMany } = readWanted(args, messages);
    checkScope(args, { all, keep: option === '--keep' }, messages);
    const filter = readFilter(args, context);
    const wanted = withCodes(typed, oneOf(args.text('reason'), '--reason', reasonCodes, messages));
    const version = wholeNumber(args, 'if-version', { min: 0, max: 9_999_999_999 }, messages) ?? null;
    if (all && !(forMany && 'decision' in wanted)) throw usageFailure(resolve.notInBulk(option));
    const by = byCommand(await beginWriting(context, args.flag('while-off')));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'review resolve');
    await tellStoredFlag(context, application);
    if (all && 'decision' in wanted) {
      const { decision } = wanted;
      const yes = args.flag('yes');
      return decideMany(application, context, { filter, typed: shellWords(typedFilter(args)), decision, yes, by });
    }
    return decideOne(application, context, { words: args.texts('po'), wanted, version, by });
  },
};
