import type { Accounts, Doer } from '@cynow/po-core';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Arguments, Context } from './Command.ts';
import type { CommandName } from './CommandName.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

/** What every command does that changes accounts or tokens. @throws CommandFailure */
export const beginAccounts = async (
  context: Context,
  args: Arguments,
  command: CommandName,
): Promise<{ readonly accounts: Accounts; readonly by: Doer }> => {
  const actor = await beginWriting(context, args.flag('while-off'));
  const database = await openDatabase(context);
  announceTarget(context, database);
  const application = await openOver(context, database, command);
  await tellStoredFlag(context, application);
  return { accounts: application.accounts, by: byCommand(actor) };
};
