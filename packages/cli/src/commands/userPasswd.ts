import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { readPassword } from './readPassword.ts';

/** Gives somebody a new password and ends their sessions. */
export const userPasswdCommand: OrdinaryCommand = {
  name: 'user passwd',
  arguments: '<name>',
  options: { 'password-stdin': 'flag', 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const name = args.text('name') ?? '';
    const password = await readPassword(context, args.flag('password-stdin'));
    const { accounts, by } = await beginAccounts(context, args, 'user passwd');
    const result = await accounts.users.setPassword(by, name, password);
    switch (result.outcome) {
      case 'unknown':
        throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.unknownUser(name));
      case 'unusable':
        throw usageFailure(texts.password.problems[result.problem]);
      case 'set': {
        if (output.json) await output.value({ name });
        else output.print(texts.passwordSet(name));
        return exitCodes.done;
      }
    }
  },
};
