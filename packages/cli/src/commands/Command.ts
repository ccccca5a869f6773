import type { Config, ConfigReading } from '../config/readConfig.ts';
import type { Messages } from '../messages/messages.ts';
import type { Output } from '../output/createOutput.ts';
import type { ExitCode } from './CommandFailure.ts';
import type { CommandName } from './CommandName.ts';
import type { Surroundings } from './Surroundings.ts';

/** What was typed behind a command, by the names of its options and arguments. */
export interface Arguments {
  /** The value of an option or argument; undefined when it was not given. */
  text(name: string): string | undefined;
  /** The values of the last argument, which takes any number. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** What every command works with. */
export interface Context {
  readonly messages: Messages;
  readonly output: Output;
  readonly config: Config;
  readonly surroundings: Surroundings;
  /** Aborted when the command should come to an end. */
  readonly signal: AbortSignal;
  /** From now on SIGHUP does this, and does not end the command. */
  onHangUp(work: () => void): void;
  /** Has this done when the command has ended, whatever happened; the latest first. */
  defer(close: () => Promise<void>): void;
}

interface CommandShape {
  readonly name: CommandName;
  /** Arguments as yargs writes them: `<file>`, `[n]`, `<docNo..>`. */
  readonly arguments?: string;
  /** Options, and whether each takes a value. */
  readonly options: Readonly<Record<string, 'flag' | 'value'>>;
  /** Whether it comes to a good end by itself when it is interrupted; the others are simply left. */
  readonly endsItself?: boolean;
}

/** A command that needs no valid configuration. */
export interface ConfigCommand extends CommandShape {
  readonly reads: 'reading';
  run(context: Omit<Context, 'config'> & { readonly reading: ConfigReading }, args: Arguments): Promise<ExitCode>;
}

export interface OrdinaryCommand extends CommandShape {
  readonly reads: 'config';
  run(context: Context, args: Arguments): Promise<ExitCode>;
}

export type Command = ConfigCommand | OrdinaryCommand;
