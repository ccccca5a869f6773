import { isUtf8 } from 'node:buffer';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Context } from './Command.ts';
import { interruptedFailure, usageFailure } from './CommandFailure.ts';

/** Bytes of standard input that are looked at: more is no password. */
const most = 40_000;

/**
 * The first line of standard input; null when that is not UTF-8. A console of another code page would else set a password that
 * nobody can type.
 */
const fromStdin = async (stdin: AsyncIterable<Buffer | string>): Promise<string | null> => {
  let given = Buffer.alloc(0);
  for await (const chunk of stdin) {
    given = Buffer.concat([given, Buffer.from(chunk)]);
    if (given.includes('\n') || given.length > most) break;
  }
  const end = given.indexOf('\n');
  const line = end < 0 ? given : given.subarray(0, end);
  return isUtf8(line) ? new TextDecoder().decode(line).replace(/\r$/, '') : null;
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
  if (useStdin) {
    const given = await fromStdin(stdin);
    if (given === null) throw usageFailure(texts.notUtf8);
    return given;
  }
  if (stdin.isTTY !== true) throw usageFailure(texts.how);
  output.note(texts.ask);
  const first = await hidden(context);
  output.note(texts.again);
  if ((await hidden(context)) !== first) throw usageFailure(texts.different);
  return first;
};
