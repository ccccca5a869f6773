import { differenceLines } from '../comparableState.spec.support.ts';
import { type Disturbance, disturbances } from './RoundPlan.spec.support.ts';
import type { RoundResult } from './runRound.spec.support.ts';

/** Whether a round ended as an undisturbed run does, and nothing else was wrong. */
export const isRight = ({ differences, problems }: RoundResult): boolean =>
  differences.length === 0 && problems.length === 0;

const most = (numbers: readonly number[]): number | null => (numbers.length === 0 ? null : Math.max(...numbers));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

const headings = [
  'disturbance',
  'rounds',
  'disturbed',
  'in a run',
  'taken up',
  'run anew',
  'lost',
  'doubled',
  'tables differ',
  'other faults',
  'place free, ms at most',
  'zombies',
  'refused',
  'cut off',
  'nothing left',
  's',
];

const lineOf = (name: Disturbance | 'all', results: readonly RoundResult[]): readonly string[] => {
  const strikes = results.flatMap((result) => result.strikes);
  const zombies = strikes.flatMap(({ zombie }) => zombie ?? []);
  const delay = most(strikes.flatMap(({ placeFreeMs }) => placeFreeMs ?? []));
  const counts = [
    results.length,
    strikes.length,
    strikes.filter(({ within }) => within).length,
    results.filter(({ resumed }) => resumed).length,
    results.filter(({ resumed }) => !resumed).length,
    sum(results.map(({ lost }) => lost.length)),
    sum(results.map(({ doubled }) => doubled.length)),
    sum(results.map(({ differences }) => differences.length)),
    sum(results.map(({ problems }) => problems.length)),
  ];
  const zombieCounts = [
    zombies.length,
    ...(['refused', 'cut off', 'nothing left to write'] as const).map((end) => zombies.filter((z) => z === end).length),
  ];
  return [
    name,
    ...counts.map(String),
    delay === null ? '-' : delay.toFixed(0),
    ...zombieCounts.map((count) => (zombies.length === 0 ? '-' : String(count))),
    sum(results.map(({ seconds }) => seconds)).toFixed(0),
  ];
};

/** The results as a table in Markdown, a line for each disturbance. */
export const describeRounds = (results: readonly RoundResult[]): string => {
  const lines = [
    headings,
    ...disturbances.map((name) =>
      lineOf(
        name,
        results.filter(({ plan }) => plan.disturbance === name),
      ),
    ),
    lineOf('all', results),
  ];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const shown = lines.map(
    (line) =>
      `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [shown[0], rule, ...shown.slice(1)].join('\n');
};

const shownRows = 40;

/** What was wrong with a round. */
export const describeFaults = ({ plan, differences, problems, lost, doubled }: RoundResult): string => {
  const rows = differenceLines(differences);
  return [
    `round ${plan.round}, ${plan.disturbance}: ${lost.length} documents lost, ${doubled.length} doubled`,
    ...problems,
    ...rows.slice(0, shownRows),
    ...(rows.length > shownRows ? [`… and ${rows.length - shownRows} more rows`] : []),
  ].join('\n  ');
};
