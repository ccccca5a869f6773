import { mostReasons, type OpenReason, type ReviewEntry, readReviewCursor, reviewCursor } from '@cynow/po-core';
import { describeReason } from '../review/describeReason.ts';
import { filterOptions, readFilter, typedFilter } from '../review/readFilter.ts';
import { entryJson } from '../review/reviewJson.ts';
import { shellWords } from '../review/shellWords.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { wholeNumber } from './readValues.ts';

/** Reviews of a page when nobody says how many. */
const usualPage = 20;
const largestPage = 1000;

const reasonLine = (reason: OpenReason, { messages, config }: Context): string => {
  const { labels } = messages;
  const delivery = reason.delivery === null ? '' : `${labels.delivery(reason.delivery)} `;
  const sentence = describeReason(reason, messages, config.PO_DOC_PREFIX);
  return `   ${delivery}${reason.docNo}: ${labels.reasons[reason.code]} — ${sentence}`;
};

/** A review: which PO and how urgent, then why. */
const entryLines = (entry: ReviewEntry, context: Context): readonly string[] => {
  const { messages, output } = context;
  const { labels, reviews } = messages;
  const number = entry.numberless ? labels.numberless : entry.poNo;
  const first = entry.reasons[0]?.docNo ?? '';
  const remarks = [
    reviews.list.since(entry.since),
    entry.manual ? labels.manual : labels.backfilled,
    ...(entry.state === 'cancelled' ? [reviews.show.cancelled] : []),
  ];
  const style = entry.priority === 'critical' ? 'red' : entry.priority === 'high' ? 'yellow' : 'bold';
  return [
    `${output.paint(style, `[${labels.priorities[entry.priority]}]`)} ${reviews.po(entry.customer, entry.customerName, number)} — ${remarks.join(', ')}`,
    ...entry.reasons.map((reason) => reasonLine(reason, context)),
    ...(entry.reasons.length < mostReasons ? [] : [reviews.list.more(`cynow-po review show ${first}`)]),
  ];
};

/** Lists POs with open reasons, the most urgent first, a page at a time. */
export const reviewListCommand: OrdinaryCommand = {
  name: 'review list',
  options: { ...filterOptions, limit: 'value', after: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const { list } = messages.reviews;
    const filter = readFilter(args, context);
    const limit = wholeNumber(args, 'limit', { min: 1, max: largestPage }, messages) ?? usualPage;
    const cursor = args.text('after');
    const after = cursor === undefined ? null : readReviewCursor(cursor);
    if (after === null && cursor !== undefined) throw usageFailure(list.badCursor(cursor));
    const { reviewing } = await openApplication(context, 'review list');
    const { entries, next } = await reviewing.queue.list(filter, { limit, after });
    const nextCursor = next === null ? null : reviewCursor(next);
    if (output.json) {
      await output.value({ items: entries.map(entryJson), nextCursor });
      return exitCodes.done;
    }
    const typed = typedFilter(args);
    if (entries.length === 0) output.print(typed.length === 0 && after === null ? list.none : list.noneOfFilter);
    for (const entry of entries) for (const line of entryLines(entry, context)) output.print(line);
    if (nextCursor !== null) {
      const page = args.text('limit') === undefined ? [] : ['--limit', String(limit)];
      output.print();
      output.print(list.next(`cynow-po review list ${shellWords([...typed, ...page, '--after', nextCursor])}`));
    }
    return exitCodes.done;
  },
};
