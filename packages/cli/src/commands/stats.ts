import {
  type CdcFreshness,
  earliestStatsDay,
  lastDays,
  priorities,
  reasonCodes,
  reservationStates,
  type Stats,
  seoulDayOf,
  stages,
} from '@cynow/po-core';
import type { Application } from '../composition/compose.ts';
import { percent } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import type { Output } from '../output/createOutput.ts';
import { table } from '../output/table.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { day } from './readValues.ts';
import { runJson, runTable } from './runTable.ts';

/** Days of new POs that are told when nobody says since when. */
const usualDays = 30;

const statsJson = (
  { pos, reviews, documents, orphans, reservations, createdPerDay, lastRuns, progress }: Stats,
  cdc: CdcFreshness,
) => ({
  pos,
  reviews,
  documents,
  orphans,
  reservations,
  createdPerDay,
  lastRuns: lastRuns.map(runJson),
  cdc: { state: cdc.state, lastChangeAt: cdc.lastChangeAt },
  progress,
});

/** How far all POs together have come: cylinders by stage, and POs by the stage they are in. */
const progressLines = ({ progress }: Stats, { labels, cylinders, reports }: Messages): readonly string[] => {
  const { asOf, ordered, incomplete, instructed, filled, warehoused, shipped, rate, byStage } = progress;
  const { stats } = reports;
  const count = (n: number | null): string => (n === null ? cylinders.unread : cylinders.count(n));
  const lines = (rows: readonly (readonly string[])[]) => table(rows, [1]).map((line) => `  ${line}`);
  return [
    stats.progress,
    `  ${cylinders.asOf(asOf)}`,
    ...lines([
      [labels.ordered, cylinders.count(ordered, incomplete)],
      [labels.stages.instructed, cylinders.count(instructed)],
      [labels.stages.filled, count(filled)],
      [labels.stages.warehoused, count(warehoused)],
      [labels.stages.shipped, count(shipped)],
      [labels.rate, rate === null ? cylinders.unread : percent(rate)],
    ]),
    ...(byStage === null
      ? []
      : ['', stats.byStage, ...lines(stages.map((stage) => [labels.stages[stage], stats.count(byStage[stage])]))]),
  ];
};

const statsLines = (stats: Stats, cdc: CdcFreshness, since: string, messages: Messages): readonly string[] => {
  const { labels, reports } = messages;
  const texts = reports.stats;
  const figures = (rows: readonly (readonly [string, number])[]): readonly string[] =>
    table(
      rows.map(([label, n]) => [label, texts.count(n)]),
      [1],
    ).map((line) => `  ${line}`);
  const { byPriority, byReason } = stats.reviews;
  const days = stats.createdPerDay.filter(({ count }) => count > 0);
  return [
    texts.cdc(labels.cdcStates[cdc.state], cdc.lastChangeAt),
    '',
    texts.pos,
    ...figures([
      [texts.total, stats.pos.total],
      [texts.needsReview, stats.pos.needsReview],
      [texts.backfilled, stats.pos.backfilled],
      [texts.manual, stats.pos.manual],
    ]),
    '',
    texts.byPriority,
    ...figures(priorities.map((priority) => [labels.priorities[priority], byPriority[priority]])),
    '',
    texts.byReason,
    ...figures(
      reasonCodes.flatMap((code): [string, number][] => {
        const n = byReason[code] ?? 0;
        return n === 0 ? [] : [[labels.reasons[code], n]];
      }),
    ),
    '',
    texts.documents,
    ...figures([
      [texts.recorded, stats.documents.recorded],
      [texts.cancelled, stats.documents.cancelled],
      [texts.orphans, stats.orphans.open],
    ]),
    '',
    texts.reservations,
    ...figures(reservationStates.map((state) => [labels.reservations[state], stats.reservations[state]])),
    '',
    ...progressLines(stats, messages),
    '',
    texts.createdPerDay(since),
    ...figures(days.map(({ date, count }) => [date, count])),
    '',
    texts.lastRuns,
    ...(stats.lastRuns.length === 0
      ? [`  ${texts.noRuns}`]
      : runTable(stats.lastRuns, messages).map((line) => `  ${line}`)),
  ];
};

/** Prints the figures of the whole, new POs a day from `since` on (30 days without it). */
export const printStats = async (
  { reports, freshness }: Application,
  {
    output,
    messages,
    at,
    since,
  }: {
    readonly output: Output;
    readonly messages: Messages;
    readonly at: Date;
    readonly since?: string | undefined;
  },
): Promise<void> => {
  const from = since ?? lastDays(seoulDayOf(at), usualDays).since ?? seoulDayOf(at);
  const [stats, cdc] = [await reports.stats(from, at), await freshness()];
  if (output.json) return output.value(statsJson(stats, cdc));
  output.print(messages.reports.stats.title);
  output.print(messages.reports.stats.asOf(at));
  for (const line of statsLines(stats, cdc, from, messages)) output.print(line);
};

export const statsCommand: OrdinaryCommand = {
  name: 'stats',
  options: { since: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output, surroundings } = context;
    const since = day(args, 'since', messages);
    const earliest = earliestStatsDay(seoulDayOf(surroundings.now()));
    if (since !== undefined && since < earliest)
      throw usageFailure(messages.errors.notBefore('--since', earliest, since));
    const application = await openApplication(context, 'stats');
    await printStats(application, { output, messages, at: surroundings.now(), since });
    return exitCodes.done;
  },
};
