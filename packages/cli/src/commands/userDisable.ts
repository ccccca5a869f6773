import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

/** Takes an account out of use, with its sessions and tokens. */
export const userDisableCommand: OrdinaryCommand = {
  name: 'user disable',
  arguments: '<name>',
  options: { 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const name = args.text('name') ?? '';
    const { accounts, by } = await beginAccounts(context, args, 'user disable');
    const user = await accounts.users.change(by, name, { disabled: true });
    if (user === null) throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.unknownUser(name));
    if (output.json) await output.value(user);
    else output.print(texts.disabled(user.name));
    return exitCodes.done;
  },
};
