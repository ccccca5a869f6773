import { createInterface } from 'node:readline/promises';
import type { Context } from '../commands/Command.ts';
import { interruptedFailure } from '../commands/CommandFailure.ts';

/** Whether somebody at a terminal says yes; null where nobody is there to be asked. @throws CommandFailure when interrupted */
export const confirm = async (question: string, context: Context): Promise<boolean | null> => {
  const { surroundings, output, messages, signal } = context;
  const { stdin, stderr } = surroundings;
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null;
  // Not as a terminal: that would take Ctrl-C away from us.
  const asking = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    const answer = await Promise.race([
      asking.question(question, { signal }),
      new Promise<string>((done) => asking.once('close', () => done(''))),
    ]);
    return messages.reviews.resolve.yes.test(answer.trim());
  } catch (error) {
    if (!signal.aborted) throw error;
    output.note('');
    throw interruptedFailure(messages.errors.interrupted);
  } finally {
    asking.close();
  }
};
