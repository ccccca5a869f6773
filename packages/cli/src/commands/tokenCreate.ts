import { addDays, tokenScopes } from '@cynow/po-core';
import { beginAccounts } from './beginAccounts.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { day, oneOf } from './readValues.ts';

/** Makes a token for an API client; its secret is told this once. */
export const tokenCreateCommand: OrdinaryCommand = {
  name: 'token create',
  options: { user: 'value', scope: 'value', expires: 'value', 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const texts = messages.accounts;
    const user = args.text('user');
    const scope = oneOf(args.text('scope'), '--scope', tokenScopes, messages);
    const lastDay = day(args, 'expires', messages);
    if (user === undefined || scope === undefined) throw usageFailure(texts.tokenNeeds);
    // The day that is named is the last on which it works, as days go in Seoul.
    const expiresAt = lastDay === undefined ? null : new Date(`${addDays(lastDay, 1)}T00:00:00+09:00`);
    const { accounts, by } = await beginAccounts(context, args, 'token create');
    const result = await accounts.tokens.create(by, { user, scope, expiresAt });
    switch (result.outcome) {
      case 'unknown-user':
        throw new CommandFailure(exitCodes.failed, 'UNKNOWN_USER', texts.unknownUser(user));
      case 'expired-already':
        throw usageFailure(texts.expiredAlready(lastDay ?? ''));
      case 'created': {
        if (output.json) await output.value({ token: result.token });
        else output.print(result.token);
        output.note(texts.tokenOnce(result.id));
        return exitCodes.done;
      }
    }
  },
};
