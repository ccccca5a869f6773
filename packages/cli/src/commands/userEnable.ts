import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

/** Takes a disabled account into use again. */
export const userEnableCommand: OrdinaryCommand = {
  name: 'user enable',
  arguments: '<name>',
  options: { 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const name = args.text('name') ?? '';
    const { accounts, by } = await beginAccounts(context, args, 'user enable');
    const user = await accounts.users.change(by, name, { disabled: false });
    if (user === null) throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.noSuchUser(name));
    if (output.json) await output.value(user);
    else output.print(texts.enabled(user.name));
    return exitCodes.done;
  },
};
