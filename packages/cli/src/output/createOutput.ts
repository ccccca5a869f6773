import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { errorCode } from '../config/errorText.ts';
import { type PlainWords, toPlain } from './plain.ts';
import { openResultFile, type ResultFile } from './ResultFile.ts';

/** A stream of the process; whether it is a terminal, and how wide. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export type Style = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

/** Where a command's results and remarks go. */
export interface Output {
  /** Whether the result is one JSON value. */
  readonly json: boolean;
  /** Whether people see the result as it is made. */
  readonly onTerminal: boolean;
  /** Whether remarks go to a terminal, and how wide it is. */
  readonly remarksWidth: number | null;
  /** A line of the result, for people. */
  print(line?: string): void;
  /** A part of the result as it is; resolves when there is room for more. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** The result as one JSON value. */
  value(value: unknown): Promise<void>;
  /** Whether nothing of the result has been written yet. */
  isEmpty(): boolean;
  /** Resolves when everything printed has been taken. */
  flush(): Promise<void>;
  /** A remark beside the result, on stderr. */
  note(line: string): void;
  /** Replaces the line at the bottom of the terminal, which remarks and results push down; null removes it. */
  status(line: string | null): void;
  /** The text in this colour, where the result shows colours. */
  paint(style: Style, text: string): string;
  /** Writes all that is under way; the file of `--output` then has its name, unless the command failed. */
  close(succeeded: boolean): Promise<void>;
}

export interface OutputOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly json: boolean;
  /** The words that stand for pictures, on consoles without UTF-8; null where pictures can be shown. */
  readonly plain: PlainWords | null;
  readonly color: boolean;
  /** The file of `--output`; null for stdout. */
  readonly file: string | null;
  /** Called once when whoever read the results has closed the pipe. */
  readonly onClosed: () => void;
}

/** @throws the operating system's error when the file cannot be opened */
export const createOutput = async (options: OutputOptions): Promise<Output> => {
  const { stdout, stderr, json, plain, color, onClosed } = options;
  const file: ResultFile | null = options.file === null ? null : await openResultFile(options.file);
  const onTerminal = file === null && stdout.isTTY === true;
  const dressed = (text: string): string => (plain === null ? text : toPlain(text, plain));
  let closed = false;
  let failure: unknown;
  let status: string | null = null;
  let pending: Promise<void> = Promise.resolve();
  let empty = true;

  const lost = (error: unknown): void => {
    if (errorCode(error) !== 'EPIPE') failure ??= error;
    if (closed) return;
    closed = true;
    onClosed();
  };
  stdout.on('error', lost);
  // Remarks are lost with the terminal that showed them; the command itself goes on to its end.
  stderr.on('error', () => undefined);

  const send = (chunk: string | Uint8Array): Promise<void> => {
    empty = false;
    if (closed) return Promise.resolve();
    if (file !== null) return file.write(chunk);
    return new Promise((resolve) => {
      stdout.write(chunk, (error) => {
        if (error) lost(error);
        resolve();
      });
    });
  };

  const aboveStatus = (show: () => void): void => {
    if (status !== null) stderr.write('\r\u001b[K');
    show();
    if (status !== null) stderr.write(status);
  };

  const write = async (chunk: string | Uint8Array): Promise<void> => {
    await pending;
    await send(chunk);
  };

  return {
    json,
    onTerminal,
    remarksWidth: stderr.isTTY === true ? stderr.columns || 80 : null,
    print(line = '') {
      aboveStatus(() => {
        const sent = send(`${dressed(line)}\n`);
        pending = pending.then(() => sent);
        // Awaited by whoever writes or closes next.
        pending.catch(() => undefined);
      });
    },
    write,
    value: (value) => write(`${JSON.stringify(value, null, onTerminal ? 2 : undefined)}\n`),
    isEmpty: () => empty,
    flush: () => pending,
    note(line) {
      aboveStatus(() => stderr.write(`${dressed(line)}\n`));
    },
    status(line) {
      if (status !== null || line !== null) stderr.write(`\r\u001b[K${line === null ? '' : dressed(line)}`);
      status = line === null ? null : dressed(line);
    },
    paint: (style, text) => (color && onTerminal ? styleText(style, text, { validateStream: false }) : text),
    async close(succeeded) {
      await pending;
      if (file !== null) await (succeeded ? file.finish() : file.discard());
      if (failure !== undefined) throw failure;
    },
  };
};
