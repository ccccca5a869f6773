import { resolve } from 'node:path';
import { allCommands } from './commands/allCommands.ts';
import type { Context } from './commands/Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from './commands/CommandFailure.ts';
import { failureOf } from './commands/failureOf.ts';
import { readGlobalOptions } from './commands/globalOptions.ts';
import { type Parsed, parse } from './commands/parse.ts';
import type { Surroundings } from './commands/Surroundings.ts';
import { describeProblem } from './config/describeProblem.ts';
import { errorText } from './config/errorText.ts';
import { type ConfigReading, readConfig } from './config/readConfig.ts';
import { type Language, type Messages, messagesIn } from './messages/messages.ts';
import { createOutput, type Output } from './output/createOutput.ts';
import type { Interruption } from './output/interruption.ts';
import { isUtf8Locale } from './output/plain.ts';

/** Connections that hang must not keep an interrupted command from ending. */
const closeWithinMs = 5_000;

/** Runs one command, from its words to its exit code. Everything that it opened is closed then. */
export const runCli = async (
  argv: readonly string[],
  surroundings: Surroundings,
  interruption: Interruption,
): Promise<ExitCode> => {
  const { env, cwd, stdout, stderr } = surroundings;
  const typed = readGlobalOptions(argv);
  const reading = await readConfig({ flags: { PO_LANG: typed.lang, PO_ACTOR: typed.actor }, env, cwd });
  const messages = messagesIn(languageOf(reading));
  const outputTo = (file: string | null): Promise<Output> =>
    createOutput({
      stdout,
      stderr,
      json: typed.json,
      plain: typed.plain || !isUtf8Locale(env),
      color: !typed.noColor && !env.NO_COLOR,
      file,
      onClosed: interruption.interrupt,
    });

  const closers: (() => Promise<void>)[] = [];
  let output = await outputTo(null);
  let exitCode: ExitCode;
  try {
    const parsed = await parse(argv, allCommands, messages, languageOf(reading));
    if ('show' in parsed) {
      await output.write(`${parsed.show}\n`);
      return exitCodes.done;
    }
    if (typed.output !== undefined) output = await openFile(resolve(cwd, typed.output), outputTo, messages);
    const defer: Context['defer'] = (close) => void closers.unshift(close);
    exitCode = await runParsed(parsed, reading, { messages, output, surroundings, signal: interruption.signal, defer });
  } catch (error) {
    const failure = failureOf(error, messages, reading.config, typed.verbose);
    await tell(failure, output, messages, typed.verbose, reading.secrets);
    exitCode = failure.exitCode;
  }
  const closed = await closeAll(closers, interruption.signal);
  if (closed !== undefined) {
    output.note(hideSecrets(errorText(closed), reading.secrets));
    if (exitCode === exitCodes.done) exitCode = exitCodes.failed;
  }
  await output.close(exitCode !== exitCodes.usage && exitCode !== exitCodes.notReady);
  return exitCode;
};

const languageOf = ({ entries }: ConfigReading): Language =>
  entries.find(({ name }) => name === 'PO_LANG')?.value === 'en' ? 'en' : 'ko';

const openFile = async (
  path: string,
  open: (file: string) => Promise<Output>,
  { errors }: Messages,
): Promise<Output> => {
  try {
    return await open(path);
  } catch (error) {
    throw new CommandFailure(exitCodes.failed, 'CANNOT_WRITE', errors.cannotWrite(path, errorText(error)), {
      cause: error,
    });
  }
};

const runParsed = async (
  { command, args }: Exclude<Parsed, { show: string }>,
  reading: ConfigReading,
  context: Omit<Context, 'config'>,
): Promise<ExitCode> => {
  const { messages, signal } = context;
  if (command.reads === 'reading') return command.run({ ...context, reading }, args);
  const { config } = reading;
  if (config === null) {
    const { what, next } = messages.config.invalid;
    const why = reading.problems.map((problem) => `\n  ${describeProblem(problem, messages)}`).join('');
    throw new CommandFailure(exitCodes.usage, 'CONFIGURATION', { what, why, next });
  }
  const running = command.run({ ...context, config }, args);
  return command.endsItself ? running : Promise.race([running, interrupted(signal, messages)]);
};

/** Rejects when somebody wants the command to end. */
const interrupted = (signal: AbortSignal, { errors }: Messages): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void =>
      reject(new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', { what: errors.interrupted }));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** Closes in order; the first error, if there was one. An interrupted command is not kept from ending. */
const closeAll = async (closers: readonly (() => Promise<void>)[], signal: AbortSignal): Promise<unknown> => {
  let failure: unknown;
  const closing = (async () => {
    for (const close of closers) {
      try {
        await close();
      } catch (error) {
        failure ??= error;
      }
    }
  })();
  if (!signal.aborted) await closing;
  else await Promise.race([closing, new Promise((done) => setTimeout(done, closeWithinMs).unref())]);
  return failure;
};

const hideSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);

/** What happened, why, and what to do; with `--json` also as the result's one value. */
const tell = async (
  { code, exitCode, explanation, cause, stack }: CommandFailure,
  output: Output,
  { errors }: Messages,
  verbose: boolean,
  secrets: readonly string[],
): Promise<void> => {
  const { what, why, next } = explanation;
  const say = (text: string): void => output.note(hideSecrets(text, secrets));
  output.status(null);
  say(what);
  if (why !== undefined) say(`${errors.why}: ${why}`);
  if (next !== undefined) say(`${errors.next}: ${next}`);
  if (verbose) say((cause instanceof Error ? cause.stack : undefined) ?? stack ?? '');
  if (output.json && output.isEmpty()) {
    const value = { error: { code, exitCode, what, why: why ?? null, next: next ?? null } };
    await output.write(`${hideSecrets(JSON.stringify(value), secrets)}\n`);
  }
};
