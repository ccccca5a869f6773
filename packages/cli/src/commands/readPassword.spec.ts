import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { messagesIn } from '../messages/messages.ts';
import { createOutput } from '../output/createOutput.ts';
import { fakeStream } from '../testing/fakeStream.ts';
import type { Context } from './Command.ts';
import { readPassword } from './readPassword.ts';

/** Somebody at a terminal. */
const atTerminal = async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const [stdout, stderr] = [fakeStream({ terminal: true }), fakeStream({ terminal: true })];
  const messages = messagesIn('en');
  const output = await createOutput({
    stdout,
    stderr,
    json: false,
    plain: null,
    color: false,
    file: null,
    onClosed: () => undefined,
  });
  const abort = new AbortController();
  const surroundings = { stdin, stdout, stderr } as unknown as Context['surroundings'];
  const context = { messages, output, surroundings, signal: abort.signal } as unknown as Context;
  const read = readPassword(context, false);
  // What is thrown is looked at below, after more was typed.
  read.catch(() => undefined);
  const type = async (keys: string): Promise<void> => {
    stdin.write(keys);
    await new Promise((done) => setTimeout(done, 20));
  };
  return { read, type, abort, shown: () => stdout.text() + stderr.text() };
};

it('asks twice on a terminal, and shows nothing of what is typed', async () => {
  const { read, type, shown } = await atTerminal();
  await type('좋은 비밀번호X\x7f\r');
  await type('좋은 비밀번호\r');
  expect(await read).toBe('좋은 비밀번호');
  expect(shown()).not.toContain('비밀번호');
  expect(shown()).toContain('Once more:');
});

const fromPipe = (...chunks: readonly Buffer[]): Promise<string> => {
  const surroundings = { stdin: Readable.from(chunks) };
  return readPassword({ messages: messagesIn('en'), surroundings } as unknown as Context, true);
};

it('takes the first line of standard input, whatever ends it, however it is cut into pieces', async () => {
  const bytes = Buffer.from('\u{feff}좋은 비밀번호\r\nmore');
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(await fromPipe(bytes.subarray(0, at), bytes.subarray(at))).toBe('좋은 비밀번호');
  }
  expect(await fromPipe(Buffer.from('no end'))).toBe('no end');
  expect(await fromPipe()).toBe('');
});

it('refuses what is not UTF-8: nobody could type it', async () => {
  // 비밀번호 in code page 949.
  const korean = Buffer.from('bad1beeac9d0c8a3', 'hex');
  await expect(fromPipe(Buffer.concat([korean, Buffer.from('1234567890\n')]))).rejects.toMatchObject({ exitCode: 2 });
});

it('refuses two that differ', async () => {
  const { read, type } = await atTerminal();
  await type('one\r');
  await type('other\r');
  await expect(read).rejects.toThrow('differ');
});

it.each([
  ['Ctrl-C', '\x03'],
  ['Ctrl-D', '\x04'],
])('ends with %s', async (_name, key) => {
  const { read, type } = await atTerminal();
  await type(key);
  await expect(read).rejects.toMatchObject({ exitCode: 130 });
});

it('ends when the command is to end', async () => {
  const { read, abort } = await atTerminal();
  abort.abort();
  await expect(read).rejects.toMatchObject({ exitCode: 130 });
});
