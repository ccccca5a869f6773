import { table } from '../output/table.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';

/** Lists all tokens, without their secrets. */
export const tokenListCommand: OrdinaryCommand = {
  name: 'token list',
  options: {},
  reads: 'config',
  async run(context) {
    const { messages, output, surroundings } = context;
    const texts = messages.accounts;
    const { accounts } = await openApplication(context, 'token list');
    const tokens = await accounts.tokens.list();
    if (output.json) await output.value(tokens);
    else if (tokens.length === 0) output.print(texts.noTokens);
    else {
      const now = surroundings.now();
      const rows = tokens.map((token) => [
        token.id,
        token.user,
        token.scope,
        texts.tokenState(token, now),
        texts.lastUsed(token.lastUsedAt),
        token.createdBy,
      ]);
      for (const line of table([Object.values(texts.tokenColumns), ...rows])) output.print(line);
    }
    return exitCodes.done;
  },
};
