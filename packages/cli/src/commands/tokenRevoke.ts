import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

/** Revokes a token, at once and for good. */
export const tokenRevokeCommand: OrdinaryCommand = {
  name: 'token revoke',
  arguments: '<id>',
  options: { 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const id = args.text('id') ?? '';
    const { accounts, by } = await beginAccounts(context, args, 'token revoke');
    const outcome = await accounts.tokens.revoke(by, id);
    if (outcome === 'unknown') throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', texts.unknownToken(id));
    if (output.json) await output.value({ id, outcome });
    else output.print(outcome === 'already' ? texts.revokedAlready(id) : texts.revoked(id));
    return exitCodes.done;
  },
};
