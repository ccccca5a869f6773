import { type Target, targetOf } from '../config/databaseUrl.ts';
import { embeddedDirectory, embeddedRefusal } from '../config/embedded.ts';
import { errorCode, errorText } from '../config/errorText.ts';
import type { Context } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

/** The database that a command works on. */
export interface Database {
  /** A secret. */
  readonly url: string;
  readonly target: Target;
  /** Where the embedded server lives, when it is that one. */
  readonly embedded: string | null;
}

/**
 * Finds the database: that of the configuration, else the embedded PostgreSQL, which is said first and closed after the
 * command. `migrate` works as the owner of our schema.
 * @throws CommandFailure when there is none, and none may stand in
 */
export const openDatabase = async (context: Context, as: 'runtime' | 'migrate' = 'runtime'): Promise<Database> => {
  const { DATABASE_URL, PO_MIGRATE_DATABASE_URL } = context.config;
  const url = as === 'migrate' ? (PO_MIGRATE_DATABASE_URL ?? DATABASE_URL) : DATABASE_URL;
  if (url !== null) return { url, target: targetOf(url)!, embedded: null };
  return openEmbedded(context, context.messages.errors.embedded);
};

/** The embedded PostgreSQL, started if it does not run; `announce` says so before. @throws CommandFailure */
export const openEmbedded = async (
  { messages, output, surroundings, defer }: Context,
  announce: (directory: string) => string,
): Promise<Database> => {
  const { env, cwd, stderr } = surroundings;
  const refusal = embeddedRefusal(env, stderr.isTTY === true);
  if (refusal !== null) {
    throw new CommandFailure(exitCodes.notReady, 'NO_DATABASE', messages.errors.embeddedForbidden(refusal));
  }
  const directory = embeddedDirectory(cwd);
  output.note(announce(directory));
  const { openEmbeddedPostgres } = await import('@cynow/po-adapters-pg');
  try {
    const server = await openEmbeddedPostgres({ directory });
    defer(() => server.close());
    return { url: server.url, target: targetOf(server.url)!, embedded: server.directory };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'EmbeddedPostgresError')) throw error;
    throw new CommandFailure(
      exitCodes.notReady,
      'EMBEDDED_POSTGRES',
      messages.errors.embeddedFailed(errorCode(error) ?? '', directory, errorText(error)),
      { cause: error },
    );
  }
};
