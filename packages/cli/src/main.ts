import { hostname, userInfo } from 'node:os';
import process from 'node:process';
import { exitCodes } from './commands/CommandFailure.ts';
import { listenForInterruption } from './output/interruption.ts';

/** An account without an entry has a number only. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') {
      return `uid ${process.getuid?.() ?? ''}`;
    }
    throw error;
  }
};

// First of all: what the program is made of takes long to read, and who ends it meanwhile is to find it ending well.
const interruption = listenForInterruption(process, () => process.exit(exitCodes.interrupted));
const { runCli } = await import('./runCli.ts');
const exitCode = await runCli(
  process.argv.slice(2),
  {
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    hostname: hostname(),
    pid: process.pid,
    userName: userName(),
    now: () => new Date(),
  },
  interruption,
);
// Not by itself: a connection that hangs after an interruption would keep the process.
process.exit(exitCode);
