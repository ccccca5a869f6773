import type { CommandFailure } from '../commands/CommandFailure.ts';
import type { Messages } from '../messages/messages.ts';
import type { Output } from './createOutput.ts';

/** Tells what happened, why, and what to do; with `--json` also as the one value of the result. */
export const tellFailure = async (
  { code, exitCode, explanation, details, cause, stack }: CommandFailure,
  output: Output,
  { errors }: Messages,
  { verbose, secrets }: { readonly verbose: boolean; readonly secrets: readonly string[] },
): Promise<void> => {
  const hidden = (text: string): string => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  // Only an error that nobody expected can hold a secret; elsewhere a password such as `po` would hide words of ours.
  const safe = code === 'FAILED' ? hidden : (text: string): string => text;
  const what = safe(explanation.what);
  const why = explanation.why === undefined ? null : safe(explanation.why);
  const next = explanation.next === undefined ? null : safe(explanation.next);
  output.note(what);
  if (why !== null) output.note(`${errors.why}: ${why}`);
  if (next !== null) output.note(`${errors.next}: ${next}`);
  if (verbose) output.note(hidden((cause instanceof Error ? cause.stack : undefined) ?? stack ?? ''));
  if (output.json && output.isEmpty()) await output.value({ error: { code, exitCode, what, why, next, ...details } });
};
