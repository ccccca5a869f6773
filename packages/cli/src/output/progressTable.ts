import type { ProgressFigures } from '@cynow/po-core';
import { number, percent } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { table } from './table.ts';

/** Figures of progress as lines of a table, with a head; what is not known yet is a dash. */
export const progressTable = (
  rows: readonly (readonly [name: string, figures: ProgressFigures])[],
  { labels, cylinders }: Messages,
): readonly string[] => {
  const cell = (n: number | null): string => (n === null ? cylinders.unread : number(n));
  return table(
    [
      ['', ...Object.values(cylinders.columns)],
      ...rows.map(([name, { ordered, incomplete, instructed, filled, warehoused, shipped, rate, stage }]) => [
        name,
        incomplete ? cylinders.atLeast(ordered) : number(ordered),
        number(instructed),
        cell(filled),
        cell(warehoused),
        cell(shipped),
        rate === null ? cylinders.unread : percent(rate),
        stage === null ? cylinders.unread : labels.stages[stage],
      ]),
    ],
    [1, 2, 3, 4, 5, 6],
  );
};
