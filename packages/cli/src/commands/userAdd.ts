import { roles } from '@cynow/po-core';
import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { readPassword } from './readPassword.ts';
import { oneOf } from './readValues.ts';

/** Adds an account of our own. */
export const userAddCommand: OrdinaryCommand = {
  name: 'user add',
  arguments: '<name>',
  options: { role: 'value', 'password-stdin': 'flag', 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { config, messages, output } = context;
    const texts = messages.accounts;
    const name = args.text('name') ?? '';
    const role = oneOf(args.text('role'), '--role', roles, messages);
    if (role === undefined) throw usageFailure(messages.errors.notOneOf('--role', roles, ''));
    const password = await readPassword(context, args.flag('password-stdin'));
    const { accounts, by } = await beginAccounts(context, args, 'user add');
    const result = await accounts.users.add(by, { name, role, password });
    switch (result.outcome) {
      case 'taken':
        throw new CommandFailure(exitCodes.failed, 'NAME_TAKEN', texts.taken(name));
      case 'unusable-name':
        throw usageFailure(texts.unusableName(name));
      case 'unusable':
        throw usageFailure(texts.password.problems[result.problem]);
      case 'added': {
        if (!config.PO_AUTH.includes('own')) output.note(texts.ownIsClosed);
        if (output.json) await output.value({ name: result.name, role });
        else output.print(texts.added(result.name, messages.flags.roleNames[role]));
        return exitCodes.done;
      }
    }
  },
};
