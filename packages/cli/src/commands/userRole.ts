import { roles } from '@cynow/po-core';
import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { oneOf } from './readValues.ts';

/** Gives an account another role. */
export const userRoleCommand: OrdinaryCommand = {
  name: 'user role',
  arguments: '<name>',
  options: { role: 'value', 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const name = args.text('name') ?? '';
    const role = oneOf(args.text('role'), '--role', roles, messages);
    if (role === undefined) throw usageFailure(messages.errors.notOneOf('--role', roles, ''));
    const { accounts, by } = await beginAccounts(context, args, 'user role');
    const wasLast = role !== 'admin' && (await accounts.users.isLastAdmin(name));
    const user = await accounts.users.change(by, name, { role });
    if (user === null) throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.noSuchUser(name));
    if (wasLast) output.note(texts.noAdminLeft);
    if (output.json) await output.value(user);
    else output.print(texts.roleChanged(user.name, messages.flags.roleNames[user.role]));
    return exitCodes.done;
  },
};
