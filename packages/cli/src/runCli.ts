import { resolve } from 'node:path';
import { allCommands } from './commands/allCommands.ts';
import type { Context } from './commands/Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from './commands/CommandFailure.ts';
import { failureOf } from './commands/failureOf.ts';
import { readGlobalOptions } from './commands/globalOptions.ts';
import { interrupted } from './commands/interrupted.ts';
import { type Parsed, parse } from './commands/parse.ts';
import type { Surroundings } from './commands/Surroundings.ts';
import { describeProblem } from './config/describeProblem.ts';
import { errorText } from './config/errorText.ts';
import { type ConfigReading, readConfig } from './config/readConfig.ts';
import { type Language, type Messages, messagesIn } from './messages/messages.ts';
import { createOutput, type Output } from './output/createOutput.ts';
import { closedPipe, type Interruption } from './output/interruption.ts';
import { isUtf8Locale } from './output/plain.ts';
import { tellFailure } from './output/tellFailure.ts';

/** Connections that hang must not keep an interrupted command from ending. */
const closeWithinMs = 5_000;

/** Runs one command, from its words to its exit code. Everything that it opened is closed then. */
export const runCli = async (
  argv: readonly string[],
  surroundings: Surroundings,
  { signal, pipeClosed, onHangUp }: Interruption,
): Promise<ExitCode> => {
  const { env, cwd, stdout, stderr } = surroundings;
  const typed = readGlobalOptions(argv);
  const reading = await readConfig({ flags: { PO_LANG: typed.lang, PO_ACTOR: typed.actor }, env, cwd });
  const language = languageOf(reading);
  const messages = messagesIn(language);
  const outputTo = (file: string | null): Promise<Output> =>
    createOutput({
      stdout,
      stderr,
      json: typed.json,
      plain: typed.plain || !isUtf8Locale(env) ? messages.plain : null,
      color: !typed.noColor && !env.NO_COLOR,
      file,
      onClosed: pipeClosed,
    });
  const closers: (() => Promise<void>)[] = [];
  const defer: Context['defer'] = (close) => void closers.unshift(close);
  const toStdout = await outputTo(null);
  let output = toStdout;
  const fail = async (error: unknown): Promise<ExitCode> => {
    const failure = failureOf(error, messages, reading.config, typed.verbose);
    // What a file would hold is not complete, so there is none; the news go where people look.
    if (output !== toStdout) await output.close(false);
    output = toStdout;
    output.status(null);
    if (signal.reason !== closedPipe) {
      await tellFailure(failure, output, messages, { verbose: typed.verbose, secrets: reading.secrets });
    }
    return failure.exitCode;
  };

  let exitCode: ExitCode;
  try {
    const parsed = await parse(argv, allCommands, messages, language);
    if (typed.output !== undefined) output = await openFile(resolve(cwd, typed.output), outputTo, messages);
    if ('show' in parsed) {
      const { show, as } = parsed;
      // The shell asks for words while an option is typed, which says nothing of how it wants them.
      await (typed.json && as !== 'words' ? output.value({ [as]: show }) : output.write(`${show}\n`));
      exitCode = exitCodes.done;
    } else {
      exitCode = await runParsed(parsed, reading, { messages, output, surroundings, signal, onHangUp, defer });
    }
    await output.flush();
  } catch (error) {
    exitCode = await fail(error);
  }
  try {
    await closeAll(closers, signal);
    await output.close(true);
    return exitCode;
  } catch (error) {
    const failed = await fail(error);
    return exitCode === exitCodes.done ? failed : exitCode;
  }
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
    const explanation = errors.cannotWrite(path, errorText(error));
    throw new CommandFailure(exitCodes.failed, 'CANNOT_WRITE', explanation, { cause: error });
  }
};

const runParsed = async (
  { command, args }: Extract<Parsed, { command: unknown }>,
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

/** Closes all, in order. An interrupted command is not kept from ending. @throws the first error */
const closeAll = async (closers: readonly (() => Promise<void>)[], signal: AbortSignal): Promise<void> => {
  const failures: unknown[] = [];
  const closing = (async () => {
    for (const close of closers) await close().catch((error: unknown) => failures.push(error));
  })();
  const patience = signal.aborted ? [new Promise((done) => setTimeout(done, closeWithinMs).unref())] : [];
  await Promise.race([closing, ...patience]);
  if (failures.length > 0) throw failures[0];
};
