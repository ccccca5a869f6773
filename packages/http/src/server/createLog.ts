import { type Logger, pino } from 'pino';

export interface LogOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly format: 'json' | 'text';
  readonly write: (line: string) => void;
}

/** Names under which secrets might come along with an object; their values are never written. */
const secret = ['password', 'token', 'secret', 'cookie', 'authorization', 'set-cookie', 'url', 'connectionString'];

/** An error without what a driver hangs on it: statements and rows are nobody's business. */
const bareError = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  const cause = error.cause instanceof Error ? { cause: bareError(error.cause) } : {};
  return { name, message, ...('code' in error ? { code: String(error.code) } : {}), stack, ...cause };
};

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** A line for people: when, how bad, what, and the facts. */
const asText = (line: string): string => {
  const { time, level, msg, err, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const told = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const error =
    err === undefined ? '' : `\n  ${String((err as { stack?: unknown }).stack ?? '').replaceAll('\n', '\n  ')}`;
  return `${String(time)} ${(levels[Number(level)] ?? '').padEnd(5)} ${String(msg ?? '')} ${told.join(' ')}${error}\n`;
};

/** The log of the server: a line each, as JSON or as text. */
export const createLog = ({ level, format, write }: LogOptions): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: bareError },
      redact: { paths: secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '…' },
    },
    { write: (line: string) => write(format === 'json' ? line : asText(line)) },
  );
