import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface StartedCommand {
  readonly child: ChildProcess;
  /** Resolves when stdout holds this text. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What it reads from standard input; without, there is none. */
  readonly stdin?: string;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Pages are JSX, which Node does not read by itself. */
const jsx = new URL('../../../../scripts/tsx.mjs', import.meta.url).href;

/** The command line of the real command, read from source. */
export const fromSource: readonly string[] = [process.execPath, '--conditions=@cynow/source', '--import', jsx, main];

/** Of our own environment: what programs need to be found, and to start soon. */
const ofOurs = (): Record<string, string> => {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
};

/** Starts the real command as a process of its own. Of the environment it has only what is given, and a UTF-8 locale. */
export const startCommand = (
  args: readonly string[],
  { env = {}, cwd = tmpdir(), stdin }: CommandOptions = {},
): StartedCommand => {
  const [program, ...rest] = fromSource;
  const child = spawn(program!, [...rest, ...args], {
    cwd,
    env: { ...ofOurs(), LANG: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that has ended without reading does not mind.
  child.stdin.on('error', () => undefined).end(stdin ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code, stdout, stderr }));
  return {
    child,
    ended,
    async printed(text) {
      while (!stdout.includes(text)) {
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(() => Promise.reject(new Error(`ended without printing ${text}\n${stdout}\n${stderr}`))),
        ]);
      }
    },
  };
};

/** Runs the real command to its end. */
export const runCommand = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
  startCommand(args, options).ended;
