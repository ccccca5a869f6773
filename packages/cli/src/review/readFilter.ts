import {
  createPoNumberReader,
  customerKey,
  poKeyPrefix,
  priorities,
  type ReviewFilter,
  reasonCodes,
  unknown,
} from '@cynow/po-core';
import type { Arguments, Context } from '../commands/Command.ts';
import { usageFailure } from '../commands/CommandFailure.ts';
import { oneOf, wholeNumber } from '../commands/readValues.ts';

/** Options that choose reviews, and whether each takes a value. */
export const filterOptions = {
  priority: 'value',
  reason: 'value',
  customer: 'value',
  'po-no': 'value',
  'po-no-prefix': 'value',
  manual: 'flag',
  backfilled: 'flag',
  'older-than': 'value',
} as const;

const msOfDay = 86_400_000;
const mostDays = 36_500;

/** What was typed of the options that choose reviews, as it was typed. */
export const typedFilter = (args: Arguments): readonly string[] =>
  Object.entries(filterOptions).flatMap(([name, kind]) => {
    if (kind === 'flag') return args.flag(name) ? [`--${name}`] : [];
    const value = args.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });

/** Which reviews are asked for. @throws CommandFailure */
export const readFilter = (
  args: Arguments,
  { messages, config, surroundings }: Pick<Context, 'messages' | 'config' | 'surroundings'>,
): ReviewFilter => {
  const { errors, reviews } = messages;
  const [customer, number, begins] = [args.text('customer'), args.text('po-no'), args.text('po-no-prefix')];
  const [manual, backfilled] = [args.flag('manual'), args.flag('backfilled')];
  if (manual && backfilled) throw usageFailure(errors.notTogether('--manual', '--backfilled'));
  const key = number === undefined ? undefined : createPoNumberReader(config.PO_NO_PLACEHOLDERS)(number).poKey;
  if (key === null) throw usageFailure(reviews.list.notANumber('--po-no', number ?? ''));
  const prefix = begins === undefined ? undefined : poKeyPrefix(begins);
  if (prefix === null) throw usageFailure(reviews.list.notANumber('--po-no-prefix', begins ?? ''));
  const days = wholeNumber(args, 'older-than', { min: 0, max: mostDays }, messages);
  return {
    priority: oneOf(args.text('priority'), '--priority', priorities, messages),
    reason: oneOf(args.text('reason'), '--reason', reasonCodes, messages),
    customerKey: customer === undefined ? undefined : (customerKey(customer) ?? unknown),
    poKey: key,
    poKeyPrefix: prefix,
    manual: manual || backfilled ? manual : undefined,
    waitingSinceBefore: days === undefined ? undefined : new Date(surroundings.now().getTime() - days * msOfDay),
  };
};
