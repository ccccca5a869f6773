import type { Application } from '../composition/compose.ts';
import type { Context } from './Command.ts';
import type { CommandName } from './CommandName.ts';
import { type Database, openDatabase } from './openDatabase.ts';
import { accountSettings, backfillSettings, type Opening, pgSettings } from './settings.ts';

/** The program over this database; closed after the command. @throws PoError */
export const openOver = async (
  { config, surroundings, defer }: Context,
  database: Database,
  command: CommandName,
  opening: Opening = {},
): Promise<Application> => {
  // Loaded only now: `--help` and wrong usage answer without a database driver.
  const { compose } = await import('../composition/compose.ts');
  const clock = { now: surroundings.now };
  const application = await compose(
    pgSettings(config, database, command, opening),
    backfillSettings(config, database),
    accountSettings(config),
    clock,
  );
  defer(() => application.close());
  return application;
};

/** The program over the database of the configuration. @throws PoError, CommandFailure */
export const openApplication = async (context: Context, command: CommandName): Promise<Application> =>
  openOver(context, await openDatabase(context), command);
