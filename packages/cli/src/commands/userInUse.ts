import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

const inUse = (name: 'user disable' | 'user enable', disabled: boolean): OrdinaryCommand => ({
  name,
  arguments: '<name>',
  options: { 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const typed = args.text('name') ?? '';
    const { accounts, by } = await beginAccounts(context, args, name);
    const wasLast = disabled && (await accounts.users.isLastAdmin(typed));
    const user = await accounts.users.change(by, typed, { disabled });
    if (user === null) throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.noSuchUser(typed));
    if (wasLast) output.note(texts.noAdminLeft);
    if (output.json) await output.value(user);
    else output.print((disabled ? texts.disabled : texts.enabled)(user.name));
    return exitCodes.done;
  },
});

/** Takes an account out of use, with its sessions and tokens. */
export const userDisableCommand = inUse('user disable', true);

/** Takes a disabled account into use again. */
export const userEnableCommand = inUse('user enable', false);
