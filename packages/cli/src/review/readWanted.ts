import type { ReviewDecision } from '@cynow/po-core';
import type { Arguments } from '../commands/Command.ts';
import { CommandFailure, exitCodes, usageFailure } from '../commands/CommandFailure.ts';
import { oneOf, wholeNumber } from '../commands/readValues.ts';
import type { Messages } from '../messages/messages.ts';

/** Options that say what to do, and whether each takes a value. */
export const decisionOptions = {
  'correct-customer': 'value',
  'correct-po-no': 'value',
  'correct-product': 'value',
  doc: 'value',
  candidate: 'value',
  'merge-into': 'value',
  'move-document': 'value',
  to: 'value',
  'accept-qty': 'flag',
  keep: 'value',
  cancel: 'flag',
  note: 'value',
  reopen: 'flag',
  alias: 'value',
} as const;

/** What to do: a decision, or one that names another PO, which is still to be found. */
export type Wanted =
  | { readonly decision: ReviewDecision }
  | { readonly candidate: number }
  | { readonly mergeInto: string }
  | { readonly moveDocument: string; readonly to: string };

/** What was typed, and the option that says so. */
export interface TypedDecision {
  readonly option: string;
  readonly wanted: Wanted;
  /** Whether it makes sense for many POs at once: it names none, and gives none of them the same number. */
  readonly forMany: boolean;
}

const corrections = ['correct-customer', 'correct-po-no', 'correct-product'] as const;

/** Options that mean something only beside another. */
const companions = { doc: 'correct-product', to: 'move-document', note: 'cancel' } as const;

const correction = (args: Arguments): TypedDecision | null => {
  const [customer, poNo, product] = corrections.map((name) => args.text(name));
  const option = corrections.find((name) => args.text(name) !== undefined);
  if (option === undefined) return null;
  const docNo = args.text('doc');
  const decision: ReviewDecision = {
    kind: 'correct',
    ...(customer !== undefined && { customer }),
    ...(poNo !== undefined && { poNo }),
    ...(product !== undefined && { product }),
    ...(docNo !== undefined && { docNo }),
  };
  return { option: `--${option}`, wanted: { decision }, forMany: poNo === undefined && docNo === undefined };
};

const plain = (option: string, decision: ReviewDecision): TypedDecision => ({
  option,
  wanted: { decision },
  forMany: true,
});

/** Reads what to do. @throws CommandFailure for none, several, or halves of one */
export const readWanted = (args: Arguments, messages: Messages): TypedDecision => {
  const { resolve } = messages.reviews;
  for (const [name, other] of Object.entries(companions)) {
    const isAlone = other === 'cancel' ? !args.flag(other) : args.text(other) === undefined;
    if (args.text(name) !== undefined && isAlone) throw usageFailure(resolve.needs(`--${name}`, `--${other}`));
  }
  const [moved, to, into, keep, note] = ['move-document', 'to', 'merge-into', 'keep', 'note'].map((name) =>
    args.text(name),
  );
  if (moved !== undefined && to === undefined) throw usageFailure(resolve.needs('--move-document', '--to'));
  const alias = oneOf(args.text('alias'), '--alias', ['always', 'other'], messages);
  const candidate = wholeNumber(args, 'candidate', { min: 1, max: 10 }, messages);
  const typed: readonly (TypedDecision | null)[] = [
    correction(args),
    candidate === undefined ? null : { option: '--candidate', wanted: { candidate }, forMany: false },
    into === undefined ? null : { option: '--merge-into', wanted: { mergeInto: into }, forMany: false },
    moved === undefined || to === undefined
      ? null
      : { option: '--move-document', wanted: { moveDocument: moved, to }, forMany: false },
    args.flag('accept-qty') ? plain('--accept-qty', { kind: 'accept-qty' }) : null,
    keep === undefined ? null : plain('--keep', { kind: 'keep', note: keep }),
    args.flag('cancel') ? plain('--cancel', { kind: 'cancel-po', ...(note !== undefined && { note }) }) : null,
    args.flag('reopen') ? plain('--reopen', { kind: 'reopen' }) : null,
    alias === undefined ? null : plain('--alias', { kind: alias === 'always' ? 'alias-always' : 'alias-other' }),
  ];
  const [one, another] = typed.filter((each) => each !== null);
  if (one === undefined) throw new CommandFailure(exitCodes.usage, 'USAGE', resolve.noDecision);
  if (another !== undefined) throw usageFailure(resolve.oneDecision(one.option, another.option));
  return one;
};
