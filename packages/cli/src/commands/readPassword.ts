import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Context } from './Command.ts';
import { interruptedFailure, usageFailure } from './CommandFailure.ts';

/** Characters of standard input that are looked at: more is no password. */
const most = 10_000;

/** The first line of standard input. */
const fromStdin = async (stdin: AsyncIterable<Buffer | string>): Promise<string> => {
  const decoder = new TextDecoder();
  let typed = '';
  for await (const chunk of stdin) {
    typed += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (typed.includes('\n') || typed.length > most) break;
  }
  return (typed.split('\n')[0] ?? '').replace(/\r$/, '');
};

/** One line of a terminal that does not show what is typed. */
const hidden = ({ surroundings, messages, signal }: Context): Promise<string> =>
  new Promise((done, failed) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
    const lines = createInterface({ input: surroundings.stdin, output: nowhere, terminal: true, historySize: 0 });
    const stop = (): void => {
      lines.close();
      failed(interruptedFailure(messages.errors.interrupted));
    };
    signal.addEventListener('abort', stop, { once: true });
    lines.once('line', (line) => {
      done(line);
      lines.close();
    });
    // As a terminal it has Ctrl-C, and Ctrl-D closes it.
    lines.once('SIGINT', stop);
    lines.once('close', () => {
      signal.removeEventListener('abort', stop);
      failed(interruptedFailure(messages.errors.interrupted));
    });
  });

/**
 * A password: the first line of standard input when that is asked for, else typed twice on the terminal, unseen. Never an
 * argument, which other users of the machine could read.
 * @throws CommandFailure
 */
export const readPassword = async (context: Context, useStdin: boolean): Promise<string> => {
  const { output, surroundings, messages } = context;
  const { stdin } = surroundings;
  const texts = messages.accounts.password;
  if (useStdin) return fromStdin(stdin);
  if (stdin.isTTY !== true) throw usageFailure(texts.how);
  output.note(texts.ask);
  const first = await hidden(context);
  output.note(texts.again);
  if ((await hidden(context)) !== first) throw usageFailure(texts.different);
  return first;
};
