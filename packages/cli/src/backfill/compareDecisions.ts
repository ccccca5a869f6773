import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '@cynow/po-core';
import { z } from 'zod';
import type { Messages } from '../messages/messages.ts';
import { reportDecision } from './reportLines.ts';

/** A document that is decided differently; null where it is not decided at all. */
export interface Difference {
  readonly was: string | null;
  readonly is: string | null;
}

const numbered = z.object({ docNo: z.string() });

/** What is decided, as it would stand in a report. */
export const lineOf = (decision: Decision, messages: Messages): string =>
  JSON.stringify(reportDecision(decision, messages));

/** What a line says but for the words of evidence, which are in the language of whoever had it written. */
const contentOf = (line: string): unknown =>
  JSON.parse(line, (key, value: unknown) => (key === 'text' ? undefined : value));

/** Whether a line of a report says this of a document, however it was formatted, and in whatever language. */
export const saysTheSame = (was: string, is: string): boolean =>
  was === is || isDeepStrictEqual(contentOf(was), contentOf(is));

const told = z.object({
  docNo: z.string(),
  outcome: z.enum(['created', 'needs-review', 'skipped']),
  skipped: z.enum(['ALREADY_RECORDED', 'CANCELLED']).optional(),
  action: z.string().optional(),
  po: z.object({ customer: z.string(), poNo: z.string() }).optional(),
  delivery: z.number().nullish(),
  reasons: z.array(z.object({ code: z.string() })).optional(),
});

/** A line of a report in words: what became of the document, on which PO and delivery, and what is to be reviewed. */
const lineText = (line: string, { labels }: Messages): string => {
  const read = told.safeParse(JSON.parse(line));
  if (!read.success) return line;
  const { docNo, outcome, skipped, action = '', po, delivery, reasons = [] } = read.data;
  const parts = [
    `[${labels.outcomes[outcome]}] ${docNo}`,
    skipped === undefined ? undefined : labels.skipped[skipped],
    labels.actions[action as keyof typeof labels.actions],
    po === undefined ? undefined : `${po.customer} ${po.poNo}`,
    delivery === undefined || delivery === null ? undefined : labels.delivery(delivery),
    reasons.map(({ code }) => labels.reasons[code as keyof typeof labels.reasons] ?? code).join(', ') || undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' / ');
};

/** Both sides of a difference in words; where the words are the same, as they stand in a report. */
export const differenceTexts = ({ was, is }: Difference, messages: Messages): readonly [string, string] => {
  const { likeNothing } = messages.backfill;
  const texts = [was, is].map((line) => (line === null ? likeNothing : lineText(line, messages)));
  const [before = '', after = ''] = texts;
  return before === after ? [was ?? '', is ?? ''] : [before, after];
};

/** Differences as JSON. */
export const differencesJson = (differences: readonly Difference[]) => ({
  differences: differences.map(({ was, is }) => ({
    was: was === null ? null : (JSON.parse(was) as unknown),
    is: is === null ? null : (JSON.parse(is) as unknown),
  })),
});

/**
 * Compares two lists of decisions as they come, by document: one that is only in the one list shifts the rest, and is
 * still only one difference. Holds in memory no more than the shift.
 */
export const createComparison = () => {
  const onlyWas = new Map<string, string>();
  const onlyIs = new Map<string, string>();
  const differing: Difference[] = [];

  const meet = (line: string, mine: Map<string, string>, others: Map<string, string>, isOld: boolean): void => {
    const { docNo } = numbered.parse(JSON.parse(line));
    const other = others.get(docNo);
    if (other === undefined) {
      mine.set(docNo, line);
      return;
    }
    others.delete(docNo);
    if (!saysTheSame(other, line)) differing.push(isOld ? { was: line, is: other } : { was: other, is: line });
  };

  return {
    was: (line: string): void => meet(line, onlyWas, onlyIs, true),
    is: (line: string): void => meet(line, onlyIs, onlyWas, false),
    /** All differences, once both lists have ended. */
    differences: (): readonly Difference[] => [
      ...differing,
      ...[...onlyWas.values()].map((was) => ({ was, is: null })),
      ...[...onlyIs.values()].map((is) => ({ was: null, is })),
    ],
  };
};
