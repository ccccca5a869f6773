import { time } from '../messages/format.ts';
import { table } from '../output/table.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';

/** Lists our own accounts. */
export const userListCommand: OrdinaryCommand = {
  name: 'user list',
  options: {},
  reads: 'config',
  async run(context) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const { accounts } = await openApplication(context, 'user list');
    const users = await accounts.users.list();
    if (output.json) await output.value(users);
    else if (users.length === 0) output.print(texts.noUsers);
    else {
      const rows = users.map(({ name, role, createdAt, createdBy, disabledAt }) => [
        name,
        messages.flags.roleNames[role],
        disabledAt === null ? texts.inUse : texts.disabledSince(disabledAt),
        time(createdAt),
        createdBy,
      ]);
      for (const line of table([Object.values(texts.userColumns), ...rows])) output.print(line);
    }
    return exitCodes.done;
  },
};
