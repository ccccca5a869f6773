import type { Explanation } from '../messages/format.ts';

/** How a command ends, as its exit code. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  featureOff: 3,
  notReady: 4,
  someFailed: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with an explanation for people, and a code for machines. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  /** For `--json`: `USAGE`, `FEATURE_OFF`, `NO_CONNECTION`, … */
  readonly code: string;
  readonly explanation: Explanation;
  /** What machines are told besides. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    exitCode: ExitCode,
    code: string,
    explanation: Explanation,
    { details = {}, ...options }: ErrorOptions & { readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(explanation.what, options);
    this.details = details;
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.code = code;
    this.explanation = explanation;
  }
}

/** Ends a command because of how it was called. */
export const usageFailure = (what: string, next?: string): CommandFailure =>
  new CommandFailure(exitCodes.usage, 'USAGE', next === undefined ? { what } : { what, next });

/** Ends a command that somebody interrupted, and that has nothing to say about it. */
export const interruptedFailure = (what: string): CommandFailure =>
  new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', { what });
